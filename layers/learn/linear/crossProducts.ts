import type { Dense } from '../matrix.ts';
import { sumProducts } from './productSums.ts';

export interface CrossProducts {
  /** Of the columns of X and of y; zeros without an intercept. */
  readonly means: Float64Array;
  readonly mean: number;
  /** The lower triangle of Z'Z and Z'y, both less their means. */
  readonly gram: Float64Array[];
  readonly moment: Float64Array;
  /** Σ (y - mean)². */
  readonly total: number;
  /** 1 for each column that differs by no more than its rounding: its products are exactly 0. */
  readonly constant: Uint8Array;
}

/**
 * Means and products in one pass: they are summed around a guess of the means, which a sample of rows gives, and what the
 * guess was off is taken away afterwards: Σ (x - m)(x - m)' = Σ (x - c)(x - c)' - n (m - c)(m - c)'. That cancels little,
 * as the guess is about as near as the columns are wide.
 */
export function crossProducts(X: Dense, y: Float64Array, fitIntercept: boolean): CrossProducts {
  const { rows, columns } = X;
  const width = columns + 1;
  const guess = fitIntercept ? guessMeans(X, y) : new Float64Array(width);
  const { sums, products, stride } = sumProducts(X, y, guess);
  const off = sums.map((sum) => (fitIntercept ? sum / rows : 0));
  const means = guess.map((one, column) => one + off[column]!);
  const product = (i: number, j: number) => products[j * stride + i]! - rows * off[i]! * off[j]!;
  const constant = Uint8Array.from({ length: columns }, (_, column) => {
    const deviation = Math.sqrt(Math.max(0, product(column, column)) / rows);
    return Number(fitIntercept && deviation <= 10 * Number.EPSILON * Math.abs(means[column]!));
  });
  const isVoid = (i: number, j: number) => constant[i] === 1 || constant[j] === 1;
  return {
    means: means.subarray(0, columns),
    mean: means[columns]!,
    gram: Array.from({ length: columns }, (_, i) =>
      Float64Array.from({ length: i + 1 }, (__, j) => (isVoid(i, j) ? 0 : product(i, j))),
    ),
    moment: Float64Array.from({ length: columns }, (_, j) => (isVoid(j, j) ? 0 : product(columns, j))),
    total: product(columns, columns),
    constant,
  };
}

const sampled = 256;

/** Means of rows spread over the data. */
function guessMeans({ rows, columns, data }: Dense, y: Float64Array): Float64Array {
  const step = Math.ceil(rows / sampled);
  const means = new Float64Array(columns + 1);
  let count = 0;
  for (let row = 0; row < rows; row += step) {
    for (let column = 0; column < columns; column++) means[column]! += data[row * columns + column]!;
    means[columns]! += y[row]!;
    count++;
  }
  return means.map((sum) => sum / count);
}
