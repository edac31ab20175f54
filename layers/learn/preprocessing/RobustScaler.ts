import { checkNotInfinite, checkSize, refuseWeights } from '../checkData.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { type Check, checkParameters, flag } from '../parameters.ts';
import { checkLearned, presentOf } from './columnNumbers.ts';
import { FittedRobustScaler } from './FittedRobustScaler.ts';
import { normalQuantile } from './normalQuantile.ts';
import { quantilesOf } from './quantile.ts';

export interface RobustScalerOptions {
  /** @default true */
  readonly withCentering?: boolean;
  /** @default true */
  readonly withScaling?: boolean;
  /** Percentages of the quantiles whose distance is the scale. @default [25, 75] */
  readonly quantileRange?: readonly [number, number];
  /** Gives normally distributed columns variance 1. @default false */
  readonly unitVariance?: boolean;
}

const percentages: Check = (value) =>
  Array.isArray(value) && value.length === 2 && 0 <= value[0] && value[0] < value[1] && value[1] <= 100
    ? undefined
    : 'must be two numbers from 0 to 100, the smaller first';

/**
 * Shifts and scales by median and quantiles, which outliers hardly move. Missing values stay missing and count for nothing.
 *
 * @example new RobustScaler().fit([[1], [2], [3], [4], [1000]]).transform([[5]]).data // [1]
 */
export class RobustScaler implements Transformer {
  static readonly parameters = {
    withCentering: flag,
    withScaling: flag,
    quantileRange: percentages,
    unitVariance: flag,
  };
  readonly kind = 'robust-scaler';
  readonly type = 'transformer';
  readonly params: Required<RobustScalerOptions>;

  constructor({
    withCentering = true,
    withScaling = true,
    quantileRange = [25, 75],
    unitVariance = false,
  }: RobustScalerOptions = {}) {
    this.params = { withCentering, withScaling, quantileRange, unitVariance };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedRobustScaler {
    checkParameters(this.kind, this.params, RobustScaler.parameters);
    refuseWeights(this.kind, sampleWeight);
    const X = toDense(features);
    checkSize(X);
    checkNotInfinite(X);
    const { withCentering, withScaling, quantileRange } = this.params;
    const [low, high] = quantileRange.map((percent) => percent / 100) as [number, number];
    const center = new Float64Array(X.columns);
    const scale = new Float64Array(X.columns);
    const unit = this.params.unitVariance ? normalQuantile(high) - normalQuantile(low) : 1;
    for (let column = 0; column < X.columns; column++) {
      const [below, median, above] = quantilesOf(presentOf(X, column), [low, 0.5, high]);
      center[column] = median!;
      scale[column] = (above! - below! || 1) / unit;
    }
    checkLearned(
      center,
      scale,
      scale.map((distance) => 1 / distance),
    );
    return new FittedRobustScaler(X.columns, withCentering ? center : null, withScaling ? scale : null);
  }
}
