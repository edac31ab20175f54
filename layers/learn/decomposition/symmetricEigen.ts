import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Dense } from '../matrix.ts';

export interface Spectrum {
  /** From the largest to the smallest. */
  readonly values: Float64Array;
  /** A row each, of length 1; the entry of the largest size is positive, as scikit-learn's svd_flip makes it. */
  readonly vectors: Dense;
}

/** Eigenvalues and eigenvectors of a symmetric matrix. */
export function symmetricEigen({ rows, data }: Dense): Spectrum {
  const matrix = new Matrix(rows, rows);
  for (let i = 0; i < rows; i++) for (let j = 0; j < rows; j++) matrix.set(i, j, data[i * rows + j]!);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  return ordered(realEigenvalues, rows, (row, index) => eigenvectorMatrix.get(row, index));
}

/** Largest first, with signs that do not depend on how they were found. @param at an entry of a vector */
export function ordered(
  found: readonly number[],
  length: number,
  at: (entry: number, index: number) => number,
): Spectrum {
  const order = [...found.keys()].sort((a, b) => found[b]! - found[a]!);
  const data = new Float64Array(order.length * length);
  for (const [row, index] of order.entries()) {
    let largest = 0;
    for (let entry = 0; entry < length; entry++)
      if (Math.abs(at(entry, index)) > Math.abs(largest)) largest = at(entry, index);
    const sign = largest < 0 ? -1 : 1;
    for (let entry = 0; entry < length; entry++) data[row * length + entry] = sign * at(entry, index);
  }
  return {
    values: Float64Array.from(order, (index) => found[index]!),
    vectors: { rows: order.length, columns: length, data },
  };
}
