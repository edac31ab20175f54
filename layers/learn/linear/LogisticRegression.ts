import { InvalidInput } from '../errors.ts';
import type { Estimator } from '../estimator.ts';
import type { Dense } from '../matrix.ts';
import { permutation, seededRandom } from '../random.ts';
import { LinearModel, sigmoid } from './LinearModel.ts';

export interface LogisticRegressionOptions {
  /** Rows a step: all of them, one, or `batchSize`. @default 'batch' */
  readonly solver?: 'batch' | 'stochastic' | 'mini-batch';
  /** Inverse strength of the L2 penalty, as scikit-learn's. @default 1 */
  readonly C?: number;
  /** Step of the stochastic solvers, which shrinks as 1 / sqrt(epoch); `batch` finds its own. @default 0.1 */
  readonly learningRate?: number;
  /** Largest number of epochs. @default 1000 for batch, 100 for the stochastic solvers */
  readonly maxIter?: number;
  /** Ends when the gradient's largest component is below it. @default 1e-6 */
  readonly tol?: number;
  /** @default 32 */
  readonly batchSize?: number;
  /** @default true */
  readonly fitIntercept?: boolean;
}

type Params = Required<LogisticRegressionOptions> & Record<string, string | number | boolean>;

/**
 * Binary logistic regression by gradient descent on the mean log loss plus |w|² / (2 C n), which has the
 * optimum of scikit-learn's LogisticRegression; the intercept is not penalized. `batch` takes Nesterov's
 * accelerated steps of length 1 / L with adaptive restart (O'Donoghue and Candès, 2015).
 */
export class LogisticRegression implements Estimator {
  readonly kind = 'logistic-regression';
  readonly predicts = 'class';
  readonly params: Params;

  constructor(options: LogisticRegressionOptions = {}) {
    const {
      solver = 'batch',
      C = 1,
      learningRate = 0.1,
      tol = 1e-6,
      batchSize = 32,
      fitIntercept = true,
    } = options;
    const maxIter = options.maxIter ?? (solver === 'batch' ? 10_000 : 100);
    this.params = { solver, C, learningRate, maxIter, tol, batchSize, fitIntercept };
  }

  fit(X: Dense, y: Float64Array, seed: number): LinearModel {
    const counts = [0, 0];
    for (const code of y) counts[code]! += 1;
    if (counts.length !== 2 || counts.includes(0)) {
      throw new InvalidInput(
        'logistic-regression needs rows of exactly two classes: look at the target, or stratify the split',
      );
    }
    const weights = this.params.solver === 'batch' ? this.descend(X, y) : this.wander(X, y, seed);
    if (!weights.every(Number.isFinite)) {
      throw new InvalidInput(
        `logistic-regression diverged with learningRate ${this.params.learningRate}: make it smaller, or scale the features`,
      );
    }
    return new LinearModel(
      this.kind,
      weights.slice(0, X.columns),
      this.params.fitIntercept ? weights[X.columns]! : 0,
    );
  }

  /** Accelerated full-batch descent; the last weight is the intercept. */
  private descend(X: Dense, y: Float64Array): Float64Array {
    const { maxIter, tol, C } = this.params;
    const size = X.columns + 1;
    const order = Int32Array.from({ length: X.rows }, (_, row) => row);
    const step = 1 / (largestCurvature(X) + 1 / (C * X.rows));
    let weights = new Float64Array(size);
    let ahead = new Float64Array(size);
    let momentum = 1;
    const gradient = new Float64Array(size);
    for (let iteration = 0; iteration < maxIter; iteration++) {
      this.gradient(X, y, order, 0, X.rows, ahead, gradient);
      if (gradient.every((one) => Math.abs(one) < tol)) return ahead;
      const next = ahead.map((weight, index) => weight - step * gradient[index]!);
      const turned =
        gradient.reduce((sum, one, index) => sum + one * (next[index]! - weights[index]!), 0) > 0;
      const grown = turned ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      const share = turned ? 0 : (momentum - 1) / grown;
      ahead = next.map((weight, index) => weight + share * (weight - weights[index]!));
      weights = next;
      momentum = grown;
    }
    return weights;
  }

  /** Stochastic descent over shuffled rows; the mean of the last half of the epochs' weights is kept (Polyak and Ruppert). */
  private wander(X: Dense, y: Float64Array, seed: number): Float64Array {
    const { maxIter, learningRate, solver, batchSize } = this.params;
    const size = solver === 'stochastic' ? 1 : batchSize;
    const random = seededRandom(seed);
    const weights = new Float64Array(X.columns + 1);
    const mean = new Float64Array(X.columns + 1);
    const gradient = new Float64Array(X.columns + 1);
    const burnIn = Math.floor(maxIter / 2);
    for (let epoch = 0; epoch < maxIter; epoch++) {
      const order = permutation(X.rows, random);
      const rate = learningRate / Math.sqrt(1 + epoch);
      for (let start = 0; start < X.rows; start += size) {
        this.gradient(X, y, order, start, Math.min(start + size, X.rows), weights, gradient);
        for (let index = 0; index < weights.length; index++) weights[index]! -= rate * gradient[index]!;
      }
      if (epoch >= burnIn) {
        for (let index = 0; index < mean.length; index++)
          mean[index]! += (weights[index]! - mean[index]!) / (epoch - burnIn + 1);
      }
    }
    return mean;
  }

  /** Gradient of the penalized mean log loss over the rows `order[start … end - 1]`. */
  private gradient(
    X: Dense,
    y: Float64Array,
    order: Int32Array,
    start: number,
    end: number,
    weights: Float64Array,
    out: Float64Array,
  ): void {
    const { columns, data } = X;
    const { C, fitIntercept } = this.params;
    out.fill(0);
    for (let index = start; index < end; index++) {
      const row = order[index]!;
      const offset = row * columns;
      let z = weights[columns]!;
      for (let column = 0; column < columns; column++) z += data[offset + column]! * weights[column]!;
      const residual = sigmoid(z) - y[row]!;
      for (let column = 0; column < columns; column++) out[column]! += residual * data[offset + column]!;
      out[columns]! += residual;
    }
    const count = end - start;
    for (let column = 0; column < columns; column++)
      out[column] = out[column]! / count + weights[column]! / (C * X.rows);
    out[columns] = fitIntercept ? out[columns]! / count : 0;
  }
}

/** Upper bound of the loss's curvature: a quarter of the largest eigenvalue of [X 1]'[X 1] / n, by power iteration. */
function largestCurvature({ rows, columns, data }: Dense): number {
  let vector = new Float64Array(columns + 1).fill(1 / Math.sqrt(columns + 1));
  let eigenvalue = 0;
  for (let iteration = 0; iteration < 50; iteration++) {
    const product = new Float64Array(columns + 1);
    for (let row = 0; row < rows; row++) {
      let dot = vector[columns]!;
      for (let column = 0; column < columns; column++) dot += data[row * columns + column]! * vector[column]!;
      for (let column = 0; column < columns; column++)
        product[column]! += dot * data[row * columns + column]!;
      product[columns]! += dot;
    }
    eigenvalue = Math.hypot(...product) / rows;
    const norm = Math.hypot(...product) || 1;
    vector = product.map((one) => one / norm);
  }
  // Power iteration comes from below.
  return 0.25 * eigenvalue * 1.05;
}
