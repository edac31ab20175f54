import type { Classifier, FitOptions } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { type Checks, checkParameters, oneOf } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type ClassWeight, classWeightCheck } from './classWeight.ts';
import { LinearClassifierModel } from './LinearClassifierModel.ts';
import { marginLosses } from './losses.ts';
import { oneVersusRest } from './oneVersusRest.ts';
import { isProbabilistic, SGDProbabilisticModel } from './SGDProbabilisticModel.ts';
import { descendByRows, type SGDOptions, sgdDefaults, sgdParameters } from './sgd.ts';

export interface SGDClassifierOptions extends Omit<SGDOptions, 'epsilon'> {
  /** `log_loss` and `modified_huber` give probabilities. @default 'hinge' */
  readonly loss?: keyof typeof marginLosses;
  /** Weights of classes. @default null */
  readonly classWeight?: ClassWeight;
}

const { epsilon: _, ...parameters } = sgdParameters;
const { epsilon: __, ...defaults } = sgdDefaults;

/**
 * Linear classifiers by stochastic gradient descent, one row a step and one class against the rest, as scikit-learn's; features
 * should be scaled.
 *
 * @example new SGDClassifier({ loss: 'log_loss', penalty: 'elasticnet' }).fit(X, y).predict(X)
 */
export class SGDClassifier implements Classifier {
  static readonly parameters: Checks = {
    loss: oneOf(...Object.keys(marginLosses)),
    ...parameters,
    classWeight: classWeightCheck,
  };
  readonly kind = 'sgd-classifier';
  readonly type = 'classifier';
  readonly params: Readonly<Required<SGDClassifierOptions>>;

  constructor(options: SGDClassifierOptions = {}) {
    this.params = {
      loss: 'hinge',
      ...defaults,
      learningRate: 'optimal',
      powerT: 0.5,
      classWeight: null,
      ...options,
    };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): LinearClassifierModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: LabelsLike, options: FitOptions = {}): Steps<LinearClassifierModel> {
    const { kind, params } = this;
    checkParameters(kind, params, SGDClassifier.parameters);
    const solution = yield* oneVersusRest(X, y, options, params.classWeight, (samples) =>
      descendByRows(samples, marginLosses[params.loss], { ...params, epsilon: 0 }),
    );
    return isProbabilistic(params.loss)
      ? new SGDProbabilisticModel(params.loss, solution)
      : new LinearClassifierModel(kind, solution);
  }
}
