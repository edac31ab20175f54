import type { FitOptions, Regressor } from '../estimator.ts';
import type { Features } from '../matrix.ts';
import { checkParameters } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type NumberCriterionName, regressorSteps } from './regressorSteps.ts';
import type { TreeRegressorModel } from './TreeRegressorModel.ts';
import { type ForestOptions, forestChecks, forestDefaults, numberCriterion } from './treeParameters.ts';

export interface RandomForestRegressorOptions extends ForestOptions {
  /** What splits lessen: the squared error around the mean, the absolute one around the median, or the deviance of counts. @default 'squared_error' */
  readonly criterion?: NumberCriterionName;
}

/**
 * Trees on rows drawn with replacement, each split the best among some columns (Breiman, 2001). Splits are found as
 * DecisionTreeRegressor's are.
 *
 * @example new RandomForestRegressor({ maxFeatures: 0.3, seed: 7 }).fit(X, y).predict(X)
 */
export class RandomForestRegressor implements Regressor {
  static readonly parameters = { ...forestChecks, criterion: numberCriterion };
  readonly kind = 'random-forest-regressor';
  readonly type = 'regressor';
  readonly params: Readonly<Required<RandomForestRegressorOptions>>;

  constructor(options: RandomForestRegressorOptions = {}) {
    this.params = { ...forestDefaults, bootstrap: true, criterion: 'squared_error', ...options };
  }

  fit(X: Features, y: ArrayLike<number>, options: FitOptions = {}): TreeRegressorModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: ArrayLike<number>, options: FitOptions = {}): Steps<TreeRegressorModel> {
    checkParameters(this.kind, this.params, RandomForestRegressor.parameters);
    return yield* regressorSteps(this.kind, this.params, 'best', X, y, options);
  }
}
