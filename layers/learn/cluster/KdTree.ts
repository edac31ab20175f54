import type { Dense } from '../matrix.ts';
import { squaredDistance } from './squaredDistance.ts';

/** Rows that are looked at one by one. */
const leafRows = 16;

interface Node {
  /** Its rows are at these positions of `order`. */
  readonly start: number;
  readonly end: number;
  /** The least and the largest value of each column. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly children: readonly [Node, Node] | undefined;
}

/** Rows in boxes, halved again and again along their widest side (Friedman, Bentley and Finkel, 1977). */
export class KdTree {
  private readonly X: Dense;
  private readonly order: Int32Array;
  private readonly root: Node;

  constructor(X: Dense) {
    this.X = X;
    this.order = Int32Array.from({ length: X.rows }, (_, row) => row);
    this.root = this.build(0, X.rows);
  }

  /** Calls back with each row within a distance of the point, and with the squared distance. */
  within(
    data: Float64Array,
    start: number,
    radius: number,
    visit: (row: number, square: number) => void,
  ): void {
    const { X, order } = this;
    const { columns } = X;
    const limit = radius * radius;
    const search = (node: Node): void => {
      if (squareToBox(node, data, start) > limit) return;
      if (node.children) {
        search(node.children[0]);
        search(node.children[1]);
        return;
      }
      for (let place = node.start; place < node.end; place++) {
        const row = order[place]!;
        const square = squaredDistance(X.data, row * columns, data, start, columns);
        if (square <= limit) visit(row, square);
      }
    };
    search(this.root);
  }

  private build(start: number, end: number): Node {
    const { columns, data } = this.X;
    const low = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
    const high = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
    for (let place = start; place < end; place++) {
      const from = this.order[place]! * columns;
      for (let column = 0; column < columns; column++) {
        const value = data[from + column]!;
        if (value < low[column]!) low[column] = value;
        if (value > high[column]!) high[column] = value;
      }
    }
    const widths = high.map((value, column) => value - low[column]!);
    const widest = widths.indexOf(Math.max(...widths));
    // Rows that are all the same cannot be told apart.
    if (end - start <= leafRows || widths[widest] === 0)
      return { start, end, low, high, children: undefined };
    const middle = (start + end) >> 1;
    this.partition(start, end - 1, middle, widest);
    return { start, end, low, high, children: [this.build(start, middle), this.build(middle, end)] };
  }

  /** Puts the row that belongs to `middle` there, smaller ones before and larger ones behind it (Hoare's selection). */
  private partition(first: number, last: number, middle: number, column: number): void {
    const { order, X } = this;
    const valueAt = (place: number) => X.data[order[place]! * X.columns + column]!;
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

/** The least squared distance that a row of the box can have from the point. */
function squareToBox({ low, high }: Node, data: Float64Array, start: number): number {
  let square = 0;
  for (let column = 0; column < low.length; column++) {
    const value = data[start + column]!;
    const outside = Math.max(low[column]! - value, value - high[column]!, 0);
    square += outside * outside;
  }
  return square;
}
