import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { Dense } from '../matrix.ts';
import { ordered, type Spectrum } from './symmetricEigen.ts';
import { triangleOf } from './triangle.ts';

/** Singular values and right singular vectors of a matrix, min(rows, columns) of them, to the last digits. */
export function rightSingular(X: Dense): Spectrum {
  const { rows, columns, data } = X.rows > X.columns ? triangleOf(X) : X;
  const matrix = new Matrix(rows, columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) matrix.set(i, j, data[i * columns + j]!);
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(matrix, {
    computeLeftSingularVectors: false,
    autoTranspose: true,
  });
  return ordered(diagonal.slice(0, Math.min(rows, columns)), columns, (entry, index) =>
    rightSingularVectors.get(entry, index),
  );
}
