import type { Dense } from '../matrix.ts';

/**
 * Squared Euclidean distance of two rows of p numbers. Even and odd columns are summed by themselves, as a kernel of two
 * lanes does, so that every way of finding a distance gives the same bits.
 */
export function squaredDistance(
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  columns: number,
): number {
  let [even, odd] = [0, 0];
  const paired = columns - (columns % 2);
  for (let column = 0; column < paired; column += 2) {
    const first = a[aStart + column]! - b[bStart + column]!;
    const second = a[aStart + column + 1]! - b[bStart + column + 1]!;
    even += first * first;
    odd += second * second;
  }
  if (paired < columns) {
    const last = a[aStart + paired]! - b[bStart + paired]!;
    even += last * last;
  }
  return even + odd;
}

/** Rows that are measured at once. */
export const batch = 256;

/** Measures rows from a few centres, batch by batch. */
export class DistanceBatches {
  private readonly X: Dense;
  private readonly centres: Float64Array;
  /** `distances[i * count + c]`: squared, of the batch's i-th row from centre c. */
  readonly distances: Float64Array;

  /** @param most centres at once */
  constructor(X: Dense, most: number) {
    this.X = X;
    this.centres = new Float64Array(most * X.columns);
    this.distances = new Float64Array(batch * most);
  }

  setCentres({ data }: Dense): void {
    this.centres.set(data);
  }

  /** @param rows at most a batch of positions, of which the first `length` count */
  measure(rows: Int32Array, length: number, count: number): Float64Array {
    const { X, centres, distances } = this;
    const { columns, data } = X;
    for (let index = 0; index < length; index++) {
      const start = rows[index]! * columns;
      for (let centre = 0; centre < count; centre++)
        distances[index * count + centre] = squaredDistance(data, start, centres, centre * columns, columns);
    }
    return distances;
  }
}
