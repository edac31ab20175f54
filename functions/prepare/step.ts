import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod/mini';
import type { CategoryColumn, Column, Table } from '../../layers/contracts/columns.ts';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { prepareEvent, prepareResult, Trial } from '../../layers/contracts/events.ts';
import type { ModelSpec, Scalar } from '../../layers/contracts/spec.ts';
import { takeRows, trainTestSplit } from '../../layers/learn/index.ts';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';
import { inputHash, memoize } from '../../layers/store/memo.ts';
import { readSpec } from '../../layers/store/spec.ts';
import { writeArrow } from '../../layers/tables/arrow.ts';
import { checkTable } from '../../layers/tables/check.ts';
import { resolveFeatures } from '../../layers/tables/features.ts';
import { readSnapshot, type SnapshotTable } from '../../layers/tables/snapshot.ts';

export interface PrepareServices {
  readonly artifacts: ArtifactStore;
  readonly base: string;
  readonly code: string;
}

/** Checks the data against the spec and splits it into the rows to learn from and the rows to judge by. */
export async function prepare(
  event: z.infer<typeof prepareEvent>,
  { artifacts, base, code }: PrepareServices,
): Promise<z.infer<typeof prepareResult>> {
  const spec = await readSpec(artifacts, event.spec);
  const trials = listTrials(spec);
  const inputs = {
    snapshot: event.snapshot.hash,
    target: spec.target,
    task: spec.task,
    features: spec.features,
    split: spec.split,
    folds: spec.train.folds,
    code,
  };
  const hash = inputHash(inputs);
  const prepared = await memoize(
    artifacts,
    base,
    { step: 'prepare', inputs, skip: !event.run.cache },
    async () => {
      const table = await readTable(artifacts, event.snapshot.uri);
      const faults = checkTable(table, spec);
      if (faults.length > 0)
        throw InvalidInput.fromFaults(`the data does not fit the spec of ${spec.name}`, faults);
      const usable = withTarget(table, spec.target);
      const target = usable.columns[spec.target]!;
      const { train, test } = trainTestSplit(usable.length, {
        test: spec.split.test,
        seed: spec.split.seed,
        ...(spec.split.by === 'stratified' && { stratify: classCodes(target) }),
      });
      const folder = joinUri(base, 'prepared', event.model, hash);
      const write = async (name: string, rows: Int32Array, from: Table) => {
        const uri = joinUri(folder, `${name}.arrow`);
        await artifacts.put(uri, writeArrow(takeRows(from, rows)));
        return uri;
      };
      const features = resolveFeatures(usable, spec).map(({ name }) => name);
      return {
        train: await write('train', train, withColumns(usable, [...features, spec.target])),
        // With every column: the champion may have learned from others.
        test: await write('test', test, usable),
        hash,
        trainRows: train.length,
        testRows: test.length,
      };
    },
  );
  return { prepared, trials };
}

async function readTable(artifacts: ArtifactStore, uri: string): Promise<SnapshotTable> {
  const folder = await mkdtemp(join(tmpdir(), 'prepare-'));
  try {
    const file = join(folder, 'snapshot.parquet');
    await artifacts.download(uri, file);
    return await readSnapshot(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rows whose target is known; the others teach nothing. */
function withTarget(table: Table, target: string): Table {
  const column = table.columns[target]!;
  const known = Int32Array.from({ length: table.length }, (_, row) => row).filter((row) =>
    column.kind === 'number' ? !Number.isNaN(column.values[row]) : column.codes[row] !== -1,
  );
  return known.length === table.length ? table : takeRows(table, known);
}

function withColumns({ length, columns }: Table, names: readonly string[]): Table {
  return { length, columns: Object.fromEntries(names.map((name) => [name, columns[name]!])) };
}

function classCodes(target: Column): CategoryColumn['codes'] {
  if (target.kind === 'category') return target.codes;
  const classes = [...new Set(target.values)].sort((a, b) => a - b);
  return Int32Array.from(target.values, (value) => classes.indexOf(value));
}

/** Every candidate with every combination of its grid, in the order of the spec. */
export function listTrials(spec: ModelSpec): Trial[] {
  return spec.train.candidates
    .flatMap(({ model, grid }) => combinations(Object.entries(grid)).map((params) => ({ model, params })))
    .map((trial, index) => ({ index, ...trial }));
}

function combinations(grid: readonly (readonly [string, readonly Scalar[]])[]): Record<string, Scalar>[] {
  const [first, ...rest] = grid;
  if (!first) return [{}];
  const [name, values] = first;
  return values.flatMap((value) => combinations(rest).map((others) => ({ [name]: value, ...others })));
}
