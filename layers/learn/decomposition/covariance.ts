import type { Dense } from '../matrix.ts';
import { accumulateGram } from './gramSums.ts';

export interface Covariance {
  readonly means: Float64Array;
  /** p × p: Σ (x - m)(x - m)'. */
  readonly scatter: Dense;
}

/**
 * Means and products of the centred columns in one pass over the data: they are summed around a guess of the means, which
 * a sample of the rows gives, and what the guess was off is taken away afterwards.
 */
export function covarianceOf(X: Dense): Covariance {
  const { rows, columns } = X;
  const guess = guessMeans(X);
  const { sums, products, stride } = accumulateGram(X, guess);
  const off = Float64Array.from(guess, (_, column) => sums[column]! / rows);
  const scatter = new Float64Array(columns * columns);
  for (let i = 0; i < columns; i++) {
    for (let j = i; j < columns; j++) {
      const product = products[i * stride + j]! - rows * off[i]! * off[j]!;
      scatter[i * columns + j] = product;
      scatter[j * columns + i] = product;
    }
  }
  return {
    means: guess.map((value, column) => value + off[column]!),
    scatter: { rows: columns, columns, data: scatter },
  };
}

const sampled = 256;

/** Means of rows spread over the data. */
function guessMeans({ rows, columns, data }: Dense): Float64Array {
  const step = Math.ceil(rows / sampled);
  const means = new Float64Array(columns);
  for (let row = 0; row < rows; row += step) {
    for (let column = 0; column < columns; column++) means[column]! += data[row * columns + column]!;
  }
  const count = Math.ceil(rows / step);
  return means.map((sum) => sum / count);
}
