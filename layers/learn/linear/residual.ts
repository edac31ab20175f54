import type { LeastSquares } from './leastSquares.ts';

/** r = y - Xw, as coordinate descent asks about it. */
export interface Residual {
  /** |x_j|² of each column. */
  readonly squares: Float64Array;
  /** |y|². */
  readonly total: number;
  /** x_j'r. */
  slope(column: number): number;
  /** One weight changes. */
  move(column: number, by: number): void;
  /** |r|² and r'y at the weights. */
  products(weights: Float64Array): { square: number; withTarget: number };
}

const squareOf = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);

/** Kept as X'r alone, which X'X tells how to change: X'(y - Xw) = X'y - X'X w. */
export class GramResidual implements Residual {
  readonly squares: Float64Array;
  readonly total: number;
  private readonly gram: Float64Array;
  private readonly moment: Float64Array;
  private readonly slopes: Float64Array;

  constructor({ gram, moment, total }: LeastSquares) {
    const width = gram.length;
    this.gram = new Float64Array(width * width);
    for (const [i, row] of gram.entries()) {
      for (const [j, value] of row.entries()) {
        this.gram[i * width + j] = value;
        this.gram[j * width + i] = value;
      }
    }
    this.squares = Float64Array.from(gram, (row, i) => row[i]!);
    this.moment = moment;
    this.slopes = moment.slice();
    this.total = total;
  }

  slope(column: number): number {
    return this.slopes[column]!;
  }

  move(column: number, by: number): void {
    const { gram, slopes } = this;
    const start = column * slopes.length;
    for (let index = 0; index < slopes.length; index++) slopes[index]! -= by * gram[start + index]!;
  }

  products(weights: Float64Array): { square: number; withTarget: number } {
    let [square, withTarget] = [this.total, this.total];
    for (const [index, weight] of weights.entries()) {
      withTarget -= weight * this.moment[index]!;
      square -= weight * (this.moment[index]! + this.slopes[index]!);
    }
    return { square: Math.max(0, square), withTarget };
  }
}

/** Kept itself, for wide data. */
export class ColumnResidual implements Residual {
  readonly squares: Float64Array;
  readonly total: number;
  private readonly columns: readonly Float64Array[];
  private readonly y: Float64Array;
  private readonly rest: Float64Array;

  constructor({ X, centre, constant, y, total }: LeastSquares) {
    this.columns = Array.from({ length: X.columns }, (_, column) => {
      const values = new Float64Array(X.rows);
      if (constant[column] === 1) return values;
      for (let row = 0; row < X.rows; row++)
        values[row] = X.data[row * X.columns + column]! - centre[column]!;
      return values;
    });
    this.squares = Float64Array.from(this.columns, squareOf);
    this.y = y;
    this.rest = y.slice();
    this.total = total;
  }

  slope(column: number): number {
    const [values, rest] = [this.columns[column]!, this.rest];
    let sum = 0;
    for (let row = 0; row < rest.length; row++) sum += values[row]! * rest[row]!;
    return sum;
  }

  move(column: number, by: number): void {
    const [values, rest] = [this.columns[column]!, this.rest];
    for (let row = 0; row < rest.length; row++) rest[row]! -= by * values[row]!;
  }

  products(): { square: number; withTarget: number } {
    const { rest, y } = this;
    return {
      square: squareOf(rest),
      withTarget: rest.reduce((sum, value, row) => sum + value * y[row]!, 0),
    };
  }
}
