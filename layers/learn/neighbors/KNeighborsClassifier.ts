import { checkFeatures, checkLength, refuseWeights } from '../checkData.ts';
import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { checkParameters } from '../parameters.ts';
import { checkNeighbors } from './checkNeighbors.ts';
import { KNeighborsClassifierModel } from './KNeighborsClassifierModel.ts';
import { type KNeighborsOptions, neighborsChecks, neighborsDefaults } from './parameters.ts';

/**
 * A vote of the nearest rows, as scikit-learn's KNeighborsClassifier. Of rows equally far the first count, where scikit-learn
 * leaves it to its algorithm. Features should be scaled.
 *
 * @example new KNeighborsClassifier({ nNeighbors: 3, weights: 'distance' }).fit(X, y).predictProba(X)
 */
export class KNeighborsClassifier implements ProbabilisticClassifier {
  static readonly parameters = neighborsChecks;
  readonly kind = 'k-neighbors-classifier';
  readonly type = 'classifier';
  readonly params: Readonly<Required<KNeighborsOptions>>;

  constructor(options: KNeighborsOptions = {}) {
    this.params = { ...neighborsDefaults, ...options };
  }

  fit(features: Features, labels: LabelsLike, { sampleWeight }: FitOptions = {}): KNeighborsClassifierModel {
    checkParameters(this.kind, this.params, KNeighborsClassifier.parameters);
    const X = toDense(features);
    checkFeatures(X);
    checkLength(X, labels.length);
    refuseWeights(this.kind, sampleWeight);
    const { classes, codes } = encodeClasses(labels);
    checkNeighbors(this.params.nNeighbors, X.rows);
    // The caller may go on with his array.
    return new KNeighborsClassifierModel({ ...X, data: X.data.slice() }, codes, classes, this.params);
  }
}
