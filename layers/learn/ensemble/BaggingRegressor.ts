import { isEstimatorOf } from '../compose/part.ts';
import type { FitOptions, RegressionModel, Regressor } from '../estimator.ts';
import { checkRows, checkTargets } from '../featureRows.ts';
import type { Features } from '../matrix.ts';
import { checkParameters } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { DecisionTreeRegressor } from '../trees/DecisionTreeRegressor.ts';
import { BaggingRegressorModel } from './BaggingRegressorModel.ts';
import {
  type Bag,
  type BaggingOptions,
  type BaggingParams,
  baggingParameters,
  baggingParams,
  fitBag,
  outOfBag,
} from './fitBag.ts';

/**
 * The mean of regressors that each learn from rows drawn at random.
 *
 * @example new BaggingRegressor({ estimator: new Ridge(), nEstimators: 20, maxSamples: 0.5 }).fit(X, y)
 */
export class BaggingRegressor implements Regressor {
  static readonly parameters = {
    ...baggingParameters,
    estimator: (value: unknown) => (isEstimatorOf('regressor')(value) ? undefined : 'must be a regressor'),
  };
  readonly kind = 'bagging-regressor';
  readonly type = 'regressor';
  readonly params: BaggingParams<Regressor>;

  constructor(options: BaggingOptions<Regressor> = {}) {
    this.params = baggingParams({ estimator: new DecisionTreeRegressor(), ...options });
  }

  fit(X: Features, y: ArrayLike<number>, options: FitOptions = {}): BaggingRegressorModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: ArrayLike<number>, options: FitOptions = {}): Steps<BaggingRegressorModel> {
    checkParameters(this.kind, this.params, BaggingRegressor.parameters);
    checkRows(X, y.length);
    checkTargets(y);
    const bag = yield* fitBag<RegressionModel>(this.params, [X, y], options, () => true);
    return new BaggingRegressorModel(
      bag.members,
      bag.width,
      this.params.oobScore ? outOfBagScore(bag, X, y) : undefined,
    );
  }
}

/** R² over the rows that some member has not drawn. */
function outOfBagScore(bag: Bag<RegressionModel>, X: Features, y: ArrayLike<number>): number {
  const [sums, counts] = [new Float64Array(y.length), new Int32Array(y.length)];
  outOfBag(bag, X, (model, judged, rows) => {
    for (const [index, value] of model.predict(judged).entries()) {
      sums[rows[index]!]! += value;
      counts[rows[index]!]! += 1;
    }
  });
  const rows = Array.from(counts.keys()).filter((row) => counts[row]! > 0);
  const mean = rows.reduce((sum, row) => sum + y[row]!, 0) / rows.length;
  const left = rows.reduce((sum, row) => sum + (y[row]! - sums[row]! / counts[row]!) ** 2, 0);
  return 1 - left / rows.reduce((sum, row) => sum + (y[row]! - mean) ** 2, 0);
}
