import type { Dense, Sparse } from '../matrix.ts';
import type { Random } from '../random.ts';
import { normal } from './normal.ts';
import { times, transposedTimes } from './operator.ts';
import { orthonormalize } from './orthonormal.ts';
import { rightSingular } from './rightSingular.ts';
import type { Spectrum } from './symmetricEigen.ts';

/**
 * The largest singular values and their right vectors, by a random projection and a few power iterations (Halko, Martinsson
 * and Tropp, 2011, "Finding structure with randomness").
 */
export function randomizedSingular(X: Dense | Sparse, size: number, nIter: number, random: Random): Spectrum {
  let Q = times(X, normal(X.columns, size, random));
  orthonormalize(Q);
  for (let iteration = 0; iteration < nIter; iteration++) {
    const back = transposedTimes(X, Q);
    orthonormalize(back);
    Q = times(X, back);
    orthonormalize(Q);
  }
  // X' Q is small and wide when turned.
  const { rows, columns, data } = transposedTimes(X, Q);
  const B = { rows: columns, columns: rows, data: new Float64Array(data.length) };
  for (let at = 0; at < data.length; at++)
    B.data[(at % columns) * rows + Math.floor(at / columns)] = data[at]!;
  return rightSingular(B);
}
