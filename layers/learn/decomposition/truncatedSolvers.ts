import type { Dense, Sparse } from '../matrix.ts';
import type { Random } from '../random.ts';
import { times, transposedTimes } from './operator.ts';
import { orthonormalize } from './orthonormal.ts';
import { rightSingular } from './rightSingular.ts';
import { ordered, type Spectrum, symmetricEigen } from './symmetricEigen.ts';

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

/** Steps from one look at the convergence to the next. */
const lookEvery = 8;

/**
 * The same to the last digits: Lanczos' method on X'X, with every vector kept orthogonal to all before (Golub and Van Loan,
 * "Matrix Computations", 10.1), until the residuals of the wanted ones are below a share `tol` of the largest.
 */
export function lanczosSingular(X: Dense | Sparse, wanted: number, tol: number, random: Random): Spectrum {
  const p = X.columns;
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  let next = unit(normal(p, 1, random).data, basis)!;
  for (;;) {
    basis.push(next);
    const column = times(X, { rows: p, columns: 1, data: next });
    const image = transposedTimes(X, column).data;
    diagonal.push(dot(image, next));
    const length = lengthWithout(image, basis);
    const isAll = basis.length === p;
    // Where the space closes, another begins.
    const isClosed = !(length > Number.EPSILON * Math.abs(diagonal[0]!) * 4);
    beside.push(isClosed ? 0 : length);
    if (isAll || ((isClosed || basis.length % lookEvery === 0) && basis.length >= wanted)) {
      const { values, vectors } = symmetricEigen(tridiagonal(diagonal, beside));
      const limit = Math.max(tol, Number.EPSILON) * values[0]!;
      const residual = (index: number) =>
        Math.abs(beside.at(-1)! * vectors.data[index * basis.length + basis.length - 1]!);
      const isDone = Array.from({ length: wanted }, (_, index) => residual(index)).every(
        (one) => one <= limit,
      );
      if (isAll || (isDone && basis.length >= Math.min(p, wanted + 1)))
        return combined(basis, values, vectors, wanted);
    }
    next = isClosed ? unit(normal(p, 1, random).data, basis)! : image.map((value) => value / length);
  }
}

/** Takes the parts along a basis off, twice. @returns the length of what is left */
function lengthWithout(vector: Float64Array, basis: readonly Float64Array[]): number {
  for (let pass = 0; pass < 2; pass++) {
    for (const other of basis) {
      const product = dot(vector, other);
      for (let at = 0; at < vector.length; at++) vector[at]! -= product * other[at]!;
    }
  }
  return Math.sqrt(dot(vector, vector));
}

function unit(vector: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const length = lengthWithout(vector, basis);
  return vector.map((value) => value / length);
}

function tridiagonal(diagonal: readonly number[], beside: readonly number[]): Dense {
  const size = diagonal.length;
  const data = new Float64Array(size * size);
  for (const [index, value] of diagonal.entries()) {
    data[index * size + index] = value;
    if (index + 1 === size) break;
    data[index * size + index + 1] = beside[index]!;
    data[(index + 1) * size + index] = beside[index]!;
  }
  return { rows: size, columns: size, data };
}

function combined(
  basis: readonly Float64Array[],
  values: Float64Array,
  vectors: Dense,
  wanted: number,
): Spectrum {
  const p = basis[0]!.length;
  const found = Array.from({ length: wanted }, (_, index) => {
    const vector = new Float64Array(p);
    for (const [inner, own] of basis.entries()) {
      const share = vectors.data[index * basis.length + inner]!;
      for (let at = 0; at < p; at++) vector[at]! += share * own[at]!;
    }
    return vector;
  });
  const singular = found.map((_, index) => Math.sqrt(Math.max(0, values[index]!)));
  return ordered(singular, p, (entry, index) => found[index]![entry]!);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

/** Normal numbers, by Box and Muller. */
function normal(rows: number, columns: number, random: Random): Dense {
  const data = Float64Array.from(
    { length: rows * columns },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
  return { rows, columns, data };
}
