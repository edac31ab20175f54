import { checkFeatures, checkLength, checkSize, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { between, type Check, checkParameters, count, flag, oneOf, positive, seed } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type ClassWeight, classWeightCheck, weighClasses } from './classWeight.ts';
import { condition } from './conditioning.ts';
import { acceleratedDescent, stochasticDescent } from './descent.ts';
import { LogisticModel } from './LogisticModel.ts';
import { LogLoss } from './LogLoss.ts';
import { CurvatureMemory, minimize } from './lbfgs.ts';

type Solver = 'lbfgs' | 'batch' | 'stochastic' | 'mini-batch';

export interface LogisticRegressionOptions {
  /**
   * `lbfgs` is the fastest and takes every penalty; the others are gradient descent by all rows, one, or `batchSize` a step.
   * @default 'lbfgs'
   */
  readonly solver?: Solver;
  /** Inverse strength of the penalty; Infinity for none. @default 1 */
  readonly C?: number;
  /** Share of the L1 penalty: 0 has an L2 penalty only, 1 an L1 penalty. @default 0 */
  readonly l1Ratio?: number;
  /** Weights of classes. @default null */
  readonly classWeight?: ClassWeight;
  /** First step of the stochastic solvers, kept below what overshoots. @default 0.1 for one row, 1 for mini-batches */
  readonly learningRate?: number;
  /** Largest number of iterations, or epochs. @default 100 for lbfgs, 10000 for batch, 1000 for the stochastic solvers */
  readonly maxIter?: number;
  /**
   * Ends when the gradient's largest component, of features scaled to a deviation of 1, is below it.
   * @default 1e-4 for lbfgs, 1e-6 for batch, 1e-3 for the stochastic solvers
   */
  readonly tol?: number;
  /** @default 32 */
  readonly batchSize?: number;
  /** @default true */
  readonly fitIntercept?: boolean;
  /** Of the order of rows in the stochastic solvers. @default 0 */
  readonly seed?: number;
}

type Params = Readonly<Required<LogisticRegressionOptions>>;

/** What each solver needs to come near the optimum. */
const defaults = {
  lbfgs: { learningRate: 1, maxIter: 100, tol: 1e-4 },
  batch: { learningRate: 1, maxIter: 10_000, tol: 1e-6 },
  stochastic: { learningRate: 0.1, maxIter: 1000, tol: 1e-3 },
  'mini-batch': { learningRate: 1, maxIter: 1000, tol: 1e-3 },
};

const positiveOrInfinite: Check = (value) =>
  value === Number.POSITIVE_INFINITY ? undefined : positive(value);

/**
 * Logistic regression: of two classes, and of more by a softmax. It minimizes the mean log loss plus
 * (l1Ratio |w|₁ + (1 - l1Ratio) |w|² / 2) / (C n), which has the optimum of scikit-learn's; intercepts are not penalized.
 *
 * @example new LogisticRegression({ C: 0.5, l1Ratio: 1 }).fit(X, ['no', 'yes', 'no']).predictProba(X)
 */
export class LogisticRegression implements ProbabilisticClassifier {
  static readonly parameters = {
    solver: oneOf('lbfgs', 'batch', 'stochastic', 'mini-batch'),
    C: positiveOrInfinite,
    l1Ratio: between(0, 1),
    classWeight: classWeightCheck,
    learningRate: positive,
    maxIter: count,
    tol: positive,
    batchSize: count,
    fitIntercept: flag,
    seed,
  };
  readonly kind = 'logistic-regression';
  readonly type = 'classifier';
  readonly params: Params;

  constructor(options: LogisticRegressionOptions = {}) {
    const { solver = 'lbfgs' } = options;
    this.params = {
      solver,
      C: 1,
      l1Ratio: 0,
      classWeight: null,
      batchSize: 32,
      fitIntercept: true,
      seed: 0,
      ...defaults[solver],
      ...options,
    };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): LogisticModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(features: Features, labels: LabelsLike, { sampleWeight }: FitOptions = {}): Steps<LogisticModel> {
    checkParameters(this.kind, this.params, LogisticRegression.parameters);
    const { solver, C, l1Ratio, fitIntercept, classWeight } = this.params;
    const X = toDense(features);
    checkSize(X);
    checkLength(X, labels.length);
    const encoded = encodeClasses(labels);
    const weights = weighClasses(encoded, classWeight, weightsOf(sampleWeight, X.rows));
    // What lbfgs evaluates tells of every number that is not finite.
    if (solver !== 'lbfgs' || weights) checkFeatures(X);
    const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : X.rows;
    const strength = 1 / (C * total);
    const loss = new LogLoss(
      { X, codes: encoded.codes, classes: encoded.classes.length, weights },
      condition(X, strength, fitIntercept, weights),
      { l1: strength * l1Ratio, l2: strength * (1 - l1Ratio) },
      fitIntercept,
    );
    const solution = yield* solvers[solver](loss, this.params);
    const { coef, intercept } = loss.conditioning.restore(solution.weights);
    if (!coef.every(Number.isFinite) || !intercept.every(Number.isFinite)) {
      throw new InvalidInput(
        'the weights are not finite: look for huge values in the features, or scale them',
      );
    }
    return new LogisticModel({
      classes: encoded.classes,
      coef: { rows: loss.outputs, columns: X.columns, data: coef },
      intercept,
      nIter: solution.nIter,
    });
  }
}

type Solution = { readonly weights: Float64Array; readonly nIter: number };

const solvers: Readonly<Record<Solver, (loss: LogLoss, params: Params) => Steps<Solution>>> = {
  lbfgs,
  batch: acceleratedDescent,
  stochastic: (loss, params) => stochasticDescent(loss, { ...params, batchSize: 1 }),
  'mini-batch': stochasticDescent,
};

/** Rows for each weight that are enough to begin with. */
const enough = 1000;

/** Of much data a part is solved first: from its optimum, and with the curvature seen there, few looks at all rows are left to take. */
function* lbfgs(loss: LogLoss, params: Params): Steps<Solution> {
  const { rows } = loss.data.X;
  const { classes } = loss.data;
  const options = { ...params, l1: loss.l1 };
  // The inverse of p (1 - p), where every class is as likely.
  const memory = new CurvatureMemory(classes ** 2 / (classes - 1));
  let start = new Float64Array(loss.size);
  const step = Math.floor(rows / (enough * loss.size));
  if (step >= 4) {
    const part = loss.part(Int32Array.from({ length: Math.floor(rows / step) }, (_, index) => index * step));
    start = (yield* minimize((weights, gradient) => part.evaluate(weights, gradient), start, memory, options))
      .weights as typeof start;
  }
  return yield* minimize((weights, gradient) => loss.evaluate(weights, gradient), start, memory, options);
}
