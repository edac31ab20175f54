import { checkSize } from '../checkData.ts';
import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { checkParameters } from '../parameters.ts';
import { countClasses, type DiscreteNBOptions, discreteChecks, discreteDefaults } from './countClasses.ts';
import { MultinomialNBModel } from './MultinomialNBModel.ts';
import { checkEntries, sparseOrDense } from './rowEntries.ts';

/**
 * Bayes' rule with counts of features, as words of a text, as scikit-learn's MultinomialNB. Sparse features stay sparse.
 *
 * @example new MultinomialNB({ alpha: 0.1 }).fit(counts, topics).predict(counts)
 */
export class MultinomialNB implements ProbabilisticClassifier {
  static readonly parameters = discreteChecks;
  readonly kind = 'multinomial-nb';
  readonly type = 'classifier';
  readonly params: Readonly<Required<DiscreteNBOptions>>;

  constructor(options: DiscreteNBOptions = {}) {
    this.params = { ...discreteDefaults, ...options };
  }

  fit(features: Features, labels: LabelsLike, { sampleWeight }: FitOptions = {}): MultinomialNBModel {
    checkParameters(this.kind, this.params, MultinomialNB.parameters);
    const X = sparseOrDense(features);
    checkSize(X);
    checkEntries(X, isCount, 'counts are finite numbers of 0 or more');
    const { alphas, ...counts } = countClasses(X, labels, sampleWeight, this.params, (value) => value);
    const { rows, columns, data } = counts.featureCount;
    const probabilities = new Float64Array(data.length);
    for (let code = 0; code < rows; code++) {
      const from = code * columns;
      let total = 0;
      for (let column = 0; column < columns; column++) total += data[from + column]! + alphas[column]!;
      for (let column = 0; column < columns; column++)
        probabilities[from + column] = Math.log(data[from + column]! + alphas[column]!) - Math.log(total);
    }
    return new MultinomialNBModel({ ...counts, featureLogProb: { rows, columns, data: probabilities } });
  }
}

function isCount(value: number): boolean {
  return value >= 0 && value < Number.POSITIVE_INFINITY;
}
