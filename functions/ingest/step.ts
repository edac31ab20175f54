import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod/mini';
import { isFolder, isGlob } from '../../layers/contracts/dataFiles.ts';
import { distinctNames } from '../../layers/contracts/distinctNames.ts';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { File, ingestEvent, ingestResult } from '../../layers/contracts/events.ts';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';
import { filesAt } from '../../layers/store/filesAt.ts';
import { runIdOf } from '../../layers/store/runId.ts';
import { readSpec } from '../../layers/store/spec.ts';
import { startRun, type TrackingStore } from '../../layers/store/tracking.ts';
import { readSources } from '../../layers/tables/sources.ts';

export interface IngestServices {
  readonly artifacts: ArtifactStore;
  readonly tracking: TrackingStore;
  /** URI under which artifacts are written. */
  readonly base: string;
  readonly code: string;
}

/** Reads the sources into one snapshot, addressed by its content: the same rows are the same snapshot. */
export async function ingest(
  event: z.infer<typeof ingestEvent>,
  { artifacts, tracking, base, code }: IngestServices,
): Promise<z.infer<typeof ingestResult>> {
  const spec = await readSpec(artifacts, event.spec);
  const run = runIdOf(event.run.execution);
  await startRun(tracking, {
    id: run,
    experiment: event.model,
    startedAt: event.run.startedAt,
    tags: {
      'millrace.trigger': event.run.trigger,
      'millrace.execution': event.run.execution,
      'millrace.code': code,
      'millrace.node': process.version,
    },
  });
  await tracking.runs.log(run, { params: parametersOf(spec) });

  const folder = await mkdtemp(join(tmpdir(), 'ingest-'));
  try {
    const files: Record<string, string> = {};
    for (const [name, source] of Object.entries(event.sources)) {
      files[name] = await download(artifacts, source, join(folder, name));
    }
    const snapshot = join(folder, 'snapshot.parquet');
    const { rows } = await readSources(files, spec.data, snapshot);
    const hash = await hashFile(snapshot);
    const uri = joinUri(base, 'datasets', event.model, hash, 'data.parquet');
    if (!(await artifacts.exists(uri))) await artifacts.upload(snapshot, uri);
    await tracking.runs.log(run, {
      tags: {
        'millrace.data.hash': hash,
        'millrace.data.uri': uri,
        'millrace.data.rows': String(rows),
      },
    });
    return { snapshot: { uri, hash, rows } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Brings a source's files into a folder of its own: the file, or the folder of many. */
async function download(artifacts: ArtifactStore, source: readonly File[], folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const listed = await Promise.all(
    source.map(async (file) =>
      isFolder(file.uri) || isGlob(file.uri) ? filesAt(artifacts, file.uri) : [file],
    ),
  );
  const files = distinctNames(listed.flat());
  if (files.length === 0) {
    const places = source.map(({ uri }) => uri).join(', ');
    throw new InvalidInput(`there is no file at ${places}: put the data there, or mend data.sources`);
  }
  for (const file of files) await artifacts.download(file.uri, join(folder, file.name));
  return files.length === 1 ? join(folder, files[0]!.name) : folder;
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The spec as parameters of the run, one for each leaf, as MLflow lists them. */
function parametersOf(value: unknown, path = ''): Record<string, string> {
  if (typeof value !== 'object' || value === null) return { [path]: String(value) };
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return { [path]: value.join(',') };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, one]) => parametersOf(one, path === '' ? key : `${path}.${key}`)),
  );
}
