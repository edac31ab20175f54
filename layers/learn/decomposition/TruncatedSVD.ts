import { checkSize, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Dense, type Features, isSparse, toDense } from '../matrix.ts';
import { columnMoments } from '../moments.ts';
import { atLeast, checkParameters, count, nonNegative, oneOf, seed } from '../parameters.ts';
import { seededRandom } from '../random.ts';
import { FittedTruncatedSVD, turn } from './FittedTruncatedSVD.ts';
import { lanczosSingular } from './lanczosSingular.ts';
import { checkFiniteEntries, times, totalVariance } from './operator.ts';
import { randomizedSingular } from './randomizedSingular.ts';

export interface TruncatedSVDOptions {
  /** At most as many as rows and features. @default 2 */
  readonly nComponents?: number;
  /** By random projection, or to the last digits by Lanczos' method. @default 'randomized' */
  readonly algorithm?: 'randomized' | 'arpack';
  /** Power iterations of 'randomized'. @default 5 */
  readonly nIter?: number;
  /** Directions that 'randomized' looks at besides those wanted. @default 10 */
  readonly nOversamples?: number;
  /** Of 'arpack': residual allowed, as a share of the largest; 0 for machine precision. @default 0 */
  readonly tol?: number;
  /** @default 0 */
  readonly seed?: number;
}

/**
 * The largest singular values of data that is not centred and may be sparse, as counts of words are; as scikit-learn's
 * TruncatedSVD.
 *
 * @example new TruncatedSVD({ nComponents: 100 }).fit(sparseCounts).transform(sparseCounts)
 */
export class TruncatedSVD implements Transformer {
  static readonly parameters = {
    nComponents: count,
    algorithm: oneOf('randomized', 'arpack'),
    nIter: atLeast(0),
    nOversamples: count,
    tol: nonNegative,
    seed,
  };
  readonly kind = 'truncated-svd';
  readonly type = 'transformer';
  readonly params: Readonly<Required<TruncatedSVDOptions>>;

  constructor(options: TruncatedSVDOptions = {}) {
    this.params = {
      nComponents: 2,
      algorithm: 'randomized',
      nIter: 5,
      nOversamples: 10,
      tol: 0,
      seed: 0,
      ...options,
    };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedTruncatedSVD {
    const { nComponents, algorithm, nIter, nOversamples, tol, seed } = this.params;
    checkParameters(this.kind, this.params, TruncatedSVD.parameters);
    const X = isSparse(features) ? features : toDense(features);
    checkSize(X);
    checkFiniteEntries(X);
    refuseWeights(this.kind, sampleWeight);
    const most = Math.min(X.rows, X.columns);
    if (nComponents > most)
      throw new InvalidInput(
        `nComponents of ${this.kind} is ${nComponents}, but ${X.rows} rows of ${X.columns} features have ${most} at most`,
      );
    const variance = totalVariance(X);
    if (!Number.isFinite(variance))
      throw new InvalidInput('the features are too large for their variance: scale them');
    const random = seededRandom(seed);
    const { values, vectors } =
      algorithm === 'arpack'
        ? lanczosSingular(X, nComponents, tol, random)
        : randomizedSingular(X, Math.min(most, nComponents + nOversamples), nIter, random);
    const components: Dense = {
      rows: nComponents,
      columns: X.columns,
      data: vectors.data.slice(0, nComponents * X.columns),
    };
    const { deviations } = columnMoments(times(X, turn(components)));
    const explainedVariance = deviations.map((deviation) => deviation ** 2);
    return new FittedTruncatedSVD({
      components,
      explainedVariance,
      // Of data that is all the same nothing is explained.
      explainedVarianceRatio: explainedVariance.map((one) => one / (variance || 1)),
      singularValues: values.slice(0, nComponents),
    });
  }
}
