import { checkTraining, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Regressor } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';
import { anyOf, checkParameters, finite, flag, oneOf, orNull } from '../parameters.ts';
import { sortOrder } from '../sortOrder.ts';
import { IsotonicModel, type OutOfBounds } from './IsotonicModel.ts';
import { isRising } from './isRising.ts';
import { poolAdjacentViolators } from './poolAdjacentViolators.ts';

export interface IsotonicRegressionOptions {
  /** Predictions are at least this. @default null */
  readonly yMin?: number | null;
  /** Predictions are at most this. @default null */
  readonly yMax?: number | null;
  /** Whether predictions rise or fall with the feature; auto goes by the sign of Spearman's correlation. @default true */
  readonly increasing?: boolean | 'auto';
  /**
   * For features outside of those fitted to: a prediction of NaN, that of the nearest one, or an InvalidInput. The default is
   * scikit-learn's; clip is what a model that serves requests needs.
   *
   * @default 'nan'
   */
  readonly outOfBounds?: OutOfBounds;
}

/**
 * The monotonic function of one feature that is nearest to the target by squares, with lines between the points: the rows of one
 * feature are first joined to their mean (de Leeuw, 1977, "Correctness of Kruskal's algorithms for monotone regression with ties").
 * Rows of weight 0 have no say in the direction either, which they do have in scikit-learn.
 *
 * @example new IsotonicRegression({ outOfBounds: 'clip' }).fit([[1], [2], [3]], [1, 3, 2]).predict([[1.5], [9]]) // 1.75, 2.5
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
  fit(features: Features, y: ArrayLike<number>, { sampleWeight }: FitOptions = {}): IsotonicModel {
    checkParameters(this.kind, this.params, IsotonicRegression.parameters);
    const { yMin, yMax, outOfBounds } = this.params;
    const [least, most] = [yMin ?? Number.NEGATIVE_INFINITY, yMax ?? Number.POSITIVE_INFINITY];
    if (least > most) throw new InvalidInput(`yMin is ${yMin}, above yMax, which is ${yMax}: swap them`);
    const X = toDense(features);
    checkTraining(X, Float64Array.from(y));
    if (X.columns !== 1)
      throw new InvalidInput(`isotonic-regression takes one feature, not ${X.columns}: choose one`);
    const sample = weighed(X.data, Float64Array.from(y), weightsOf(sampleWeight, X.rows));
    const increasing =
      this.params.increasing === 'auto' ? isRising(sample.x, sample.y) : this.params.increasing;
    const points = joinTies(sample);
    const sign = increasing ? 1 : -1;
    const pooled = poolAdjacentViolators(
      points.y.map((value) => sign * value),
      points.weights,
    );
    // Not -0, which is no other number.
    const values = pooled.map((value) => Math.min(Math.max(sign * value, least), most) + 0);
    return new IsotonicModel(withoutInner(points.x, values), increasing, outOfBounds);
  }
}

interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array;
}

/** The rows that have weight. */
function weighed(x: Float64Array, y: Float64Array, weights?: Float64Array): Points {
  if (!weights) return { x, y, weights: new Float64Array(x.length).fill(1) };
  const has = (_: number, row: number) => weights[row]! > 0;
  return { x: x.filter(has), y: y.filter(has), weights: weights.filter(has) };
}

/** Points in order, those of one feature joined to their mean. */
function joinTies({ x, y, weights }: Points): Points {
  const n = x.length;
  const order = sortOrder(x);
  const joined = { x: new Float64Array(n), y: new Float64Array(n), weights: new Float64Array(n) };
  // Features that differ by rounding only are one, as scikit-learn has it for features of about 1.
  const apart = 1e-15 * Math.min(1, Math.max(Math.abs(x[order[0]!]!), Math.abs(x[order[n - 1]!]!)));
  let last = -1;
  for (const row of order) {
    const weight = weights[row]!;
    if (last === -1 || (x[row]! !== joined.x[last]! && x[row]! - joined.x[last]! >= apart)) {
      last++;
      joined.x[last] = x[row]!;
    }
    const total = joined.weights[last]! + weight;
    joined.y[last]! += (y[row]! - joined.y[last]!) * (weight / total);
    joined.weights[last] = total;
  }
  const size = last + 1;
  return { x: joined.x.slice(0, size), y: joined.y.slice(0, size), weights: joined.weights.slice(0, size) };
}

/** Points that lie between two of the same value tell nothing. */
function withoutInner(x: Float64Array, y: Float64Array): { X: Float64Array; y: Float64Array } {
  const isNeeded = (_: number, at: number) =>
    at === 0 || at === y.length - 1 || y[at] !== y[at - 1] || y[at] !== y[at + 1];
  return { X: x.filter(isNeeded), y: y.filter(isNeeded) };
}
