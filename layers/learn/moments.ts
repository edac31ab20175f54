import type { Dense } from './matrix.ts';

export interface Moments {
  readonly means: Float64Array;
  /** Of the population: divided by n. 0 for a column that differs by no more than its rounding. */
  readonly deviations: Float64Array;
}

/** Means and standard deviations of n × p columns, each pass corrected for its rounding (Chan, Golub and LeVeque, 1983). */
export function columnMoments(X: Dense): Moments {
  const means = averages(X, (value) => value);
  const off = averages(X, (value, column) => value - means[column]!);
  for (const [column, error] of off.entries()) means[column]! += error;
  const rest = averages(X, (value, column) => value - means[column]!);
  const squares = averages(X, (value, column) => (value - means[column]!) ** 2);
  const deviations = squares.map((square, column) => {
    const deviation = Math.sqrt(Math.max(0, square - rest[column]! ** 2));
    return deviation > 10 * Number.EPSILON * Math.abs(means[column]!) ? deviation : 0;
  });
  return { means, deviations };
}

/** Mean and standard deviation of one column. */
export function moments(values: Float64Array): { mean: number; deviation: number } {
  const { means, deviations } = columnMoments({ rows: values.length, columns: 1, data: values });
  return { mean: means[0]!, deviation: deviations[0]! };
}

function averages(
  { rows, columns, data }: Dense,
  of: (value: number, column: number) => number,
): Float64Array {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      sums[column]! += of(data[row * columns + column]!, column);
    }
  }
  return sums.map((sum) => sum / rows);
}
