import type { Dense } from '../matrix.ts';
import type { Metric } from './Metric.ts';
import type { NearestRows } from './NearestRows.ts';

/**
 * Rows in boxes, halved again and again along their widest side (Friedman, Bentley and Finkel, 1977, "An algorithm for finding best
 * matches in logarithmic expected time"). All in flat arrays: the children of box b are 2b + 1 and 2b + 2, and rows are kept in
 * the order of the boxes.
 */
export class KdTree {
  readonly #metric: Metric;
  readonly #columns: number;
  /** The rows in the order of the boxes, and where they stood. */
  readonly #order: Int32Array;
  readonly #points: Float64Array;
  /** The rows of box b are from `starts[b]` up to `ends[b]`. */
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** The least and the largest value of each column in each box. */
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  /** From here on boxes have no children. */
  readonly #firstLeaf: number;
  readonly #nearest: Float64Array;

  /** @param leafSize rows at most that are looked at one by one */
  constructor(X: Dense, metric: Metric, leafSize = 30) {
    const { rows, columns } = X;
    const depth = Math.max(0, Math.ceil(Math.log2(rows / leafSize)));
    const boxes = 2 ** (depth + 1) - 1;
    this.#metric = metric;
    this.#columns = columns;
    this.#order = Int32Array.from({ length: rows }, (_, row) => row);
    this.#starts = new Int32Array(boxes);
    this.#ends = new Int32Array(boxes);
    this.#low = new Float64Array(boxes * columns);
    this.#high = new Float64Array(boxes * columns);
    this.#firstLeaf = 2 ** depth - 1;
    this.#nearest = new Float64Array(columns);
    this.#build(X, 0, 0, rows);
    this.#points = new Float64Array(rows * columns);
    for (const [place, row] of this.#order.entries())
      this.#points.set(X.data.subarray(row * columns, (row + 1) * columns), place * columns);
  }

  /** Offers the rows that may be among the nearest to the point that begins at `start`. */
  offerNearest(data: Float64Array, start: number, nearest: NearestRows, query: number): void {
    const search = (box: number): void => {
      if (box >= this.#firstLeaf) {
        this.#offerLeaf(box, data, start, nearest, query);
        return;
      }
      const [left, right] = [2 * box + 1, 2 * box + 2];
      const [toLeft, toRight] = [this.#toBox(left, data, start), this.#toBox(right, data, start)];
      // A row as far as the farthest may still come before it.
      if (toLeft <= toRight) {
        if (toLeft <= nearest.worst(query)) search(left);
        if (toRight <= nearest.worst(query)) search(right);
      } else {
        if (toRight <= nearest.worst(query)) search(right);
        if (toLeft <= nearest.worst(query)) search(left);
      }
    };
    search(0);
  }

  /** Calls back with each row within a distance of the point that begins at `start`, and with its reduced distance. */
  within(
    data: Float64Array,
    start: number,
    radius: number,
    visit: (row: number, reduced: number) => void,
  ): void {
    const limit = this.#metric.toReduced(radius);
    const search = (box: number): void => {
      if (this.#toBox(box, data, start) > limit) return;
      if (box < this.#firstLeaf) {
        search(2 * box + 1);
        search(2 * box + 2);
        return;
      }
      for (let place = this.#starts[box]!; place < this.#ends[box]!; place++) {
        const reduced = this.#toPoint(place, data, start);
        if (reduced <= limit) visit(this.#order[place]!, reduced);
      }
    };
    search(0);
  }

  #offerLeaf(box: number, data: Float64Array, start: number, nearest: NearestRows, query: number): void {
    for (let place = this.#starts[box]!; place < this.#ends[box]!; place++) {
      const reduced = this.#toPoint(place, data, start);
      if (reduced <= nearest.worst(query)) nearest.offer(query, reduced, this.#order[place]!);
    }
  }

  #toPoint(place: number, data: Float64Array, start: number): number {
    return this.#metric.reduced(this.#points, place * this.#columns, data, start, this.#columns);
  }

  /** The distance of the nearest point of a box, which rounds no higher than that of any row in it. */
  #toBox(box: number, data: Float64Array, start: number): number {
    const [columns, low, high, nearest] = [this.#columns, this.#low, this.#high, this.#nearest];
    for (let column = 0; column < columns; column++) {
      const value = data[start + column]!;
      const [least, most] = [low[box * columns + column]!, high[box * columns + column]!];
      nearest[column] = Math.max(least, Math.min(value, most));
    }
    return this.#metric.reduced(nearest, 0, data, start, columns);
  }

  #build(X: Dense, box: number, start: number, end: number): void {
    this.#starts[box] = start;
    this.#ends[box] = end;
    const widest = this.#bound(X, box, start, end);
    if (box >= this.#firstLeaf) return;
    const middle = (start + end) >> 1;
    if (end - start > 1) this.#partition(X, start, end - 1, middle, widest);
    this.#build(X, 2 * box + 1, start, middle);
    this.#build(X, 2 * box + 2, middle, end);
  }

  /** @returns the column in which the box is widest */
  #bound({ columns, data }: Dense, box: number, start: number, end: number): number {
    const low = this.#low.subarray(box * columns, (box + 1) * columns).fill(Number.POSITIVE_INFINITY);
    const high = this.#high.subarray(box * columns, (box + 1) * columns).fill(Number.NEGATIVE_INFINITY);
    for (let place = start; place < end; place++) {
      const from = this.#order[place]! * columns;
      for (let column = 0; column < columns; column++) {
        const value = data[from + column]!;
        if (value < low[column]!) low[column] = value;
        if (value > high[column]!) high[column] = value;
      }
    }
    let widest = 0;
    for (let column = 1; column < columns; column++)
      if (high[column]! - low[column]! > high[widest]! - low[widest]!) widest = column;
    return widest;
  }

  /** Puts the row that belongs to `middle` there, smaller ones before and larger ones behind it (Hoare's selection). */
  #partition({ columns, data }: Dense, first: number, last: number, middle: number, column: number): void {
    const order = this.#order;
    const valueAt = (place: number) => data[order[place]! * columns + column]!;
    for (let [left, right] = [first, last]; left < right; ) {
      const pivot = valueAt((left + right) >> 1);
      let [up, down] = [left, right];
      while (up <= down) {
        while (valueAt(up) < pivot) up++;
        while (valueAt(down) > pivot) down--;
        if (up > down) break;
        const kept = order[up]!;
        order[up++] = order[down]!;
        order[down--] = kept;
      }
      if (middle <= down) right = down;
      else if (middle >= up) left = up;
      else return;
    }
  }
}
