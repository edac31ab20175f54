import { checkNotInfinite, checkSize, weightsOf } from '../checkData.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { checkParameters, flag } from '../parameters.ts';
import { checkLearned } from './columnNumbers.ts';
import { FittedStandardScaler } from './FittedStandardScaler.ts';
import { presentMoments } from './presentMoments.ts';

export interface StandardScalerOptions {
  /** @default true */
  readonly withMean?: boolean;
  /** @default true */
  readonly withStd?: boolean;
}

/**
 * Gives each column mean 0 and variance 1. Missing values stay missing and count for nothing; a constant column is only shifted.
 *
 * @example new StandardScaler().fit([[1], [3]]).transform([[5]]).data // [3]
 */
export class StandardScaler implements Transformer {
  static readonly parameters = { withMean: flag, withStd: flag };
  readonly kind = 'standard-scaler';
  readonly type = 'transformer';
  readonly params: { readonly withMean: boolean; readonly withStd: boolean };

  constructor({ withMean = true, withStd = true }: StandardScalerOptions = {}) {
    this.params = { withMean, withStd };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedStandardScaler {
    checkParameters(this.kind, this.params, StandardScaler.parameters);
    const X = toDense(features);
    checkSize(X);
    checkNotInfinite(X);
    const { means, variances } = presentMoments(X, weightsOf(sampleWeight, X.rows));
    checkLearned(means, variances);
    const { withMean, withStd } = this.params;
    return new FittedStandardScaler(means, variances, withMean, withStd);
  }
}
