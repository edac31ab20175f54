import { checkNotInfinite, checkSize, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { moments } from '../moments.ts';
import { checkParameters, nonNegative } from '../parameters.ts';
import { SelectionModel } from './SelectionModel.ts';

export interface VarianceThresholdOptions {
  /** @default 0, which drops constant features only */
  readonly threshold?: number;
}

/**
 * Drops features of which the variance does not exceed the threshold. Missing values are left out of it.
 *
 * @example new VarianceThreshold().fit([[1, 2], [1, 3]]).indices // 1
 */
export class VarianceThreshold implements Transformer {
  static readonly parameters = { threshold: nonNegative };
  readonly kind = 'variance-threshold';
  readonly type = 'transformer';
  readonly params: Readonly<Required<VarianceThresholdOptions>>;

  constructor({ threshold = 0 }: VarianceThresholdOptions = {}) {
    this.params = { threshold };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): SelectionModel {
    checkParameters(this.kind, this.params, VarianceThreshold.parameters);
    refuseWeights(this.kind, sampleWeight);
    const X = toDense(features);
    checkSize(X);
    checkNotInfinite(X);
    const { threshold } = this.params;
    const variances = Float64Array.from({ length: X.columns }, (_, column) => {
      const present = new Float64Array(X.rows);
      let count = 0;
      for (let index = column; index < X.data.length; index += X.columns)
        if (!Number.isNaN(X.data[index]!)) present[count++] = X.data[index]!;
      return count === 0 ? 0 : moments(present.subarray(0, count)).deviation ** 2;
    });
    const support = Array.from(variances, (variance) => variance > threshold);
    if (!support.includes(true))
      throw new InvalidInput(
        `no feature has a variance above ${threshold}, the largest is ${Math.max(...variances)}: set a lower threshold`,
      );
    return new SelectionModel({ kind: this.kind, support, variances, allowsMissing: true });
  }
}
