import { checkTraining, refuseWeights } from '../checkData.ts';
import type { FitOptions, Regressor } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';
import { checkParameters } from '../parameters.ts';
import { checkNeighbors } from './checkNeighbors.ts';
import { KNeighborsRegressorModel } from './KNeighborsRegressorModel.ts';
import { type KNeighborsOptions, neighborsChecks, neighborsDefaults } from './parameters.ts';

/**
 * Predicts the mean target of the nearest rows, as scikit-learn's KNeighborsRegressor. Features should be scaled.
 *
 * @example new KNeighborsRegressor({ nNeighbors: 3, weights: 'distance' }).fit(X, y).predict(X)
 */
export class KNeighborsRegressor implements Regressor {
  static readonly parameters = neighborsChecks;
  readonly kind = 'k-neighbors-regressor';
  readonly type = 'regressor';
  readonly params: Readonly<Required<KNeighborsOptions>>;

  constructor(options: KNeighborsOptions = {}) {
    this.params = { ...neighborsDefaults, ...options };
  }

  fit(
    features: Features,
    targets: ArrayLike<number>,
    { sampleWeight }: FitOptions = {},
  ): KNeighborsRegressorModel {
    checkParameters(this.kind, this.params, KNeighborsRegressor.parameters);
    const [X, y] = [toDense(features), Float64Array.from(targets)];
    checkTraining(X, y);
    refuseWeights(this.kind, sampleWeight);
    checkNeighbors(this.params.nNeighbors, X.rows);
    // The caller may go on with his array.
    return new KNeighborsRegressorModel({ ...X, data: X.data.slice() }, y, this.params);
  }
}
