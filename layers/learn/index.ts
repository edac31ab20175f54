export { InvalidInput } from './errors.ts';
export type {
  ClassificationModel,
  Classifier,
  Estimator,
  EstimatorType,
  FitOptions,
  FittedTransformer,
  Model,
  ModelDocument,
  ProbabilisticClassifier,
  ProbabilisticModel,
  RegressionModel,
  Regressor,
  Transformer,
  Unsupervised,
} from './estimator.ts';
export { createEstimator } from './estimators.ts';
export type { Labels, LabelsLike } from './labels.ts';
export { LinearModel } from './linear/LinearModel.ts';
export { LinearRegression, type LinearRegressionOptions } from './linear/LinearRegression.ts';
export { LogisticModel } from './linear/LogisticModel.ts';
export { LogisticRegression, type LogisticRegressionOptions } from './linear/LogisticRegression.ts';
export { loadModel } from './loaders.ts';
export type { Dense, Features, Sparse } from './matrix.ts';
export {
  areaUnderCurve,
  type ClassificationMetrics,
  classificationMetrics,
} from './metrics/classification.ts';
export { regressionMetrics } from './metrics/regression.ts';
export { score } from './metrics/score.ts';
export type { WorkerPool } from './parallel/WorkerPool.ts';
export {
  FittedPipeline,
  fitPipeline,
  type PipelineDocument,
  type PipelineOptions,
  type Signature,
} from './pipeline/FittedPipeline.ts';
export type { Prediction } from './pipeline/prediction.ts';
export type { ColumnSpec, FittedColumn } from './preprocessing/FittedColumn.ts';
export { crossValidate } from './selection/crossValidate.ts';
export { kFold, type Split, trainTestSplit } from './selection/split.ts';
export { fitAsync, type Progress } from './steps.ts';
export { type CategoryColumn, type Column, type NumberColumn, type Table, takeRows } from './table.ts';
export { HistGradientBoostingClassificationModel } from './trees/boosting/HistGradientBoostingClassificationModel.ts';
export {
  HistGradientBoostingClassifier,
  type HistGradientBoostingClassifierOptions,
} from './trees/boosting/HistGradientBoostingClassifier.ts';
export { HistGradientBoostingRegressionModel } from './trees/boosting/HistGradientBoostingRegressionModel.ts';
export {
  HistGradientBoostingRegressor,
  type HistGradientBoostingRegressorOptions,
} from './trees/boosting/HistGradientBoostingRegressor.ts';
