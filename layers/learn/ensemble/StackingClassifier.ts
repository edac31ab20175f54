import { type FittedPart, isEstimatorOf, type Named, namedBy } from '../compose/part.ts';
import type { ClassificationModel, Classifier, FitOptions } from '../estimator.ts';
import { checkRows } from '../featureRows.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { LogisticRegression } from '../linear/LogisticRegression.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, flag, oneOf } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { fitStack, type StackFolds, stackFolds } from './fitStack.ts';
import { stratifiedFolds } from './folds.ts';
import { type FittedStackOf, StackedModel } from './StackedModel.ts';
import type { StackMethod } from './stackedFeatures.ts';

export interface StackingClassifierOptions<Final extends Classifier = Classifier> {
  /** Classifiers by name, or with `cv: 'prefit'` their models; 'drop' leaves one out. */
  readonly estimators: readonly Named<Classifier | ClassificationModel | 'drop'>[];
  /** Learns from what the others say. @default new LogisticRegression() */
  readonly finalEstimator?: Final;
  /** Stratified folds in which the final estimator's data is made. @default 5 */
  readonly cv?: StackFolds;
  /** What the others are asked for; auto takes the first there is of predictProba, decisionFunction and predict. @default 'auto' */
  readonly stackMethod?: StackMethod | 'auto';
  /** The final estimator sees the features too. @default false */
  readonly passthrough?: boolean;
}

/**
 * A classifier that learns from what other classifiers say.
 *
 * @example new StackingClassifier({ estimators: [['bayes', new GaussianNB()], ['near', new KNeighborsClassifier()]] }).fit(X, y)
 */
export class StackingClassifier<Final extends Classifier = LogisticRegression> implements Classifier {
  static readonly parameters = {
    estimators: namedBy(
      (member) =>
        member === 'drop' ||
        isEstimatorOf('classifier')(member) ||
        (typeof member === 'object' && member !== null && 'classes' in member),
      'names and classifiers',
    ),
    finalEstimator: (value: unknown) =>
      isEstimatorOf('classifier')(value) ? undefined : 'must be a classifier',
    cv: stackFolds,
    stackMethod: oneOf('auto', 'predictProba', 'decisionFunction', 'predict'),
    passthrough: flag,
  };
  readonly kind = 'stacking-classifier';
  readonly type = 'classifier';
  readonly params: Readonly<Required<StackingClassifierOptions<Final>>>;

  constructor({
    finalEstimator = new LogisticRegression() as Classifier as Final,
    ...options
  }: StackingClassifierOptions<Final>) {
    this.params = { cv: 5, stackMethod: 'auto', passthrough: false, ...options, finalEstimator };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): FittedStackOf<FittedPart<Final>> {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: LabelsLike, options: FitOptions = {}): Steps<FittedStackOf<FittedPart<Final>>> {
    checkParameters(this.kind, this.params, StackingClassifier.parameters);
    checkRows(X, y.length);
    const { classes, codes } = encodeClasses(y);
    const folds = (k: number) => stratifiedFolds(codes, k);
    const fitted = yield* fitStack(this.params, { X, y, classes }, folds, options);
    const { passthrough } = this.params;
    return new StackedModel(this.kind, { ...fitted, classes, passthrough }) as FittedStackOf<
      FittedPart<Final>
    >;
  }
}
