import { batch, DistanceBatches } from '../cluster/DistanceBatches.ts';
import type { Dense } from '../matrix.ts';

export interface Neighbours {
  /** n × k: rows, by no order. */
  readonly rows: Int32Array;
  /** Squared distances of them. */
  readonly squares: Float64Array;
}

/** The k nearest other rows of each row; of equals the first. */
export function nearestNeighbours(X: Dense, k: number): Neighbours {
  const rows = new Int32Array(X.rows * k);
  const squares = new Float64Array(X.rows * k);
  const work = new Float64Array(X.rows);
  eachRow(X, (row, distances) => {
    distances[row] = Number.POSITIVE_INFINITY;
    work.set(distances);
    const limit = select(work, k - 1);
    // What is as far as the k-th fills up what nearer ones leave.
    let nearer = 0;
    for (let other = 0; other < X.rows; other++) if (distances[other]! < limit) nearer++;
    let [place, equals] = [row * k, k - nearer];
    for (let other = 0; other < X.rows; other++) {
      const square = distances[other]!;
      if (square > limit || (square === limit && equals-- <= 0)) continue;
      rows[place] = other;
      squares[place++] = square;
    }
  });
  return { rows, squares };
}

/** Calls back with the squared distances of each row from all rows, which may be written to. */
export function eachRow(X: Dense, visit: (row: number, distances: Float64Array) => void): void {
  const batches = new DistanceBatches(X, X.rows);
  batches.setCentres(X);
  for (let first = 0; first < X.rows; first += batch) {
    const length = Math.min(batch, X.rows - first);
    const distances = batches.measure(first, length);
    for (let index = 0; index < length; index++) {
      const start = index * batches.width;
      visit(first + index, distances.subarray(start, start + X.rows));
    }
  }
}

/** The value that would be at a position in order (Hoare's selection); reorders the values. */
function select(values: Float64Array, position: number): number {
  for (let [left, right] = [0, values.length - 1]; left < right; ) {
    const pivot = values[(left + right) >> 1]!;
    let [up, down] = [left, right];
    while (up <= down) {
      while (values[up]! < pivot) up++;
      while (values[down]! > pivot) down--;
      if (up > down) break;
      const kept = values[up]!;
      values[up++] = values[down]!;
      values[down--] = kept;
    }
    if (position <= down) right = down;
    else if (position >= up) left = up;
    else break;
  }
  return values[position]!;
}
