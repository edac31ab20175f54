import { nonNegative } from '../parameters.ts';
import { quantilesOf } from '../preprocessing/quantile.ts';
import { type OutlierOptions, OutlierRule, outlierParameters } from './OutlierRule.ts';

export interface IqrOutliersOptions extends OutlierOptions {
  /** @default 1.5 */
  readonly factor?: number;
}

/**
 * Numbers farther from the middle half of a column than `factor` times the distance of its quartiles (Tukey's fences, 1977).
 *
 * @example new IqrOutliers().fit([[1], [2], [3], [4], [5]]).transform([[100]]).data // [7]
 */
export class IqrOutliers extends OutlierRule {
  static readonly parameters = { factor: nonNegative, ...outlierParameters };
  readonly kind = 'iqr-outliers';
  readonly params: Required<IqrOutliersOptions> & Record<string, unknown>;
  protected readonly checks = IqrOutliers.parameters;

  constructor({ factor = 1.5, action = 'clip', replacement = 'median' }: IqrOutliersOptions = {}) {
    super();
    this.params = { factor, action, replacement };
  }

  protected boundsOf(sorted: Float64Array): readonly [number, number] {
    const [low, high] = quantilesOf(sorted, [0.25, 0.75]) as [number, number];
    const reach = this.params.factor * (high - low);
    return [low - reach, high + reach];
  }
}
