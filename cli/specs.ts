import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type Fault, InvalidInput, NotFound } from '../layers/contracts/errors.ts';
import { didYouMean } from '../layers/contracts/nearest.ts';
import type { ModelSpec } from '../layers/contracts/spec.ts';
import { readDocument } from '../layers/contracts/specDocument.ts';
import { parseSpec } from '../layers/contracts/specFile.ts';
import { checkTable } from '../layers/tables/check.ts';
import { resolveFeatures } from '../layers/tables/features.ts';
import { readSnapshot, type SnapshotTable } from '../layers/tables/snapshot.ts';
import { readSources } from '../layers/tables/sources.ts';

/** What checking one model found. */
export interface CheckResult {
  readonly name: string;
  /** Path of the spec, as faults name it. */
  readonly file: string;
  readonly faults: readonly Fault[];
  /** Rows of the data; undefined when it was not read. */
  readonly rows?: number;
  readonly features?: number;
  /** Why the data was not read although nothing is wrong with the spec. */
  readonly unread?: string;
}

/** Models below a folder, by name; one of them when named. @throws NotFound naming those there are */
export function findModels(folder: string, name?: string): string[] {
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((one) => existsSync(join(folder, one, 'model.yaml')))
        .sort()
    : [];
  if (name === undefined) return names;
  if (names.includes(name)) return [name];
  const there =
    names.length > 0
      ? didYouMean(name, names, `there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`)
      : 'there are none: make one with `millrace init`';
  throw new NotFound(`there is no model ${JSON.stringify(name)} in ${folder}: ${there}`);
}

/** Checks a model's spec, then its data against it; every fault at once, each with its line. */
export async function checkModel(folder: string, name: string, from: string): Promise<CheckResult> {
  const directory = join(folder, name);
  const path = join(directory, 'model.yaml');
  const file = relative(from, path) || path;
  const text = readFileSync(path, 'utf8');
  let spec: ModelSpec;
  try {
    spec = parseSpec(text, file);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { name, file, faults: error.details.faults as Fault[] };
  }
  const line = readDocument(text, file).lineOf;
  const misnamed =
    spec.name === name
      ? []
      : [
          {
            at: line(['name']),
            message: `name is ${JSON.stringify(spec.name)} but the folder is ${JSON.stringify(name)}: make them equal`,
          },
        ];
  const faultsOfSpec = [...misnamed, ...missingBatches(directory, spec, line)];
  const remote = Object.values(spec.data.sources).find((source) => source.includes('://'));
  if (remote !== undefined)
    return {
      name,
      file,
      faults: faultsOfSpec,
      unread: `${remote} is not on this machine: the pipeline checks it`,
    };
  try {
    const table = await readTable(directory, spec);
    const faults = checkTable(table, spec).map(({ at, message }) => ({
      at: line(placeOf(at)),
      message: `${at}: ${message}`,
    }));
    return {
      name,
      file,
      faults: [...faultsOfSpec, ...faults],
      rows: table.length,
      features: resolveFeatures(table, spec).length,
    };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const path = (error.details.path ?? ['data']) as readonly (string | number)[];
    return { name, file, faults: [...faultsOfSpec, { at: line(path), message: error.message }] };
  }
}

/** Scheduled batches whose files are not there; of a glob, the folder that it begins with. */
function missingBatches(
  directory: string,
  { schedule }: ModelSpec,
  line: (path: readonly (string | number)[]) => string,
): Fault[] {
  return schedule.batch.flatMap(({ input }, index) => {
    const [plain = ''] = input.split(/[*?[{]/);
    const there = plain === input ? input : plain.replace(/[^/]*$/, '') || '.';
    if (input.includes('://') || existsSync(resolve(directory, there))) return [];
    return [
      {
        at: line(['schedule', 'batch', index, 'input']),
        message: `schedule.batch[${index}].input: there is no file or folder ${there}: put it beside the spec, or name an s3:// URI`,
      },
    ];
  });
}

/** Sources of a spec, read as the pipeline reads them. @throws InvalidInput */
async function readTable(directory: string, { data }: ModelSpec): Promise<SnapshotTable> {
  const sources = Object.fromEntries(
    Object.entries(data.sources).map(([name, source]) => [name, resolve(directory, source)]),
  );
  return withSnapshot((snapshot) => readSources(sources, data, snapshot));
}

/** Reads one file into typed columns. @throws InvalidInput */
export async function readFileTable(file: string): Promise<SnapshotTable> {
  return withSnapshot((snapshot) =>
    readSources({ data: file }, { sources: { data: file }, join: [], dedupe: false }, snapshot),
  );
}

async function withSnapshot(write: (snapshot: string) => Promise<unknown>): Promise<SnapshotTable> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-'));
  try {
    const snapshot = join(folder, 'snapshot.parquet');
    await write(snapshot);
    return await readSnapshot(snapshot);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Path in the spec of what a check names: `target price`, `feature area`, `train.positive`. */
function placeOf(at: string): string[] {
  if (at.startsWith('feature ')) return ['features', at.slice('feature '.length)];
  return at.startsWith('target ') ? ['target'] : at.split('.');
}
