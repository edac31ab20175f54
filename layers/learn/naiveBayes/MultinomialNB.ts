import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, flag, positive } from '../parameters.ts';
import { priorsCheck } from './classPriors.ts';
import type { DiscreteNBModel } from './DiscreteNBModel.ts';
import { fitDiscrete } from './fitDiscrete.ts';

export interface MultinomialNBOptions {
  /** Added to every count, so that nothing is impossible: above 0, where scikit-learn also takes 0. @default 1 */
  readonly alpha?: number;
  /** Learns the probabilities of the classes; else they are equal. @default true */
  readonly fitPrior?: boolean;
  /** Probabilities of the classes, in their order. @default null */
  readonly classPrior?: readonly number[] | null;
}

/**
 * Naive Bayes of counts, as those of words: dense or sparse, 0 or more.
 *
 * @example new MultinomialNB().fit(new CountVectorizer().fit(texts).transform(texts), ['spam', 'ham', …])
 */
export class MultinomialNB implements ProbabilisticClassifier {
  static readonly parameters = { alpha: positive, fitPrior: flag, classPrior: priorsCheck };
  readonly kind = 'multinomial-nb';
  readonly type = 'classifier';
  readonly params: Readonly<Required<MultinomialNBOptions>>;

  constructor({ alpha = 1, fitPrior = true, classPrior = null }: MultinomialNBOptions = {}) {
    this.params = { alpha, fitPrior, classPrior };
  }

  fit(X: Features, y: LabelsLike, { sampleWeight }: FitOptions = {}): DiscreteNBModel {
    checkParameters(this.kind, this.params, MultinomialNB.parameters);
    const { alpha, fitPrior, classPrior } = this.params;
    const { kind } = this;
    return fitDiscrete(
      {
        kind,
        binarize: null,
        fitPrior,
        classPrior,
        logProbabilities: ({ rows, columns, data }) => {
          const logs = data.map((count) => Math.log(count + alpha));
          for (let code = 0; code < rows; code++) {
            const [start, end] = [code * columns, (code + 1) * columns];
            const total = data.subarray(start, end).reduce((sum, count) => sum + count + alpha, 0);
            for (let index = start; index < end; index++) logs[index]! -= Math.log(total);
          }
          return logs;
        },
      },
      X,
      y,
      sampleWeight,
    );
  }
}
