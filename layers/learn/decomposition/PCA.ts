import { checkFinite, checkSize, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { anyOf, between, checkParameters, count, flag, oneOf, orNull } from '../parameters.ts';
import { covarianceOf } from './covariance.ts';
import { FittedPCA } from './FittedPCA.ts';
import { likeliestDimension } from './likeliestDimension.ts';
import { rightSingular } from './rightSingular.ts';
import { symmetricEigen } from './symmetricEigen.ts';

export interface PCAOptions {
  /**
   * How many; or below 1 the share of the variance that they must explain together; or as many as Minka's likelihood
   * finds best; or null for as many as there are. @default null
   */
  readonly nComponents?: number | 'mle' | null;
  /** Components are scaled to variance 1. @default false */
  readonly whiten?: boolean;
}

/**
 * Principal components, as scikit-learn's PCA. Always exact, and so without its solver's parameters: from the covariance
 * where there are ten rows a column or more, else from the singular values of the data itself.
 *
 * @example new PCA({ nComponents: 2 }).fit(X).transform(X)
 */
export class PCA implements Transformer {
  static readonly parameters = {
    nComponents: orNull(anyOf(count, between(0, 1, 'both'), oneOf('mle'))),
    whiten: flag,
  };
  readonly kind = 'pca';
  readonly type = 'transformer';
  readonly params: Readonly<Required<PCAOptions>>;

  constructor({ nComponents = null, whiten = false }: PCAOptions = {}) {
    this.params = { nComponents, whiten };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedPCA {
    const { nComponents, whiten } = this.params;
    checkParameters(this.kind, this.params, PCA.parameters);
    const X = toDense(features);
    checkSize(X);
    refuseWeights(this.kind, sampleWeight);
    const most = Math.min(X.rows, X.columns);
    if (typeof nComponents === 'number' && nComponents > most)
      throw new InvalidInput(
        `nComponents of pca is ${nComponents}, but ${X.rows} rows of ${X.columns} features have ${most} components at most`,
      );
    if (nComponents === 'mle' && X.rows < X.columns)
      throw new InvalidInput(
        `nComponents of pca can be "mle" only with as many rows as features, not ${X.rows} rows of ${X.columns}`,
      );
    const { means, variances, vectors } = decompose(X);
    const total = variances.reduce((sum, value) => sum + value, 0);
    // Of data that is all the same nothing is explained.
    const ratios = variances.map((variance) => variance / (total || 1));
    const chosen = choose(nComponents, most, ratios, () => likeliestDimension(variances, X.rows));
    const rest = variances.subarray(chosen, most);
    return new FittedPCA({
      components: {
        rows: chosen,
        columns: X.columns,
        data: vectors.data.slice(0, chosen * X.columns),
      },
      explainedVariance: variances.slice(0, chosen),
      explainedVarianceRatio: ratios.slice(0, chosen),
      singularValues: variances.slice(0, chosen).map((variance) => Math.sqrt(variance * (X.rows - 1))),
      mean: means,
      noiseVariance: rest.length === 0 ? 0 : rest.reduce((sum, value) => sum + value, 0) / rest.length,
      whiten,
    });
  }
}

function choose(
  nComponents: PCAOptions['nComponents'],
  most: number,
  ratios: Float64Array,
  likeliest: () => number,
): number {
  if (nComponents === 'mle') return likeliest();
  if (nComponents === null || nComponents === undefined) return most;
  if (nComponents >= 1) return nComponents;
  let explained = 0;
  const last = ratios.findIndex((ratio) => {
    explained += ratio;
    return explained > nComponents;
  });
  return last === -1 ? most : last + 1;
}

/** min(n, p) variances and directions, those of the largest variance first. */
function decompose(X: Dense) {
  const { means, scatter } = covarianceOf(X);
  if (!scatter.data.every(Number.isFinite)) {
    checkFinite(X);
    throw new InvalidInput('the features are too large for their variance: scale them');
  }
  // One row varies in nothing.
  const freedom = Math.max(1, X.rows - 1);
  if (X.rows >= 10 * X.columns) {
    const { values, vectors } = symmetricEigen(scatter);
    return { means, variances: values.map((value) => Math.max(0, value) / freedom), vectors };
  }
  const { rows, columns } = X;
  const data = X.data.map((value, index) => value - means[index % columns]!);
  const { values, vectors } = rightSingular({ rows, columns, data });
  return { means, variances: values.map((value) => value ** 2 / freedom), vectors };
}
