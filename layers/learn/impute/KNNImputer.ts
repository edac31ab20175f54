import { checkSize, refuseWeights } from '../checkData.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { checkParameters, count, oneOf } from '../parameters.ts';
import { learnColumns } from './FittedImputer.ts';
import { FittedKNNImputer, type NeighbourWeights } from './FittedKNNImputer.ts';
import { type MissingOptions, missingParameters } from './missing.ts';

export interface KNNImputerOptions extends MissingOptions {
  /** @default 5 */
  readonly nNeighbors?: number;
  /** Whether neighbours count alike, or as the inverse of their distance. @default 'uniform' */
  readonly weights?: NeighbourWeights;
}

/**
 * Fills missing values with the mean of the nearest rows that have one. Distances are Euclidean over the features that both
 * rows have, scaled up for those that they have not (scikit-learn's nan_euclidean), so that features should be of like scale.
 *
 * @example new KNNImputer({ nNeighbors: 1 }).fit([[1, 10], [5, 50]]).transform([[4, NaN]]).data // [4, 50]
 */
export class KNNImputer implements Transformer {
  static readonly parameters = {
    nNeighbors: count,
    weights: oneOf('uniform', 'distance'),
    ...missingParameters,
  };
  readonly kind = 'knn-imputer';
  readonly type = 'transformer';
  readonly params: Required<KNNImputerOptions>;

  constructor({
    nNeighbors = 5,
    weights = 'uniform',
    missingValues = Number.NaN,
    addIndicator = false,
    keepEmptyFeatures = false,
  }: KNNImputerOptions = {}) {
    this.params = { nNeighbors, weights, missingValues, addIndicator, keepEmptyFeatures };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedKNNImputer {
    checkParameters(this.kind, this.params, KNNImputer.parameters);
    refuseWeights(this.kind, sampleWeight);
    const given = toDense(features);
    checkSize(given);
    const { X, columns } = learnColumns(given, this.params);
    const { nNeighbors, weights } = this.params;
    return new FittedKNNImputer(columns, { ...X, data: X.data.slice() }, nNeighbors, weights);
  }
}
