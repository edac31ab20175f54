import { checkNotInfinite, checkSize, refuseWeights } from '../checkData.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { checkParameters, flag, oneOf } from '../parameters.ts';
import { checkLearned, presentOf } from './columnNumbers.ts';
import { checkPositive, FittedPowerTransformer } from './FittedPowerTransformer.ts';
import type { PowerMethod } from './powerFunctions.ts';
import { bestLambda } from './powerLikelihood.ts';
import { presentMoments } from './presentMoments.ts';
import { StandardScaler } from './StandardScaler.ts';

export interface PowerTransformerOptions {
  /** Box-cox takes numbers above 0 only. @default 'yeo-johnson' */
  readonly method?: PowerMethod;
  /** @default true */
  readonly standardize?: boolean;
}

/**
 * Makes columns as normal as a power of each number can: the one of greatest likelihood. Missing values stay missing.
 * The power 1 is kept for a constant column, also with box-cox, where scikit-learn refuses it, and for one whose best power
 * would leave nothing but rounding of what its numbers differ by, as of a longitude in one town, where scikit-learn gives noise.
 *
 * @example new PowerTransformer().fit([[1], [10], [100], [1000]]).lambdas
 */
export class PowerTransformer implements Transformer {
  static readonly parameters = { method: oneOf('yeo-johnson', 'box-cox'), standardize: flag };
  readonly kind = 'power-transformer';
  readonly type = 'transformer';
  readonly params: Required<PowerTransformerOptions>;

  constructor({ method = 'yeo-johnson', standardize = true }: PowerTransformerOptions = {}) {
    this.params = { method, standardize };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedPowerTransformer {
    checkParameters(this.kind, this.params, PowerTransformer.parameters);
    refuseWeights(this.kind, sampleWeight);
    const X = toDense(features);
    checkSize(X);
    checkNotInfinite(X);
    const { method, standardize } = this.params;
    if (method === 'box-cox') checkPositive(X.data, X.columns);
    const { variances } = presentMoments(X);
    checkLearned(variances);
    const best = variances.map((variance, column) =>
      variance === 0 ? 1 : bestLambda[method](presentOf(X, column)),
    );
    checkLearned(best);
    const transformed = presentMoments(new FittedPowerTransformer(method, best, null).transform(X));
    const lambdas = best.map((lambda, column) => (isNoise(transformed, column) ? 1 : lambda));
    const plain = new FittedPowerTransformer(method, lambdas, null);
    if (!standardize) return plain;
    const scaler = new StandardScaler().fit(plain.transform(X));
    return new FittedPowerTransformer(method, lambdas, scaler);
  }
}

/** Whether numbers differ by so little of their size that their rounding is a good part of it. */
function isNoise({ means, variances }: ReturnType<typeof presentMoments>, column: number): boolean {
  return !(variances[column]! > (1e-8 * means[column]!) ** 2);
}
