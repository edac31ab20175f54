import { checkTraining } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Estimator } from '../estimator.ts';
import type { Dense } from '../matrix.ts';
import { condition } from './conditioning.ts';
import { acceleratedDescent, stochasticDescent } from './descent.ts';
import { LinearModel } from './LinearModel.ts';

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
}

type Params = Required<LogisticRegressionOptions> & Record<string, string | number | boolean>;

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
 * @example new LogisticRegression({ solver: 'mini-batch', C: 0.5 }).fit(X, y, 7)
 */
export class LogisticRegression implements Estimator {
  readonly kind = 'logistic-regression';
  readonly predicts = 'class';
  readonly params: Params;

  constructor(options: LogisticRegressionOptions = {}) {
    const { solver = 'batch' } = options;
    this.params = { solver, C: 1, batchSize: 32, fitIntercept: true, ...defaults[solver], ...options };
  }

  fit(X: Dense, y: Float64Array, seed: number): LinearModel {
    checkTraining(X, y);
    checkClasses(y);
    const { solver, C, fitIntercept, batchSize } = this.params;
    const { Z, penalty, restore } = condition(X, 1 / (C * X.rows), fitIntercept);
    const weights =
      solver === 'batch'
        ? acceleratedDescent({ Z, y, penalty }, this.params)
        : stochasticDescent(
            { Z, y, penalty },
            { ...this.params, batchSize: solver === 'stochastic' ? 1 : batchSize, seed },
          );
    const { coef, intercept } = restore(weights);
    if (!coef.every(Number.isFinite) || !Number.isFinite(intercept)) {
      throw new InvalidInput(
        'the weights are not finite: look for huge values in the features, or scale them',
      );
    }
    return new LinearModel(this.kind, coef, intercept);
  }
}

function checkClasses(y: Float64Array): void {
  const odd = y.find((code) => code !== 0 && code !== 1);
  if (odd !== undefined || !y.includes(0) || !y.includes(1)) {
    const seen = [...new Set(y)].sort((a, b) => a - b).slice(0, 5);
    throw new InvalidInput(
      `logistic-regression needs rows of exactly two classes, coded 0 and 1, not ${seen.join(', ')}: look at the target, or stratify the split`,
    );
  }
}
