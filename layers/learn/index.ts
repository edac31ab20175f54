export { Apriori } from './association/Apriori.ts';
export { AssociationModel, type Recommendation } from './association/AssociationModel.ts';
export {
  associationRules,
  type Itemset,
  type Rule,
  type RuleMetric,
} from './association/associationRules.ts';
export type { Item, Transactions } from './association/baskets.ts';
export { FPGrowth } from './association/FPGrowth.ts';
export type { ItemsetOptions } from './association/mineSets.ts';
export { ColumnTransformer, type ColumnTransformerOptions } from './compose/ColumnTransformer.ts';
export { type ColumnSelector, type Columns, makeColumnSelector } from './compose/columns.ts';
export { FeatureUnion, type FeatureUnionOptions } from './compose/FeatureUnion.ts';
export { FittedColumnTransformer } from './compose/FittedColumnTransformer.ts';
export { FittedFeatureUnion } from './compose/FittedFeatureUnion.ts';
export { Pipeline } from './compose/Pipeline.ts';
export { type FittedPipelineOf, PipelineModel } from './compose/PipelineModel.ts';
export { HardVotingModel } from './ensemble/HardVotingModel.ts';
export { SoftVotingModel } from './ensemble/SoftVotingModel.ts';
export { type FittedStackOf, StackedModel } from './ensemble/StackedModel.ts';
export { StackingClassifier, type StackingClassifierOptions } from './ensemble/StackingClassifier.ts';
export { StackingRegressor, type StackingRegressorOptions } from './ensemble/StackingRegressor.ts';
export { VotingClassifier, type VotingClassifierOptions } from './ensemble/VotingClassifier.ts';
export { VotingRegressor, type VotingRegressorOptions } from './ensemble/VotingRegressor.ts';
export { VotingRegressorModel } from './ensemble/VotingRegressorModel.ts';
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
export { ElasticNet, type ElasticNetOptions, type LassoOptions } from './linear/ElasticNet.ts';
export { Lasso } from './linear/Lasso.ts';
export { LinearClassifierModel } from './linear/LinearClassifierModel.ts';
export { LinearModel } from './linear/LinearModel.ts';
export { LinearRegression, type LinearRegressionOptions } from './linear/LinearRegression.ts';
export { LogisticModel } from './linear/LogisticModel.ts';
export { LogisticRegression, type LogisticRegressionOptions } from './linear/LogisticRegression.ts';
export { Ridge, type RidgeOptions } from './linear/Ridge.ts';
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
export type { Bandit } from './reinforcement/Bandit.ts';
export {
  BernoulliThompsonSampling,
  type BernoulliThompsonSamplingOptions,
} from './reinforcement/BernoulliThompsonSampling.ts';
export { crossFittedRewards } from './reinforcement/crossFittedRewards.ts';
export type { Environment, Transition } from './reinforcement/Environment.ts';
export {
  FittedQIteration,
  type FittedQIterationOptions,
  type LoggedTransitions,
} from './reinforcement/FittedQIteration.ts';
export { FittedQPolicy } from './reinforcement/FittedQPolicy.ts';
export {
  LinearThompsonSampling,
  type LinearThompsonSamplingOptions,
} from './reinforcement/LinearThompsonSampling.ts';
export { LinUCB, type LinUCBOptions } from './reinforcement/LinUCB.ts';
export {
  directMethod,
  doublyRobust,
  inversePropensityScore,
  type LoggedDecisions,
  type OffPolicyEstimate,
  selfNormalizedInversePropensityScore,
} from './reinforcement/offPolicy.ts';
export { QLearning } from './reinforcement/QLearning.ts';
export { SARSA } from './reinforcement/SARSA.ts';
export type { Schedule } from './reinforcement/schedule.ts';
export { TabularPolicy } from './reinforcement/TabularPolicy.ts';
export type { TabularOptions } from './reinforcement/temporalDifference.ts';
export { crossValidate } from './selection/crossValidate.ts';
export { kFold, type Split, trainTestSplit } from './selection/split.ts';
export { fitAsync, type Progress } from './steps.ts';
export { type CategoryColumn, type Column, type NumberColumn, type Table, takeRows } from './table.ts';
