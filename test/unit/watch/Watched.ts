import { predictionAt } from '../../../layers/contracts/predictions.ts';
import { type Column, type Table, takeRows } from '../../../layers/learn/index.ts';
import { seededRandom } from '../../../layers/learn/random.ts';
import { type DriftOptions, type DriftReport, driftReport } from '../../../layers/watch/drift.ts';
import type { JudgedPrediction } from '../../../layers/watch/performance.ts';
import { buildProfile, type ReferenceProfile } from '../../../layers/watch/profile.ts';
import { Example, type TrainedExample } from '../../golden/Example.ts';

/** An example model with its reference profile, and windows of what it might be asked. */
export class Watched {
  readonly profile: ReferenceProfile;
  readonly train: Table;
  readonly test: Table;
  private readonly pipeline: TrainedExample['pipeline'];
  private readonly target: string;
  private readonly options: DriftOptions;

  private constructor({ spec, train, test }: Example, { pipeline, metrics }: TrainedExample) {
    const { task, target } = spec;
    const positive = pipeline.classes?.at(-1);
    const context = { task, target, metrics, ...(positive !== undefined && { positive }) };
    this.profile = buildProfile(train, pipeline.predict(train), context);
    this.train = train;
    this.test = test;
    this.pipeline = pipeline;
    this.target = target;
    this.options = spec.monitor.drift;
  }

  static async open(name: string, model: string): Promise<Watched> {
    const example = await Example.open(name);
    const watched = new Watched(example, await example.fit(model));
    await example.close();
    return watched;
  }

  drift(table: Table): DriftReport {
    const predictions = this.pipeline.predict(table);
    const values = Array.from({ length: table.length }, (_, row) => predictionAt(predictions, row));
    return driftReport(this.profile, { table, predictions: values }, this.options);
  }

  judged(table: Table): JudgedPrediction[] {
    const predictions = this.pipeline.predict(table);
    const target = table.columns[this.target]!;
    return Array.from({ length: table.length }, (_, row) => ({
      prediction: predictionAt(predictions, row),
      outcome: target.kind === 'number' ? target.values[row]! : target.categories[target.codes[row]!]!,
    }));
  }
}

/** Windows of rows drawn at random, with replacement. */
export function windowsOf(
  table: Table,
  { count, rows, seed }: { count: number; rows: number; seed: number },
): Table[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () =>
    takeRows(
      table,
      Int32Array.from({ length: rows }, () => Math.floor(random() * table.length)),
    ),
  );
}

/** The table with the numbers of a column changed. */
export function changed(table: Table, name: string, change: (value: number, row: number) => number): Table {
  const column = table.columns[name]!;
  if (column.kind !== 'number') throw new TypeError(`${name} is no number`);
  return withColumn(table, name, { kind: 'number', values: column.values.map(change) });
}

export function withColumn(table: Table, name: string, column: Column): Table {
  return { ...table, columns: { ...table.columns, [name]: column } };
}

export function deviationOf(table: Table, name: string): number {
  const column = table.columns[name]!;
  if (column.kind !== 'number') throw new TypeError(`${name} is no number`);
  const values = column.values.filter((value) => !Number.isNaN(value));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
