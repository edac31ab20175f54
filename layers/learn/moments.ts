import type { Dense } from './matrix.ts';

export interface Moments {
  readonly means: Float64Array;
  /** Of the population: divided by n. 0 for a column that differs by no more than its rounding. */
  readonly deviations: Float64Array;
}

/**
 * Means and standard deviations of n × p columns, each pass corrected for its rounding (Chan, Golub and LeVeque, 1983).
 *
 * @param weights how often each row counts; once by default
 */
export function columnMoments(X: Dense, weights?: Float64Array): Moments {
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : X.rows;
  const means = new Float64Array(X.columns);
  // The second pass takes off what the first one rounded.
  for (let pass = 0; pass < 2; pass++) {
    const { sums } = sumsAround(X, means.slice(), weights);
    for (const [column, sum] of sums.entries()) means[column]! += sum / total;
  }
  const { sums, squares } = sumsAround(X, means, weights);
  const deviations = squares.map((square, column) => {
    const variance = (square - sums[column]! ** 2 / total) / total;
    // What overflows both sums is no constant.
    const deviation = Number.isNaN(variance) ? Number.POSITIVE_INFINITY : Math.sqrt(Math.max(0, variance));
    return deviation > 10 * Number.EPSILON * Math.abs(means[column]!) ? deviation : 0;
  });
  return { means, deviations };
}

/** Mean and standard deviation of one column. */
export function moments(values: Float64Array, weights?: Float64Array): { mean: number; deviation: number } {
  const { means, deviations } = columnMoments({ rows: values.length, columns: 1, data: values }, weights);
  return { mean: means[0]!, deviation: deviations[0]! };
}

function sumsAround({ rows, columns, data }: Dense, centre: Float64Array, weights?: Float64Array) {
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const weight = weights ? weights[row]! : 1;
    for (let column = 0; column < columns; column++) {
      const distance = data[start + column]! - centre[column]!;
      sums[column]! += weight * distance;
      squares[column]! += weight * distance * distance;
    }
  }
  return { sums, squares };
}
