import { moments } from '../moments.ts';
import { nonNegative } from '../parameters.ts';
import { type OutlierOptions, OutlierRule, outlierParameters } from './OutlierRule.ts';

export interface ZScoreOutliersOptions extends OutlierOptions {
  /** @default 3 */
  readonly threshold?: number;
}

/**
 * Numbers farther from a column's mean than `threshold` standard deviations, of the population. In fewer than eleven rows none
 * can be farther than 3.
 *
 * @example new ZScoreOutliers({ threshold: 1 }).fit([[1], [3]]).transform([[9]]).data // [3]
 */
export class ZScoreOutliers extends OutlierRule {
  static readonly parameters = { threshold: nonNegative, ...outlierParameters };
  readonly kind = 'z-score-outliers';
  readonly params: Required<ZScoreOutliersOptions> & Record<string, unknown>;
  protected readonly checks = ZScoreOutliers.parameters;

  constructor({ threshold = 3, action = 'clip', replacement = 'median' }: ZScoreOutliersOptions = {}) {
    super();
    this.params = { threshold, action, replacement };
  }

  protected boundsOf(sorted: Float64Array): readonly [number, number] {
    const { mean, deviation } = moments(sorted);
    // The mean of a constant column may be off by its rounding.
    if (deviation === 0) return [sorted[0]!, sorted[sorted.length - 1]!];
    const reach = this.params.threshold * deviation;
    return [mean - reach, mean + reach];
  }
}
