import { z } from 'zod';
import { elasticNet, lasso, linearRegression, logisticRegression, ridge } from './linear.ts';
import { gaussianNB, kNeighborsClassifier, kNeighborsRegressor, svr } from './others.ts';
import {
  decisionTreeClassifier,
  decisionTreeRegressor,
  extraTreesClassifier,
  extraTreesRegressor,
  histGradientBoostingClassifier,
  histGradientBoostingRegressor,
  randomForestClassifier,
  randomForestRegressor,
} from './trees.ts';

/**
 * The estimators that a spec may name: what each does, and its parameters, which `layers/learn` takes by the
 * same names. A list of values is searched as a grid.
 */
const regressors = [
  linearRegression,
  ridge,
  lasso,
  elasticNet,
  histGradientBoostingRegressor,
  randomForestRegressor,
  extraTreesRegressor,
  decisionTreeRegressor,
  kNeighborsRegressor,
  svr,
] as const;

const classifiers = [
  logisticRegression,
  histGradientBoostingClassifier,
  randomForestClassifier,
  extraTreesClassifier,
  decisionTreeClassifier,
  kNeighborsClassifier,
  gaussianNB,
] as const;

/** An estimator with its parameters. */
export const configuredEstimator = z.discriminatedUnion('model', [...regressors, ...classifiers]);

export type EstimatorName = z.infer<typeof configuredEstimator>['model'];

const namesOf = (estimators: readonly { shape: { model: { value: EstimatorName } } }[]) =>
  estimators.map(({ shape }) => shape.model.value);

export const estimatorNames = namesOf([...regressors, ...classifiers]) as [EstimatorName, ...EstimatorName[]];

/** Task that each estimator does. */
export const estimatorTasks = Object.fromEntries([
  ...namesOf(regressors).map((name) => [name, 'regression']),
  ...namesOf(classifiers).map((name) => [name, 'classification']),
]) as Readonly<Record<EstimatorName, 'regression' | 'classification'>>;
