import type { FitOptions, Regressor } from '../estimator.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, oneOf } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { lone } from './lone.ts';
import { type NumberCriterionName, regressorSteps } from './regressorSteps.ts';
import type { TreeRegressorModel } from './TreeRegressorModel.ts';
import { numberCriterion, type TreeOptions, treeChecks, treeDefaults } from './treeParameters.ts';

export interface DecisionTreeRegressorOptions extends TreeOptions {
  /** What splits lessen: the squared error around the mean, the absolute one around the median, or the deviance of counts. @default 'squared_error' */
  readonly criterion?: NumberCriterionName;
  /** @default 'best' */
  readonly splitter?: 'best' | 'random';
}

/**
 * One tree, as scikit-learn's (Breiman, Friedman, Olshen and Stone, 1984), in double precision: exact up to 4,096 rows, and where a
 * column has no more than 2,047 values; other columns are cut at as many quantiles. Missing values go where they lessen the impurity most.
 *
 * @example new DecisionTreeRegressor({ minSamplesLeaf: 5 }).fit(X, y).predict(X)
 */
export class DecisionTreeRegressor implements Regressor {
  static readonly parameters = {
    ...treeChecks,
    criterion: numberCriterion,
    splitter: oneOf('best', 'random'),
  };
  readonly kind = 'decision-tree-regressor';
  readonly type = 'regressor';
  readonly params: Readonly<Required<DecisionTreeRegressorOptions>>;

  constructor(options: DecisionTreeRegressorOptions = {}) {
    this.params = { ...treeDefaults, splitter: 'best', criterion: 'squared_error', ...options };
  }

  fit(X: Features, y: ArrayLike<number>, options: FitOptions = {}): TreeRegressorModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: ArrayLike<number>, options: FitOptions = {}): Steps<TreeRegressorModel> {
    checkParameters(this.kind, this.params, DecisionTreeRegressor.parameters);
    return yield* regressorSteps(this.kind, { ...this.params, ...lone }, this.params.splitter, X, y, options);
  }
}
