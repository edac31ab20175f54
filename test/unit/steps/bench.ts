import { mkdtempSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import type { z } from 'zod/mini';
import { deploy } from '../../../functions/deploy/step.ts';
import { evaluate } from '../../../functions/evaluate/step.ts';
import { fit } from '../../../functions/fit/step.ts';
import { gate } from '../../../functions/gate/step.ts';
import { ingest } from '../../../functions/ingest/step.ts';
import { prepare } from '../../../functions/prepare/step.ts';
import { register } from '../../../functions/register/step.ts';
import { trial } from '../../../functions/trial/step.ts';
import type { runSchema } from '../../../layers/contracts/events.ts';
import { parseSpec } from '../../../layers/contracts/specFile.ts';
import { type ArtifactStore, openArtifacts } from '../../../layers/store/artifacts.ts';
import { openStore } from '../../../layers/store/dynamo.ts';
import { runIdOf } from '../../../layers/store/runId.ts';
import type { Services } from '../../../layers/store/services.ts';
import { openDynalite } from '../../contract/store/openDynalite.ts';
import { flats, goodSpecs } from '../cli/badInputs/flats.ts';

type Run = z.infer<typeof runSchema>;

/** Parts of an event that every step takes. */
export interface Base {
  readonly model: string;
  readonly spec: string;
  readonly run: Run;
}

/** The steps' services on files and a table of this process, and what a state machine would hand them. */
export interface Bench {
  readonly services: Services;
  /** URIs that were written since it was last read, in their order. */
  written(): string[];
  /** Writes a file below the bench; its URI. */
  file(name: string, content: string | Uint8Array): Promise<string>;
  read(uri: string): Promise<string>;
  /** The base of a run's events; equal executions are one run. */
  base(spec: string, execution: string, changes?: Partial<Run>): Promise<Base>;
  runOf(execution: string): ReturnType<Services['tracking']['runs']['get']>;
}

export const classification: string = goodSpecs.classification;
export const regression: string = goodSpecs.regression;

/** A bench that exists while the tests of a file run. */
export function openBench(): Bench {
  let services: Services;
  let close = async (): Promise<void> => {};
  let folder = '';
  let log: string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-steps-'));
    const { table, client, close: closeTable } = await openDynalite();
    close = closeTable;
    services = {
      ...openStore(table, client),
      artifacts: noting(openArtifacts(), (uri) => log.push(uri)),
      base: pathToFileURL(join(folder, 'artifacts')).href,
      code: 'code-1',
      now: () => 1_800_000_000_000,
    };
  });
  afterAll(async () => {
    await close();
    await rm(folder, { recursive: true });
  });
  const file = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, 'files', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return pathToFileURL(path).href;
  };
  return {
    get services() {
      return services;
    },
    written() {
      const uris = log;
      log = [];
      return uris;
    },
    file,
    read: (uri) => readFile(fileURLToPath(uri), 'utf8'),
    async base(spec, execution, changes = {}) {
      const parsed = parseSpec(spec, 'model.yaml');
      const uri = await file(`specs/${execution}.json`, JSON.stringify(parsed));
      return {
        model: parsed.name,
        spec: uri,
        run: { execution, startedAt: '2026-01-02T03:04:05.000Z', trigger: 'test', cache: true, ...changes },
      };
    },
    runOf: (execution) => services.tracking.runs.get(runIdOf(execution)),
  };
}

/** The real store, telling what is written. */
function noting(store: ArtifactStore, note: (uri: string) => void): ArtifactStore {
  return {
    ...store,
    put: (uri, body) => {
      note(uri);
      return store.put(uri, body);
    },
    upload: (from, uri) => {
      note(uri);
      return store.upload(from, uri);
    },
  };
}

/** Ingest and Prepare, as the state machine chains them. */
export async function prepared(bench: Bench, base: Base, csv: string = flats) {
  const sources = { flats: [{ name: 'flats.csv', uri: await bench.file('flats.csv', csv) }] };
  const { snapshot } = await ingest({ ...base, sources }, bench.services);
  return prepare({ ...base, snapshot }, bench.services);
}

/** Every step up to Evaluate. */
export async function evaluated(bench: Bench, base: Base, csv: string = flats) {
  const { prepared: rows, trials } = await prepared(bench, base, csv);
  const judged = trials.length < 2 ? trials : [];
  if (trials.length > 1)
    for (const one of trials)
      judged.push(await trial({ ...base, prepared: rows, trial: one }, bench.services));
  const { fitted } = await fit({ ...base, prepared: rows, trials: judged }, bench.services);
  const { metrics, profile } = await evaluate({ ...base, prepared: rows, fitted }, bench.services);
  return { prepared: rows, fitted, metrics, profile };
}

/** Every step: the version that answers afterwards, or the gates' reasons. */
export async function trained(bench: Bench, base: Base, csv: string = flats) {
  const { prepared: rows, fitted, metrics, profile } = await evaluated(bench, base, csv);
  const { passed, reasons } = await gate({ ...base, prepared: rows, metrics }, bench.services);
  if (!passed) return { reasons };
  const { version } = await register({ ...base, fitted, metrics, profile }, bench.services);
  await deploy({ ...base, version }, bench.services);
  return { version, metrics };
}
