import { Arena } from '../kernels/Arena.ts';
import { instantiate } from '../kernels/instantiate.ts';
import { linearLossBinary } from '../kernels/linearLoss.wasm.ts';
import type { Dense } from '../matrix.ts';
import { blockRows, group, isWorthKernel } from './blocks.ts';
import { exponential } from './exponential.ts';

interface LinearLossKernel {
  /** Addresses and numbers, as assembly/linearLoss.ts says. */
  addLoss(
    isLog: boolean,
    x: number,
    targets: number,
    weights: number,
    rows: number,
    columns: number,
    centre: number,
    solution: number,
    gradient: number,
    z: number,
    exponentials: number,
  ): number;
}

/** Rows with a target. */
export interface TargetedRows {
  readonly X: Dense;
  /** 0 or 1 of the log loss. */
  readonly targets: Int32Array | Float64Array;
  /** How often each row counts; once without. */
  readonly weights: Float64Array | undefined;
}

/** Log loss of two classes, or half of the squared error, of linear scores, block by block of rows. */
export class LinearLossSums {
  private readonly isLog: boolean;
  private readonly data: TargetedRows;
  private readonly most: number;
  private readonly kernel: LinearLossKernel | undefined;
  private readonly x: Float64Array;
  private readonly targets: Float64Array;
  private readonly weights: Float64Array;
  private readonly centre: Float64Array;
  private readonly solution: Float64Array;
  private readonly gradient: Float64Array;
  private readonly z: Float64Array;
  private readonly exponentials: Float64Array;

  /** @param arena a plain one has the twin do it */
  constructor(
    loss: 'log' | 'squared',
    data: TargetedRows,
    centre: Float64Array,
    arena = new Arena({ plain: !isWorthKernel(data.X) }),
  ) {
    const { columns } = data.X;
    this.isLog = loss === 'log';
    this.data = data;
    this.most = blockRows(columns);
    this.kernel = instantiate(linearLossBinary, arena);
    this.x = arena.allocate(Float64Array, this.most * columns);
    this.targets = arena.allocate(Float64Array, this.most);
    this.weights = arena.allocate(Float64Array, this.most);
    this.centre = arena.allocate(Float64Array, columns);
    this.solution = arena.allocate(Float64Array, columns + 1);
    this.gradient = arena.allocate(Float64Array, columns + 1);
    this.z = arena.allocate(Float64Array, group * columns);
    this.exponentials = arena.allocate(Float64Array, this.most);
    this.centre.set(centre);
  }

  /**
   * Σ w loss, whose gradient it writes.
   *
   * @param solution p weights of the features less their centre and an intercept
   */
  sum(solution: Float64Array, gradient: Float64Array): number {
    const { data, most, kernel } = this;
    const { X, weights } = data;
    this.solution.set(solution);
    this.gradient.fill(0);
    this.weights.fill(1);
    let loss = 0;
    for (let start = 0; start < X.rows; start += most) {
      const end = Math.min(start + most, X.rows);
      const count = end - start;
      const padded = Math.ceil(count / group) * group;
      this.x.set(X.data.subarray(start * X.columns, end * X.columns));
      this.targets.set(data.targets.subarray(start, end));
      if (weights) this.weights.set(weights.subarray(start, end));
      if (padded > count) {
        this.x.fill(0, count * X.columns, padded * X.columns);
        this.weights.fill(0, count, padded);
      }
      loss += kernel ? this.addByKernel(kernel, padded) : this.addPlainly(padded);
      if (this.isLog) loss += weights ? this.weightedLogarithms(count) : this.logarithms(count);
    }
    gradient.set(this.gradient);
    return loss;
  }

  /** Σ log(1 + e) by few logarithms: a product of so many numbers up to 2 is not too large. */
  private logarithms(count: number): number {
    const { exponentials } = this;
    let sum = 0;
    for (let start = 0; start < count; start += 512) {
      let product = 1;
      for (let row = start; row < Math.min(start + 512, count); row++) product *= 1 + exponentials[row]!;
      sum += Math.log(product);
    }
    return sum;
  }

  private weightedLogarithms(count: number): number {
    let sum = 0;
    for (let row = 0; row < count; row++) sum += this.weights[row]! * Math.log1p(this.exponentials[row]!);
    return sum;
  }

  private addByKernel(kernel: LinearLossKernel, rows: number): number {
    return kernel.addLoss(
      this.isLog,
      this.x.byteOffset,
      this.targets.byteOffset,
      this.weights.byteOffset,
      rows,
      this.centre.length,
      this.centre.byteOffset,
      this.solution.byteOffset,
      this.gradient.byteOffset,
      this.z.byteOffset,
      this.exponentials.byteOffset,
    );
  }

  /** The kernel's twin: sums are made in the very order, even and odd columns apart. */
  private addPlainly(rows: number): number {
    const { isLog, x, targets, weights, centre, solution, gradient, z, exponentials } = this;
    const columns = centre.length;
    const evenEnd = columns - (columns % 2);
    const intercept = solution[columns]!;
    const slopes = new Float64Array(group);
    let [lossEven, lossOdd, sumEven, sumOdd] = [0, 0, 0, 0];
    for (let first = 0; first < rows; first += group) {
      for (let member = 0; member < group; member++) {
        const row = first + member;
        const [from, to] = [row * columns, member * columns];
        let [even, odd] = [0, 0];
        for (let column = 0; column < columns; column++) z[to + column] = x[from + column]! - centre[column]!;
        for (let column = 0; column < evenEnd; column += 2) {
          even += z[to + column]! * solution[column]!;
          odd += z[to + column + 1]! * solution[column + 1]!;
        }
        let score = even + odd;
        if (evenEnd < columns) score += z[to + evenEnd]! * solution[evenEnd]!;
        score += intercept;
        const [target, weight] = [targets[row]!, weights[row]!];
        let part = 0;
        if (isLog) {
          const e = exponential(-Math.abs(score));
          exponentials[row] = e;
          slopes[member] = weight * ((score < 0 ? e : 1) / (1 + e) - target);
          part = weight * (Math.max(score, 0) - target * score);
        } else {
          slopes[member] = weight * (score - target);
          part = 0.5 * (slopes[member]! * (score - target));
        }
        if (member % 2 === 0) lossEven += part;
        else lossOdd += part;
      }
      const [a, b, c, d] = [slopes[0]!, slopes[1]!, slopes[2]!, slopes[3]!];
      sumEven += a + c;
      sumOdd += b + d;
      for (let column = 0; column < columns; column++) {
        gradient[column]! +=
          a * z[column]! +
          b * z[columns + column]! +
          (c * z[2 * columns + column]! + d * z[3 * columns + column]!);
      }
    }
    gradient[columns]! += sumEven + sumOdd;
    return lossEven + lossOdd;
  }
}
