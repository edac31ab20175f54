import { InvalidInput } from '../../errors.ts';
import type { FitOptions, Regressor } from '../../estimator.ts';
import type { Features } from '../../matrix.ts';
import { between, checkParameters, oneOf, orNull } from '../../parameters.ts';
import { runSteps, type Steps } from '../../steps.ts';
import { boost } from './boost.ts';
import { HistGradientBoostingRegressionModel } from './HistGradientBoostingRegressionModel.ts';
import { absoluteError, gamma, type Loss, poisson, quantileLoss, squaredError } from './losses.ts';
import {
  type BoostingOptions,
  type BoostingParams,
  boostingDefaults,
  boostingParameters,
} from './parameters.ts';

export interface HistGradientBoostingRegressorOptions extends BoostingOptions {
  /** @default 'squared_error' */
  readonly loss?: RegressionLoss;
  /** Which one, for the loss of that name. @default null */
  readonly quantile?: number | null;
}

type RegressionLoss = 'squared_error' | 'absolute_error' | 'gamma' | 'poisson' | 'quantile';
type Params = BoostingParams & Readonly<Required<HistGradientBoostingRegressorOptions>>;

const losses: Readonly<Record<RegressionLoss, (params: Params) => Loss>> = {
  squared_error: () => squaredError,
  absolute_error: () => absoluteError,
  gamma: () => gamma,
  poisson: () => poisson,
  quantile: ({ quantile }) => {
    if (quantile === null)
      throw new InvalidInput(
        'quantile of hist-gradient-boosting-regressor is missing: say which one, as 0.9',
      );
    return quantileLoss(quantile);
  },
};

/**
 * Gradient-boosted trees on binned features, as scikit-learn's HistGradientBoostingRegressor and LightGBM: leaf-wise growth, missing
 * values and categories as they are, early stopping, monotonic and interaction constraints.
 *
 * @example new HistGradientBoostingRegressor({ loss: 'quantile', quantile: 0.9 }).fit(X, y).predict(X)
 */
export class HistGradientBoostingRegressor implements Regressor {
  static readonly parameters = {
    ...boostingParameters,
    loss: oneOf(...(Object.keys(losses) as RegressionLoss[])),
    quantile: orNull(between(0, 1)),
  };
  readonly kind = 'hist-gradient-boosting-regressor';
  readonly type = 'regressor';
  readonly params: Params;

  constructor(options: HistGradientBoostingRegressorOptions = {}) {
    this.params = { ...boostingDefaults, loss: 'squared_error', quantile: null, ...options };
  }

  /** @throws InvalidInput also for targets that the loss is not defined for */
  fit(X: Features, y: ArrayLike<number>, options: FitOptions = {}): HistGradientBoostingRegressionModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(
    X: Features,
    targets: ArrayLike<number>,
    options: FitOptions = {},
  ): Steps<HistGradientBoostingRegressionModel> {
    checkParameters(this.kind, this.params, HistGradientBoostingRegressor.parameters);
    const y = Float64Array.from(targets);
    const loss = losses[this.params.loss](this.params);
    checkTarget(y, this.params.loss);
    const { encoder, trees, featureImportances, nIter } = yield* boost(
      X,
      y,
      loss,
      this.params,
      options,
      false,
    );
    const link = loss === gamma || loss === poisson ? 'log' : 'identity';
    return new HistGradientBoostingRegressionModel(encoder, trees, link, featureImportances, nIter);
  }
}

function checkTarget(y: Float64Array, loss: RegressionLoss): void {
  const row = y.findIndex((value) => !Number.isFinite(value));
  if (row !== -1)
    throw new InvalidInput(`the target of row ${row} is ${y[row]}: drop rows without a finite target`);
  const lowest = y.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  if (loss === 'gamma' && lowest <= 0)
    throw new InvalidInput(
      `a target is ${lowest}, but the gamma loss is for numbers above 0: choose another one`,
    );
  if (loss === 'poisson' && (lowest < 0 || y.every((value) => value === 0)))
    throw new InvalidInput(
      `${lowest < 0 ? `a target is ${lowest}` : 'every target is 0'}, but the Poisson loss is for numbers of 0 or more, some above: choose another one`,
    );
}
