import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { type Checks, oneOf } from '../parameters.ts';
import { SGDClassifier, type SGDClassifierOptions } from './SGDClassifier.ts';
import type { SGDProbabilisticModel } from './SGDProbabilisticModel.ts';

/** The SGDClassifier that a spec can name: with a loss that gives probabilities, `log_loss` by default. */
export class ProbabilisticSGD extends SGDClassifier implements ProbabilisticClassifier {
  static override readonly parameters: Checks = {
    ...SGDClassifier.parameters,
    loss: oneOf('log_loss', 'modified_huber'),
  };

  constructor(options: SGDClassifierOptions & { readonly loss?: 'log_loss' | 'modified_huber' } = {}) {
    super({ loss: 'log_loss', ...options });
  }

  override fit(X: Features, y: LabelsLike, options: FitOptions = {}): SGDProbabilisticModel {
    return super.fit(X, y, options) as SGDProbabilisticModel;
  }
}
