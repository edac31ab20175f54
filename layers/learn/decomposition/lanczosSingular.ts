import type { Dense, Sparse } from '../matrix.ts';
import type { Random } from '../random.ts';
import { normal } from './normal.ts';
import { times, transposedTimes } from './operator.ts';
import { ordered, type Spectrum, symmetricEigen } from './symmetricEigen.ts';

/** An eigenvalue of X'X and its vector, of length 1. */
interface Pair {
  readonly value: number;
  readonly vector: Float64Array;
}

/**
 * The largest singular values and their right vectors to the last digits: Lanczos' method on X'X (Golub and Van Loan, "Matrix
 * Computations", 10.1). A start meets one direction alone of those that share a value, so that what is outside all found is
 * searched again until it has nothing larger.
 *
 * @param tol residual that is good enough, as a share of the largest eigenvalue; 0 for all digits
 */
export function lanczosSingular(X: Dense | Sparse, wanted: number, tol: number, random: Random): Spectrum {
  const p = X.columns;
  let found: Pair[] = [];
  for (;;) {
    const more = largestOutside(X, found, found.length === 0 ? wanted : 1, tol, random);
    const least = found[wanted - 1]?.value ?? Number.NEGATIVE_INFINITY;
    found = [...found, ...more].sort((a, b) => b.value - a.value);
    if (found.length === p || more[0]!.value <= least) break;
  }
  const best = found.slice(0, wanted);
  const singular = best.map(({ value }) => Math.sqrt(Math.max(0, value)));
  return ordered(singular, p, (entry, index) => best[index]!.vector[entry]!);
}

/** Steps from one look at the convergence to the next. */
const lookEvery = 8;

/** The largest pairs among the directions outside those known; all that a start can reach where it reaches fewer. */
function largestOutside(
  X: Dense | Sparse,
  known: readonly Pair[],
  wanted: number,
  tol: number,
  random: Random,
): Pair[] {
  const p = X.columns;
  const outside = known.map(({ vector }) => vector);
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  let next = unit(normal(p, 1, random).data, outside);
  let largest = known[0]?.value ?? 0;
  for (;;) {
    basis.push(next);
    const image = transposedTimes(X, times(X, { rows: p, columns: 1, data: next })).data;
    diagonal.push(dot(image, next));
    largest = Math.max(largest, diagonal.at(-1)!);
    const length = lengthWithout(image, [...outside, ...basis]);
    beside.push(length);
    const isAll = basis.length + known.length === p || !(length > 4 * Number.EPSILON * largest);
    if (isAll || (basis.length >= wanted && basis.length % lookEvery === 0)) {
      const { values, vectors } = symmetricEigen(tridiagonal(diagonal, beside));
      const limit = Math.max(tol, Number.EPSILON) * Math.max(largest, values[0]!);
      const shares = Array.from(values.subarray(0, isAll ? basis.length : wanted), (_, index) =>
        vectors.data.subarray(index * basis.length, (index + 1) * basis.length),
      );
      // The last entry says how far the next direction would still turn a vector.
      if (isAll || shares.every((own) => Math.abs(length * own.at(-1)!) <= limit))
        return shares.map((own, index) => ({ value: values[index]!, vector: combined(basis, own) }));
    }
    next = image.map((value) => value / length);
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

/** A vector of the space, by its share of each vector of the basis. */
function combined(basis: readonly Float64Array[], shares: Float64Array): Float64Array {
  const vector = new Float64Array(basis[0]!.length);
  for (const [index, own] of basis.entries())
    for (let at = 0; at < vector.length; at++) vector[at]! += shares[index]! * own[at]!;
  return vector;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
