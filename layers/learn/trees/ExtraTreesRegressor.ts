import type { FitOptions, Regressor } from '../estimator.ts';
import type { Features } from '../matrix.ts';
import { checkParameters } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type NumberCriterionName, regressorSteps } from './regressorSteps.ts';
import type { TreeRegressorModel } from './TreeRegressorModel.ts';
import { type ForestOptions, forestChecks, forestDefaults, numberCriterion } from './treeParameters.ts';

export interface ExtraTreesRegressorOptions extends ForestOptions {
  /** What splits lessen: the squared error around the mean, the absolute one around the median, or the deviance of counts. @default 'squared_error' */
  readonly criterion?: NumberCriterionName;
}

/**
 * Trees each of whose splits is the best of random thresholds, one for each of some columns (Geurts, Ernst and Wehenkel, 2006).
 *
 * @example new ExtraTreesRegressor({ nEstimators: 50 }).fit(X, y).predict(X)
 */
export class ExtraTreesRegressor implements Regressor {
  static readonly parameters = { ...forestChecks, criterion: numberCriterion };
  readonly kind = 'extra-trees-regressor';
  readonly type = 'regressor';
  readonly params: Readonly<Required<ExtraTreesRegressorOptions>>;

  constructor(options: ExtraTreesRegressorOptions = {}) {
    this.params = { ...forestDefaults, bootstrap: false, criterion: 'squared_error', ...options };
  }

  fit(X: Features, y: ArrayLike<number>, options: FitOptions = {}): TreeRegressorModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: ArrayLike<number>, options: FitOptions = {}): Steps<TreeRegressorModel> {
    checkParameters(this.kind, this.params, ExtraTreesRegressor.parameters);
    return yield* regressorSteps(this.kind, this.params, 'random', X, y, options);
  }
}
