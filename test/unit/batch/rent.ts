import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactStore } from '../../../layers/store/artifactStore.ts';
import { openArtifacts } from '../../../layers/store/artifacts.ts';
import { flat, rentModel } from '../predict/flats.ts';
import { MemoryRegistry } from '../predict/memoryStore.ts';

/** A registered model and a folder of flats to score. */
export interface Rent {
  readonly artifacts: ArtifactStore;
  readonly registry: MemoryRegistry;
  /** URI of a file or folder in the folder that everything lies in. */
  uri(path: string): string;
  /** Puts flats `from` to `to` into a shard. */
  putFlats(path: string, from: number, to: number): Promise<void>;
  /** Every file below a path, with its text. */
  read(path: string): Promise<Readonly<Record<string, string>>>;
  remove(path: string): Promise<void>;
  close(): Promise<void>;
}

/** Learns `rent`, registers it as version 1 and makes it the champion. */
export async function openRent(): Promise<Rent> {
  const folder = await mkdtemp(join(tmpdir(), 'batch-'));
  const artifacts = openArtifacts();
  const registry = new MemoryRegistry();
  const uri = (path: string) => pathToFileURL(join(folder, path)).href;
  const pipelineUri = uri('pipeline.json');
  await artifacts.put(pipelineUri, JSON.stringify(rentModel().pipeline.toJSON()));
  const version = await registry.registerVersion('rent', {
    runId: 'run',
    pipelineUri,
    profileUri: uri('profile.json'),
    metrics: {},
    params: {},
    monitor: { capture: 1, retention: 1 },
    createdAt: 0,
  });
  await registry.setAlias('rent', 'champion', version, { actor: 'test', reason: 'test' });
  return {
    artifacts,
    registry,
    uri,
    putFlats: (path, from, to) => {
      const rows = Array.from({ length: to - from }, (_, index) => ({
        id: `flat-${from + index}`,
        ...flat(from + index),
      }));
      return artifacts.put(uri(path), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    },
    async read(path) {
      const root = join(folder, path);
      const names = await readdir(root, { recursive: true, withFileTypes: true });
      const files = names
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      return Object.fromEntries(
        await Promise.all(
          files.sort().map(async (file) => [file.slice(root.length), await readFile(file, 'utf8')]),
        ),
      );
    },
    remove: (path) => rm(join(folder, path), { recursive: true, force: true }),
    close: () => rm(folder, { recursive: true }),
  };
}
