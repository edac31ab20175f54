import { checkNotInfinite, checkSize, refuseWeights, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Parameters, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { moments } from '../moments.ts';
import { type Checks, checkParameters, oneOf } from '../parameters.ts';
import { checkLearned, presentOf } from '../preprocessing/columnNumbers.ts';
import { quantilesOf } from '../preprocessing/quantile.ts';
import { type Resampled, type Resampler, resample } from '../resample.ts';
import { FittedOutliers, type OutlierAction } from './FittedOutliers.ts';

export interface OutlierOptions {
  /** @default 'clip' */
  readonly action?: OutlierAction;
  /** Of the action 'replace'. @default 'median' */
  readonly replacement?: 'median' | 'mean';
}

export const outlierParameters = {
  action: oneOf('drop', 'clip', 'replace', 'flag'),
  replacement: oneOf('median', 'mean'),
};

/** Bounds of each column by itself; rules differ in where they lie. */
export abstract class OutlierRule implements Transformer, Resampler {
  abstract readonly kind: string;
  abstract readonly params: Parameters & Required<OutlierOptions>;
  protected abstract readonly checks: Checks;
  readonly type = 'transformer';

  /** @param sorted the numbers of a column, ascending */
  protected abstract boundsOf(sorted: Float64Array): readonly [lower: number, upper: number];

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedOutliers {
    checkParameters(this.kind, this.params, this.checks);
    refuseWeights(this.kind, sampleWeight);
    const X = toDense(features);
    checkSize(X);
    checkNotInfinite(X);
    const [lower, upper, replacement] = [0, 1, 2].map(() => new Float64Array(X.columns));
    for (let column = 0; column < X.columns; column++) {
      const sorted = presentOf(X, column).sort();
      [lower![column], upper![column]] = this.boundsOf(sorted) as [number, number];
      replacement![column] =
        this.params.replacement === 'median' ? quantilesOf(sorted, [0.5])[0]! : moments(sorted).mean;
    }
    checkLearned(lower!, upper!, replacement!);
    return new FittedOutliers(this.kind, this.params.action, {
      lower: lower!,
      upper: upper!,
      replacement: replacement!,
    });
  }

  /** The rows without an outlier, with their targets and weights; for other actions than 'drop' all rows, transformed. */
  fitResample(
    features: Features,
    y?: LabelsLike,
    { sampleWeight }: Pick<FitOptions, 'sampleWeight'> = {},
  ): Resampled {
    const X = toDense(features);
    const model = this.fit(X);
    const isDropping = this.params.action === 'drop';
    const rows = isDropping ? model.keptRows(X) : Int32Array.from({ length: X.rows }, (_, row) => row);
    if (rows.length === 0)
      throw new InvalidInput(
        'every row has an outlier: widen the bounds, or choose another action than drop',
      );
    return resample(model.transform(X), rows, y, weightsOf(sampleWeight, X.rows));
  }
}
