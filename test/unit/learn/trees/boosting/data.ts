import type { Dense, Table } from '../../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../../layers/learn/random.ts';

export interface Problem {
  readonly X: Dense;
  /** Depends on the first three columns, and on whether the third is missing. */
  readonly y: Float64Array;
  readonly weights: Float64Array;
}

/** Columns: two of many values; one with missing values; five of 2 to 6 values, which share bytes in histograms. */
export function mixed(rows: number, seed = 1): Problem {
  const random = seededRandom(seed);
  const columns = 8;
  const data = new Float64Array(rows * columns);
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++)
      data[start + column] = column < 3 ? random() * 10 - 5 : Math.floor(random() * (column - 1));
    const isMissing = random() < 0.15;
    y[row] =
      data[start]! +
      Math.sin(data[start + 1]!) * 3 +
      (isMissing ? 2 : data[start + 2]! / 4) +
      random() +
      data[start + 4]!;
    if (isMissing) data[start + 2] = Number.NaN;
  }
  return { X: { rows, columns, data }, y, weights: y.map(() => Math.floor(random() * 3) / 2) };
}

/** The same with the last column as a category of texts. */
export function asTable({ rows, columns, data }: Dense): Table {
  const values = (column: number) =>
    Float64Array.from({ length: rows }, (_, row) => data[row * columns + column]!);
  const categories = ['e', 'd', 'c', 'b', 'a', 'f'];
  return {
    length: rows,
    columns: {
      ...Object.fromEntries(
        Array.from(
          { length: columns - 1 },
          (_, column) => [`x${column}`, { kind: 'number', values: values(column) }] as const,
        ),
      ),
      text: {
        kind: 'category',
        codes: Int32Array.from(values(columns - 1), (value, row) => (row % 9 === 0 ? -1 : value)),
        categories,
      },
    },
  };
}
