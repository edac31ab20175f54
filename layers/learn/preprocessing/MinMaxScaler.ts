import { checkNotInfinite, checkSize, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { type Check, checkParameters, flag } from '../parameters.ts';
import { checkLearned, withoutValue } from './columnNumbers.ts';
import { FittedMinMaxScaler } from './FittedMinMaxScaler.ts';

export interface MinMaxScalerOptions {
  /** @default [0, 1] */
  readonly featureRange?: readonly [number, number];
  /** Keeps rows beyond those it was fitted to within the range. @default false */
  readonly clip?: boolean;
}

const range: Check = (value) =>
  Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] < value[1]
    ? undefined
    : 'must be two numbers, the smaller first';

/**
 * Gives each column the same smallest and largest value. Missing values stay missing; a constant column becomes the smallest.
 *
 * @example new MinMaxScaler().fit([[1], [3]]).transform([[2]]).data // [0.5]
 */
export class MinMaxScaler implements Transformer {
  static readonly parameters = { featureRange: range, clip: flag };
  readonly kind = 'min-max-scaler';
  readonly type = 'transformer';
  readonly params: { readonly featureRange: readonly [number, number]; readonly clip: boolean };

  constructor({ featureRange = [0, 1], clip = false }: MinMaxScalerOptions = {}) {
    this.params = { featureRange, clip };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedMinMaxScaler {
    checkParameters(this.kind, this.params, MinMaxScaler.parameters);
    refuseWeights(this.kind, sampleWeight);
    const X = toDense(features);
    checkSize(X);
    checkNotInfinite(X);
    const { featureRange, clip } = this.params;
    const { low: dataMin, high: dataMax } = rangesOf(X);
    const scale = dataMax.map(
      (high, column) => (featureRange[1] - featureRange[0]) / (high - dataMin[column]! || 1),
    );
    const min = scale.map((factor, column) => featureRange[0] - dataMin[column]! * factor);
    // What overflows the range scales by 0.
    checkLearned(
      min,
      scale,
      scale.map((factor) => 1 / factor),
    );
    return new FittedMinMaxScaler({ min, scale, dataMin, dataMax }, featureRange, clip);
  }
}

/** The smallest and the largest value of each column. @throws InvalidInput for a column without a value */
function rangesOf({ rows, columns, data }: Dense): { low: Float64Array; high: Float64Array } {
  const low = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      // A missing value is neither.
      const value = data[start + column]!;
      if (value < low[column]!) low[column] = value;
      if (value > high[column]!) high[column] = value;
    }
  }
  const empty = low.indexOf(Number.POSITIVE_INFINITY);
  if (empty !== -1) throw new InvalidInput(withoutValue(empty));
  return { low, high };
}
