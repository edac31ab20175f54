import type { Sparse } from '../matrix.ts';
import type { Neighbours } from './neighbours.ts';

/** Steps of the search for a row's width, and how near its entropy must come. */
const steps = 100;
const tolerance = 1e-5;

/**
 * How much each row is a neighbour of others: normal densities around it, as wide as its perplexity asks for, made symmetric
 * and 1 in sum (van der Maaten and Hinton, 2008).
 */
export function affinitiesOf(n: number, { rows, squares }: Neighbours, perplexity: number): Sparse {
  const k = rows.length / n;
  const shares = new Float64Array(rows.length);
  for (let row = 0; row < n; row++)
    writeShares(
      squares.subarray(row * k, (row + 1) * k),
      Math.log(perplexity),
      shares.subarray(row * k, (row + 1) * k),
    );
  return symmetric(n, rows, shares);
}

/** exp(-β d²) in shares, with the β that gives them the entropy. */
function writeShares(squares: Float64Array, entropy: number, out: Float64Array): void {
  let [beta, low, high] = [1, 0, Number.POSITIVE_INFINITY];
  // What is taken off all squares changes no share, and keeps the nearest from vanishing.
  const least = squares.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  for (let step = 0; step < steps; step++) {
    let [sum, moment] = [0, 0];
    for (let index = 0; index < squares.length; index++) {
      const square = squares[index]! - least;
      const value = Math.exp(-beta * square);
      out[index] = value;
      sum += value;
      moment += square * value;
    }
    for (let index = 0; index < out.length; index++) out[index]! /= sum;
    const excess = Math.log(sum) + (beta * moment) / sum - entropy;
    if (Math.abs(excess) <= tolerance) return;
    if (excess > 0) {
      low = beta;
      beta = high === Number.POSITIVE_INFINITY ? 2 * beta : (beta + high) / 2;
    } else {
      high = beta;
      beta = (beta + low) / 2;
    }
  }
}

/** (P + P') / 2n, row by row. */
function symmetric(n: number, neighbours: Int32Array, shares: Float64Array): Sparse {
  const k = neighbours.length / n;
  const rows = Array.from({ length: n }, () => new Map<number, number>());
  for (let place = 0; place < neighbours.length; place++) {
    const [from, to] = [Math.floor(place / k), neighbours[place]!];
    const share = shares[place]! / (2 * n);
    rows[from]!.set(to, (rows[from]!.get(to) ?? 0) + share);
    rows[to]!.set(from, (rows[to]!.get(from) ?? 0) + share);
  }
  const indptr = new Int32Array(n + 1);
  for (const [row, own] of rows.entries()) indptr[row + 1] = indptr[row]! + own.size;
  const indices = new Int32Array(indptr[n]!);
  const values = new Float64Array(indptr[n]!);
  for (const [row, own] of rows.entries()) {
    const sorted = Int32Array.from(own.keys()).sort();
    for (const [index, column] of sorted.entries()) {
      indices[indptr[row]! + index] = column;
      values[indptr[row]! + index] = own.get(column)!;
    }
  }
  return { rows: n, columns: n, indptr, indices, values };
}
