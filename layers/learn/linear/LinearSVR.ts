import { checkTraining, weightsOf } from '../checkData.ts';
import type { FitOptions, Regressor } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';
import { checkParameters, count, flag, nonNegative, oneOf, positive, seed } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { regressByDual } from './dualDescent.ts';
import { LinearModel } from './LinearModel.ts';
import { dualProblem, linearModelOf } from './supportVectors.ts';

export interface LinearSVROptions {
  /** @default 'epsilon_insensitive' */
  readonly loss?: 'epsilon_insensitive' | 'squared_epsilon_insensitive';
  /** Errors below it cost nothing. @default 0 */
  readonly epsilon?: number;
  /** Inverse strength of the L2 penalty. @default 1 */
  readonly C?: number;
  /** @default true */
  readonly fitIntercept?: boolean;
  /** The intercept is the weight of a feature with this value, and penalized as any: more makes that matter less. @default 1 */
  readonly interceptScaling?: number;
  /** Largest number of rounds over all rows. @default 1000 */
  readonly maxIter?: number;
  /** Ends when the slopes have sunk to this share of the first. @default 1e-4 */
  readonly tol?: number;
  /** Of the order of rows. @default 0 */
  readonly seed?: number;
}

/**
 * Linear support vector regression: |w|² / 2 + C Σ loss, the intercept among the weights, by coordinate descent in the dual, as
 * LIBLINEAR and scikit-learn's LinearSVR. Features should be scaled.
 *
 * @example new LinearSVR({ C: 10, epsilon: 0.1 }).fit(X, y).predict(X)
 */
export class LinearSVR implements Regressor {
  static readonly parameters = {
    loss: oneOf('epsilon_insensitive', 'squared_epsilon_insensitive'),
    epsilon: nonNegative,
    C: positive,
    fitIntercept: flag,
    interceptScaling: positive,
    maxIter: count,
    tol: nonNegative,
    seed,
  };
  readonly kind = 'linear-svr';
  readonly type = 'regressor';
  readonly params: Readonly<Required<LinearSVROptions>>;

  constructor(options: LinearSVROptions = {}) {
    this.params = {
      loss: 'epsilon_insensitive',
      epsilon: 0,
      C: 1,
      fitIntercept: true,
      interceptScaling: 1,
      maxIter: 1000,
      tol: 1e-4,
      seed: 0,
      ...options,
    };
  }

  fit(X: Features, y: ArrayLike<number>, options: FitOptions = {}): LinearModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(
    features: Features,
    targets: ArrayLike<number>,
    { sampleWeight }: FitOptions = {},
  ): Steps<LinearModel> {
    const { kind, params } = this;
    checkParameters(kind, params, LinearSVR.parameters);
    const [X, y] = [toDense(features), Float64Array.from(targets)];
    checkTraining(X, y);
    const weights = weightsOf(sampleWeight, X.rows);
    const problem = dualProblem({ X, y, weights }, params, params.loss === 'squared_epsilon_insensitive');
    const solution = yield* regressByDual(problem, params.epsilon, params);
    const { coef, intercept, nIter } = linearModelOf(solution.weights, params, solution.nIter);
    return new LinearModel(kind, coef, intercept, nIter);
  }
}
