import { checkSize } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Features, isSparse } from '../matrix.ts';
import { checkParameters, finite, orNull } from '../parameters.ts';
import { BernoulliNBModel } from './BernoulliNBModel.ts';
import { countClasses, type DiscreteNBOptions, discreteChecks, discreteDefaults } from './countClasses.ts';
import { checkEntries, sparseOrDense } from './rowEntries.ts';

export interface BernoulliNBOptions extends DiscreteNBOptions {
  /** A feature is there when its value is above; null when all are 0 or 1 already. @default 0 */
  readonly binarize?: number | null;
}

/**
 * Bayes' rule with features that are there or not, as scikit-learn's BernoulliNB. Sparse features stay sparse.
 *
 * @example new BernoulliNB({ binarize: 0.5 }).fit(X, y).predictProba(X)
 */
export class BernoulliNB implements ProbabilisticClassifier {
  static readonly parameters = { ...discreteChecks, binarize: orNull(finite) };
  readonly kind = 'bernoulli-nb';
  readonly type = 'classifier';
  readonly params: Readonly<Required<BernoulliNBOptions>>;

  constructor(options: BernoulliNBOptions = {}) {
    this.params = { ...discreteDefaults, binarize: 0, ...options };
  }

  fit(features: Features, labels: LabelsLike, { sampleWeight }: FitOptions = {}): BernoulliNBModel {
    checkParameters(this.kind, this.params, BernoulliNB.parameters);
    const { binarize } = this.params;
    const X = sparseOrDense(features);
    checkSize(X);
    if (binarize === null)
      checkEntries(X, (value) => value === 0 || value === 1, 'set binarize, or give 0 or 1');
    else checkEntries(X, Number.isFinite, 'impute or remove such values');
    if (binarize !== null && binarize < 0 && isSparse(X))
      throw new InvalidInput(
        `binarize of ${binarize} makes every 0 of sparse features a 1: give dense ones, or a threshold of 0 or more`,
      );
    const entry = (value: number) => (binarize === null ? value : Number(value > binarize));
    const { alphas, ...counts } = countClasses(X, labels, sampleWeight, this.params, entry);
    const { rows, columns, data } = counts.featureCount;
    const featureLogProb = data.map((count, index) => {
      const alpha = alphas[index % columns]!;
      return Math.log(count + alpha) - Math.log(counts.classCount[Math.floor(index / columns)]! + 2 * alpha);
    });
    return new BernoulliNBModel(
      { ...counts, featureLogProb: { rows, columns, data: featureLogProb } },
      binarize,
    );
  }
}
