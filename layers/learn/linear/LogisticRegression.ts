import { checkFeatures, checkLength, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { checkParameters, count, flag, oneOf, positive, seed } from '../parameters.ts';
import { condition } from './conditioning.ts';
import { acceleratedDescent, stochasticDescent } from './descent.ts';
import { LogisticModel } from './LogisticModel.ts';

export interface LogisticRegressionOptions {
  /** Rows a step: all of them, one, or `batchSize`. @default 'batch' */
  readonly solver?: 'batch' | 'stochastic' | 'mini-batch';
  /** Inverse strength of the L2 penalty, as scikit-learn's. @default 1 */
  readonly C?: number;
  /** First step of the stochastic solvers, kept below what overshoots; `batch` finds its own. @default 0.1 for one row, 1 for mini-batches */
  readonly learningRate?: number;
  /** Largest number of epochs. @default 10000 for batch, 1000 for the stochastic solvers */
  readonly maxIter?: number;
  /** Ends when the gradient's largest component is below it. @default 1e-6 for batch, 1e-3 for the stochastic solvers */
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
  batch: { learningRate: 1, maxIter: 10_000, tol: 1e-6 },
  stochastic: { learningRate: 0.1, maxIter: 1000, tol: 1e-3 },
  'mini-batch': { learningRate: 1, maxIter: 1000, tol: 1e-3 },
};

/**
 * Binary logistic regression by gradient descent on the mean log loss plus |w|² / (2 C n), which has the
 * optimum of scikit-learn's LogisticRegression; the intercept is not penalized.
 *
 * @example new LogisticRegression({ solver: 'mini-batch', C: 0.5, seed: 7 }).fit(X, ['no', 'yes', 'no'])
 */
export class LogisticRegression implements ProbabilisticClassifier {
  static readonly parameters = {
    solver: oneOf('batch', 'stochastic', 'mini-batch'),
    C: positive,
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
    const { solver = 'batch' } = options;
    this.params = {
      solver,
      C: 1,
      batchSize: 32,
      fitIntercept: true,
      seed: 0,
      ...defaults[solver],
      ...options,
    };
  }

  fit(features: Features, labels: LabelsLike, { sampleWeight }: FitOptions = {}): LogisticModel {
    checkParameters(this.kind, this.params, LogisticRegression.parameters);
    const X = toDense(features);
    checkFeatures(X);
    checkLength(X, labels.length);
    refuseWeights(this.kind, sampleWeight);
    const { classes, codes } = encodeClasses(labels);
    const y = Float64Array.from(codes);
    const { solver, C, fitIntercept, batchSize } = this.params;
    const { Z, penalty, restore } = condition(X, 1 / (C * X.rows), fitIntercept);
    const weights =
      solver === 'batch'
        ? acceleratedDescent({ Z, y, penalty }, this.params)
        : stochasticDescent(
            { Z, y, penalty },
            { ...this.params, batchSize: solver === 'stochastic' ? 1 : batchSize },
          );
    const { coef, intercept } = restore(weights);
    if (!coef.every(Number.isFinite) || !Number.isFinite(intercept)) {
      throw new InvalidInput(
        'the weights are not finite: look for huge values in the features, or scale them',
      );
    }
    return new LogisticModel(
      classes,
      { rows: 1, columns: coef.length, data: coef },
      Float64Array.of(intercept),
    );
  }
}
