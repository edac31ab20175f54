import type { Table } from '../../layers/contracts/columns.ts';
import { predictionAt } from '../../layers/contracts/predictions.ts';
import { type FittedPipeline, takeRows } from '../../layers/learn/index.ts';

/** Held-out rows scored through the serving path to prove that it answers as training does. */
const parityRows = 200;

type Served = Pick<FittedPipeline, 'signature' | 'predict' | 'predictRecords'>;

/**
 * Scores rows as requests bring them, as JSON, and compares with what training says of the same rows.
 *
 * @throws Error at the first row that differs by a digit, or that serving would refuse
 */
export function proveParity(pipeline: Served, test: Table): void {
  const rows = Int32Array.from({ length: Math.min(parityRows, test.length) }, (_, row) => row);
  const head = takeRows(test, rows);
  const trained = pipeline.predict(head);
  const records = recordsOf(
    head,
    pipeline.signature.inputs.map(({ name }) => name),
  );
  const served = serve(pipeline, JSON.parse(JSON.stringify(records)) as typeof records);
  for (const row of rows) {
    const [one, other] = [trained, served].map((of) => JSON.stringify(predictionAt(of, row)));
    if (one !== other)
      throw new Error(
        `serving predicts ${other} for test row ${row} where training predicts ${one}: the version is not registered`,
      );
  }
}

function serve(pipeline: Served, records: readonly Record<string, unknown>[]) {
  try {
    return pipeline.predictRecords(records);
  } catch (error) {
    throw new Error(
      `serving refuses test rows that training predicts (${(error as Error).message}): the version is not registered`,
      { cause: error },
    );
  }
}

function recordsOf(table: Table, names: readonly string[]): Record<string, unknown>[] {
  return Array.from({ length: table.length }, (_, row) =>
    Object.fromEntries(
      names.map((name) => {
        const column = table.columns[name]!;
        if (column.kind === 'category') return [name, column.categories[column.codes[row]!] ?? null];
        const value = column.values[row]!;
        return [name, Number.isNaN(value) ? null : value];
      }),
    ),
  );
}
