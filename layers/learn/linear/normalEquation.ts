import type { Dense } from '../matrix.ts';
import { choleskyOf, solveCholesky } from './cholesky.ts';

/** More corrections than this never come: each takes off at least as many digits as the one before. */
const mostCorrections = 4;

/**
 * Least squares by X'X w = X'y and Cholesky. Squaring the data loses half of the digits; corrections with the residual
 * of the data itself win them back (Björck, 1987, "Stability analysis of the method of seminormal equations").
 *
 * @returns undefined when columns depend on each other, or so nearly that the corrections do not settle
 */
export function solveNormalEquation(X: Dense, y: Float64Array): Float64Array | undefined {
  const gram = gramOf(X);
  const factor = choleskyOf(gram);
  if (!factor) return undefined;
  const weights = new Float64Array(X.columns);
  // Weights count by what they move: the length of their column.
  const size = (of: Float64Array) =>
    of.reduce((most, one, i) => Math.max(most, Math.abs(one) * Math.sqrt(gram[i]![i]!)), 0);
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= mostCorrections; round++) {
    const correction = solveCholesky(factor, momentOfResidual(X, y, weights));
    const now = size(correction);
    for (let i = 0; i < weights.length; i++) weights[i]! += correction[i]!;
    // What the next correction would be, as each shrinks as the one before did.
    if (round > 0 && now * (now / before) <= Number.EPSILON * size(weights)) return weights;
    before = now;
  }
  return undefined;
}

/** The lower triangle of X'X. */
function gramOf({ rows, columns, data }: Dense): Float64Array[] {
  const gram = Array.from({ length: columns }, (_, i) => new Float64Array(i + 1));
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let i = 0; i < columns; i++) {
      const value = data[start + i]!;
      if (value === 0) continue;
      const sums = gram[i]!;
      for (let j = 0; j <= i; j++) sums[j]! += value * data[start + j]!;
    }
  }
  return gram;
}

/** X'(y - X w). */
function momentOfResidual(
  { rows, columns, data }: Dense,
  y: Float64Array,
  weights: Float64Array,
): Float64Array {
  const moment = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let residual = y[row]!;
    for (let column = 0; column < columns; column++) residual -= data[start + column]! * weights[column]!;
    for (let column = 0; column < columns; column++) moment[column]! += residual * data[start + column]!;
  }
  return moment;
}
