import { checkFeatures, refuseWeights } from '../checkData.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { anyOf, atLeast, type Check, checkParameters, flag } from '../parameters.ts';
import { FittedPolynomialFeatures } from './FittedPolynomialFeatures.ts';

export interface PolynomialFeaturesOptions {
  /** The highest, or the lowest and the highest. @default 2 */
  readonly degree?: number | readonly [number, number];
  /** Only products of different features. @default false */
  readonly interactionOnly?: boolean;
  /** A column of ones first. @default true */
  readonly includeBias?: boolean;
}

const degrees: Check = (value) =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every(Number.isInteger) &&
  0 <= value[0] &&
  value[0] <= value[1]
    ? undefined
    : 'must be two of them, the lower first';

/**
 * Products of features up to a degree.
 *
 * @example new PolynomialFeatures().fit([[2, 3]]).transform([[2, 3]]).data // [1, 2, 3, 4, 6, 9]
 */
export class PolynomialFeatures implements Transformer {
  static readonly parameters = {
    degree: anyOf(atLeast(0), degrees),
    interactionOnly: flag,
    includeBias: flag,
  };
  readonly kind = 'polynomial-features';
  readonly type = 'transformer';
  readonly params: Required<PolynomialFeaturesOptions>;

  constructor({ degree = 2, interactionOnly = false, includeBias = true }: PolynomialFeaturesOptions = {}) {
    this.params = { degree, interactionOnly, includeBias };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedPolynomialFeatures {
    checkParameters(this.kind, this.params, PolynomialFeatures.parameters);
    refuseWeights(this.kind, sampleWeight);
    const X = toDense(features);
    checkFeatures(X);
    const { degree, interactionOnly, includeBias } = this.params;
    const [minDegree, maxDegree] = typeof degree === 'number' ? [0, degree] : degree;
    return new FittedPolynomialFeatures(X.columns, { minDegree, maxDegree, interactionOnly, includeBias });
  }
}
