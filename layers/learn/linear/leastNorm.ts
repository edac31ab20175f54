import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { InvalidInput } from '../errors.ts';
import type { Dense } from '../matrix.ts';
import { dot } from './dot.ts';

/**
 * The least-squares solution of least norm, as scikit-learn's LinearRegression (scipy.linalg.lstsq) finds it where columns
 * depend on each other: the data is reduced to its triangle R by Householder's reflections, and R by its singular values.
 * Those below machine epsilon times the longer side, as a share of the largest, count as zero.
 */
export function leastNorm(X: Dense, y: Float64Array): Float64Array {
  const { triangle, projected } = reduce(X, y);
  if (!triangle.every((column) => column.every(Number.isFinite))) {
    throw new InvalidInput('the features are too large to fit: scale them');
  }
  const height = projected.length;
  const R = new Matrix(height, X.columns);
  for (const [column, values] of triangle.entries()) {
    for (const [row, value] of values.entries()) R.set(row, column, value);
  }
  const {
    leftSingularVectors: U,
    diagonal,
    rightSingularVectors: V,
  } = new SingularValueDecomposition(R, { autoTranspose: true });
  const cutoff = Number.EPSILON * Math.max(X.rows, X.columns) * Math.max(...diagonal);
  const weights = new Float64Array(X.columns);
  for (const [index, value] of diagonal.entries()) {
    if (value <= cutoff) continue;
    let share = 0;
    for (let row = 0; row < height; row++) share += U.get(row, index) * projected[row]!;
    for (let column = 0; column < X.columns; column++)
      weights[column]! += (V.get(column, index) * share) / value;
  }
  return weights;
}

/** Columns of R (their first entries, down to the diagonal) and Q'y, as long as R is high. */
function reduce(X: Dense, y: Float64Array): { triangle: Float64Array[]; projected: Float64Array } {
  const { rows, columns, data } = X;
  const work = Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: rows }, (__, row) => data[row * columns + column]!),
  );
  work.push(Float64Array.from(y));
  const height = Math.min(rows, columns);
  for (let pivot = 0; pivot < height; pivot++) {
    const reflector = work[pivot]!.slice(pivot);
    const norm = Math.sqrt(dot(reflector, reflector));
    if (norm === 0) continue;
    const first = reflector[0]!;
    // The sign that cancels nothing.
    const diagonal = first > 0 ? -norm : norm;
    reflector[0] = first - diagonal;
    const half = norm * (norm + Math.abs(first));
    for (let column = pivot + 1; column <= columns; column++) {
      const below = work[column]!.subarray(pivot);
      const share = dot(reflector, below) / half;
      for (let row = 0; row < below.length; row++) below[row]! -= share * reflector[row]!;
    }
    work[pivot]![pivot] = diagonal;
  }
  const projected = work.pop()!.slice(0, height);
  return { triangle: work.map((values, column) => values.slice(0, Math.min(column + 1, height))), projected };
}
