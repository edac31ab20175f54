import type { Dense } from './matrix.ts';

export interface Moments {
  readonly means: Float64Array;
  /** Of the population: divided by n. 0 for a column that differs by no more than its rounding. */
  readonly deviations: Float64Array;
}

/** Means and standard deviations of n × p columns, each pass corrected for its rounding (Chan, Golub and LeVeque, 1983). */
export function columnMoments(X: Dense): Moments {
  const means = new Float64Array(X.columns);
  // The second pass takes off what the first one rounded.
  for (let pass = 0; pass < 2; pass++) {
    const { sums } = sumsAround(X, means.slice());
    for (const [column, sum] of sums.entries()) means[column]! += sum / X.rows;
  }
  const { sums, squares } = sumsAround(X, means);
  const deviations = squares.map((square, column) => {
    const variance = (square - sums[column]! ** 2 / X.rows) / X.rows;
    const deviation = Math.sqrt(Math.max(0, variance));
    return deviation > 10 * Number.EPSILON * Math.abs(means[column]!) ? deviation : 0;
  });
  return { means, deviations };
}

/** Mean and standard deviation of one column. */
export function moments(values: Float64Array): { mean: number; deviation: number } {
  const { means, deviations } = columnMoments({ rows: values.length, columns: 1, data: values });
  return { mean: means[0]!, deviation: deviations[0]! };
}

function sumsAround({ rows, columns, data }: Dense, centre: Float64Array) {
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      const distance = data[start + column]! - centre[column]!;
      sums[column]! += distance;
      squares[column]! += distance * distance;
    }
  }
  return { sums, squares };
}
