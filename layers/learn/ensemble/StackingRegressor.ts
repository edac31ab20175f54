import { type FittedPart, isEstimatorOf, type Named, namedBy } from '../compose/part.ts';
import type { FitOptions, RegressionModel, Regressor } from '../estimator.ts';
import { checkRows } from '../featureRows.ts';
import { Ridge } from '../linear/Ridge.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, flag } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { fitStack, type StackFolds, stackFolds } from './fitStack.ts';
import { consecutiveFolds } from './folds.ts';
import { type FittedStackOf, StackedModel } from './StackedModel.ts';

export interface StackingRegressorOptions<Final extends Regressor = Regressor> {
  /** Regressors by name, or with `cv: 'prefit'` their models; 'drop' leaves one out. */
  readonly estimators: readonly Named<Regressor | RegressionModel | 'drop'>[];
  /**
   * Learns from what the others predict. @default new Ridge(): its penalty is the middle one of those that
   * scikit-learn's default, RidgeCV, chooses from
   */
  readonly finalEstimator?: Final;
  /** Folds, runs of rows, in which the final estimator's data is made. @default 5 */
  readonly cv?: StackFolds;
  /** The final estimator sees the features too. @default false */
  readonly passthrough?: boolean;
}

/**
 * A regressor that learns from what other regressors predict.
 *
 * @example new StackingRegressor({ estimators: [['lasso', new Lasso()], ['near', new KNeighborsRegressor()]] }).fit(X, y)
 */
export class StackingRegressor<Final extends Regressor = Ridge> implements Regressor {
  static readonly parameters = {
    estimators: namedBy(
      (member) =>
        member === 'drop' ||
        isEstimatorOf('regressor')(member) ||
        (typeof member === 'object' && member !== null && 'predict' in member && !('classes' in member)),
      'names and regressors',
    ),
    finalEstimator: (value: unknown) =>
      isEstimatorOf('regressor')(value) ? undefined : 'must be a regressor',
    cv: stackFolds,
    passthrough: flag,
  };
  readonly kind = 'stacking-regressor';
  readonly type = 'regressor';
  readonly params: Readonly<Required<StackingRegressorOptions<Final>>>;

  constructor({
    finalEstimator = new Ridge() as Regressor as Final,
    ...options
  }: StackingRegressorOptions<Final>) {
    this.params = { cv: 5, passthrough: false, ...options, finalEstimator };
  }

  fit(X: Features, y: ArrayLike<number>, options: FitOptions = {}): FittedStackOf<FittedPart<Final>> {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(
    X: Features,
    y: ArrayLike<number>,
    options: FitOptions = {},
  ): Steps<FittedStackOf<FittedPart<Final>>> {
    checkParameters(this.kind, this.params, StackingRegressor.parameters);
    checkRows(X, y.length);
    const { passthrough } = this.params;
    const folds = (k: number) => consecutiveFolds(y.length, k);
    const stack = { ...this.params, stackMethod: 'predict' } as const;
    const fitted = yield* fitStack(stack, { X, y, classes: [] }, folds, options);
    return new StackedModel(this.kind, { ...fitted, passthrough }) as FittedStackOf<FittedPart<Final>>;
  }
}
