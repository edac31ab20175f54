export { InvalidInput } from './errors.ts';
export type { Estimator, Model, ModelDocument } from './estimator.ts';
export { createEstimator } from './estimators.ts';
export { LinearModel } from './linear/LinearModel.ts';
export { LinearRegression, type LinearRegressionOptions } from './linear/LinearRegression.ts';
export { LogisticRegression, type LogisticRegressionOptions } from './linear/LogisticRegression.ts';
export { loadModel } from './loaders.ts';
export type { Dense } from './matrix.ts';
export {
  areaUnderCurve,
  type ClassificationMetrics,
  classificationMetrics,
} from './metrics/classification.ts';
export { regressionMetrics } from './metrics/regression.ts';
export { score } from './metrics/score.ts';
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
export { type CategoryColumn, type Column, type NumberColumn, type Table, takeRows } from './table.ts';
