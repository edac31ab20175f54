import { checkTraining, weightsOf } from '../checkData.ts';
import type { FitOptions, Regressor } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';
import { type Checks, checkParameters, oneOf } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { LinearModel } from './LinearModel.ts';
import { distanceLosses } from './losses.ts';
import { descendByRows, type SGDOptions, sgdDefaults, sgdParameters } from './sgd.ts';

export interface SGDRegressorOptions extends SGDOptions {
  /** @default 'squared_error' */
  readonly loss?: keyof typeof distanceLosses;
}

/**
 * Linear regression by stochastic gradient descent, one row a step, as scikit-learn's; features should be scaled.
 *
 * @example new SGDRegressor({ loss: 'huber', epsilon: 0.5, seed: 1 }).fit(X, y).predict(X)
 */
export class SGDRegressor implements Regressor {
  static readonly parameters: Checks = { loss: oneOf(...Object.keys(distanceLosses)), ...sgdParameters };
  readonly kind = 'sgd-regressor';
  readonly type = 'regressor';
  readonly params: Readonly<Required<SGDRegressorOptions>>;

  constructor(options: SGDRegressorOptions = {}) {
    this.params = {
      loss: 'squared_error',
      ...sgdDefaults,
      learningRate: 'invscaling',
      powerT: 0.25,
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
    checkParameters(kind, params, SGDRegressor.parameters);
    const [X, y] = [toDense(features), Float64Array.from(targets)];
    checkTraining(X, y);
    const weights = weightsOf(sampleWeight, X.rows);
    const loss = distanceLosses[params.loss](params.epsilon);
    const { coef, intercept, nIter } = yield* descendByRows({ X, y, weights }, loss, params);
    return new LinearModel(kind, coef, intercept, nIter);
  }
}
