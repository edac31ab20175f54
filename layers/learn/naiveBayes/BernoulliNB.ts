import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, finite, flag, positive } from '../parameters.ts';
import { priorsCheck } from './classPriors.ts';
import type { DiscreteNBModel } from './DiscreteNBModel.ts';
import { fitDiscrete } from './fitDiscrete.ts';

export interface BernoulliNBOptions {
  /** Added to the counts of ones and of zeros, so that nothing is impossible: above 0, where scikit-learn also takes 0. @default 1 */
  readonly alpha?: number;
  /** Above it a value is 1 and else 0. @default 0 */
  readonly binarize?: number;
  /** Learns the probabilities of the classes; else they are equal. @default true */
  readonly fitPrior?: boolean;
  /** Probabilities of the classes, in their order. @default null */
  readonly classPrior?: readonly number[] | null;
}

/**
 * Naive Bayes of features that are there or not.
 *
 * @example new BernoulliNB().fit([[1, 0], [1, 1], [0, 1]], ['a', 'a', 'b']).predictProba([[0, 1]])
 */
export class BernoulliNB implements ProbabilisticClassifier {
  static readonly parameters = { alpha: positive, binarize: finite, fitPrior: flag, classPrior: priorsCheck };
  readonly kind = 'bernoulli-nb';
  readonly type = 'classifier';
  readonly params: Readonly<Required<BernoulliNBOptions>>;

  constructor({ alpha = 1, binarize = 0, fitPrior = true, classPrior = null }: BernoulliNBOptions = {}) {
    this.params = { alpha, binarize, fitPrior, classPrior };
  }

  fit(X: Features, y: LabelsLike, { sampleWeight }: FitOptions = {}): DiscreteNBModel {
    checkParameters(this.kind, this.params, BernoulliNB.parameters);
    const { alpha, binarize, fitPrior, classPrior } = this.params;
    const { kind } = this;
    return fitDiscrete(
      {
        kind,
        binarize,
        fitPrior,
        classPrior,
        logProbabilities: ({ columns, data }, counts) =>
          data.map(
            (count, index) =>
              Math.log(count + alpha) - Math.log(counts[Math.floor(index / columns)]! + 2 * alpha),
          ),
      },
      X,
      y,
      sampleWeight,
    );
  }
}
