import { checkTraining, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Regressor } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';
import { anyOf, checkParameters, finite, flag, oneOf, orNull } from '../parameters.ts';
import { fitIsotonic } from './fitIsotonic.ts';
import { IsotonicRegressionModel, type OutOfBounds } from './IsotonicRegressionModel.ts';
import { rankCorrelation } from './rankCorrelation.ts';

export interface IsotonicRegressionOptions {
  /** Least value of the curve. @default null */
  readonly yMin?: number | null;
  /** Largest value of the curve. @default null */
  readonly yMax?: number | null;
  /** Whether the curve never falls, or never rises; 'auto' goes by the rank correlation. @default true */
  readonly increasing?: boolean | 'auto';
  /** What is predicted outside of the training data: NaN, the nearest value, or an InvalidInput. @default 'nan' */
  readonly outOfBounds?: OutOfBounds;
}

/**
 * The monotonic curve of one feature that is nearest to the target, as scikit-learn's IsotonicRegression.
 *
 * @example new IsotonicRegression({ outOfBounds: 'clip' }).fit([[1], [2], [3]], [1, 3, 2]).predict([[2.5]]) // 2.5
 */
export class IsotonicRegression implements Regressor {
  static readonly parameters = {
    yMin: orNull(finite),
    yMax: orNull(finite),
    increasing: anyOf(flag, oneOf('auto')),
    outOfBounds: oneOf('nan', 'clip', 'raise'),
  };
  readonly kind = 'isotonic-regression';
  readonly type = 'regressor';
  readonly params: Readonly<Required<IsotonicRegressionOptions>>;

  constructor(options: IsotonicRegressionOptions = {}) {
    this.params = { yMin: null, yMax: null, increasing: true, outOfBounds: 'nan', ...options };
  }

  /** @param features n × 1 */
  fit(
    features: Features,
    targets: ArrayLike<number>,
    { sampleWeight }: FitOptions = {},
  ): IsotonicRegressionModel {
    checkParameters(this.kind, this.params, IsotonicRegression.parameters);
    const { yMin, yMax, outOfBounds } = this.params;
    if (yMin !== null && yMax !== null && yMin > yMax)
      throw new InvalidInput(`yMin of ${yMin} is above yMax of ${yMax}`);
    const [X, y] = [toDense(features), Float64Array.from(targets)];
    checkTraining(X, y);
    if (X.columns !== 1)
      throw new InvalidInput(`isotonic-regression is of one feature, not ${X.columns}: choose one`);
    const weights = weightsOf(sampleWeight, X.rows);
    const increasing =
      this.params.increasing === 'auto' ? rankCorrelation(X.data, y) >= 0 : this.params.increasing;
    const curve = fitIsotonic(X.data, y, weights, { increasing, yMin, yMax });
    return new IsotonicRegressionModel(curve, increasing, outOfBounds);
  }
}
