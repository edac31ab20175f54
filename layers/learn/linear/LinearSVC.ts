import type { Classifier, FitOptions } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, count, flag, oneOf, positive, seed } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type ClassWeight, classWeightCheck } from './classWeight.ts';
import { classifyByDual } from './dualDescent.ts';
import { LinearClassifierModel } from './LinearClassifierModel.ts';
import { oneVersusRest } from './oneVersusRest.ts';
import { dualProblem, linearModelOf } from './supportVectors.ts';

export interface LinearSVCOptions {
  /** @default 'squared_hinge' */
  readonly loss?: 'hinge' | 'squared_hinge';
  /** Inverse strength of the L2 penalty. @default 1 */
  readonly C?: number;
  /** @default true */
  readonly fitIntercept?: boolean;
  /** The intercept is the weight of a feature with this value, and penalized as any: more makes that matter less. @default 1 */
  readonly interceptScaling?: number;
  /** Weights of classes. @default null */
  readonly classWeight?: ClassWeight;
  /** Largest number of rounds over all rows. @default 1000 */
  readonly maxIter?: number;
  /** Ends when no row's slope is steeper. @default 1e-4 */
  readonly tol?: number;
  /** Of the order of rows. @default 0 */
  readonly seed?: number;
}

/**
 * Linear support vector classifier, one class against the rest: |w|² / 2 + C Σ loss, the intercept among the weights, by coordinate
 * descent in the dual, as LIBLINEAR and scikit-learn's LinearSVC. Features should be scaled.
 *
 * @example new LinearSVC({ C: 0.5, loss: 'hinge' }).fit(X, y).decisionFunction(X)
 */
export class LinearSVC implements Classifier {
  static readonly parameters = {
    loss: oneOf('hinge', 'squared_hinge'),
    C: positive,
    fitIntercept: flag,
    interceptScaling: positive,
    classWeight: classWeightCheck,
    maxIter: count,
    tol: positive,
    seed,
  };
  readonly kind = 'linear-svc';
  readonly type = 'classifier';
  readonly params: Readonly<Required<LinearSVCOptions>>;

  constructor(options: LinearSVCOptions = {}) {
    this.params = {
      loss: 'squared_hinge',
      C: 1,
      fitIntercept: true,
      interceptScaling: 1,
      classWeight: null,
      maxIter: 1000,
      tol: 1e-4,
      seed: 0,
      ...options,
    };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): LinearClassifierModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: LabelsLike, options: FitOptions = {}): Steps<LinearClassifierModel> {
    const { kind, params } = this;
    checkParameters(kind, params, LinearSVC.parameters);
    const isSquared = params.loss === 'squared_hinge';
    const solution = yield* oneVersusRest(X, y, options, params.classWeight, function* (samples) {
      const { weights, nIter } = yield* classifyByDual(dualProblem(samples, params, isSquared), params);
      return linearModelOf(weights, params, nIter);
    });
    return new LinearClassifierModel(kind, solution);
  }
}
