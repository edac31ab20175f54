import type { FitOptions, Regressor } from '../estimator.ts';
import type { Features } from '../matrix.ts';
import { type Checks, checkParameters } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { fitElasticNet, type LassoOptions, lassoDefaults, lassoParameters } from './ElasticNet.ts';
import type { LinearModel } from './LinearModel.ts';

/**
 * Least squares with an L1 penalty (Tibshirani, 1996), |y - Xw|² / 2n + α |w|₁, which leaves out features altogether.
 *
 * @example new Lasso({ alpha: 0.1 }).fit(X, y).coef.filter((weight) => weight !== 0).length
 */
export class Lasso implements Regressor {
  static readonly parameters: Checks = lassoParameters;
  readonly kind = 'lasso';
  readonly type = 'regressor';
  readonly params: Readonly<Required<LassoOptions>>;

  constructor(options: LassoOptions = {}) {
    this.params = { ...lassoDefaults, ...options };
  }

  fit(X: Features, y: ArrayLike<number>, options: FitOptions = {}): LinearModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: ArrayLike<number>, { sampleWeight }: FitOptions = {}): Steps<LinearModel> {
    checkParameters(this.kind, this.params, Lasso.parameters);
    return yield* fitElasticNet(this.kind, { ...this.params, l1Ratio: 1 }, X, y, sampleWeight);
  }
}
