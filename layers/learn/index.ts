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
export { CorrelationFilter, type CorrelationFilterOptions } from './featureSelection/CorrelationFilter.ts';
export {
  type MutualInformationOptions,
  mutualInfoClassif,
  mutualInfoRegression,
} from './featureSelection/mutualInformation.ts';
export { RFE, type RFEOptions } from './featureSelection/RFE.ts';
export { RFECV, type RFECVOptions } from './featureSelection/RFECV.ts';
export { SelectFromModel, type SelectFromModelOptions } from './featureSelection/SelectFromModel.ts';
export { type FeatureAttributes, SelectionModel } from './featureSelection/SelectionModel.ts';
export { SelectKBest, type SelectKBestOptions } from './featureSelection/SelectKBest.ts';
export { SelectPercentile, type SelectPercentileOptions } from './featureSelection/SelectPercentile.ts';
export {
  SequentialFeatureSelector,
  type SequentialOptions,
} from './featureSelection/SequentialFeatureSelector.ts';
export type { ScoreFunction } from './featureSelection/scoreFunctions.ts';
export {
  chi2,
  type FeatureScores,
  fClassif,
  fRegression,
  rRegression,
} from './featureSelection/univariate.ts';
export { VarianceThreshold, type VarianceThresholdOptions } from './featureSelection/VarianceThreshold.ts';
export type { Labels, LabelsLike } from './labels.ts';
export { LinearModel } from './linear/LinearModel.ts';
export { LinearRegression, type LinearRegressionOptions } from './linear/LinearRegression.ts';
export { LogisticModel } from './linear/LogisticModel.ts';
export { LogisticRegression, type LogisticRegressionOptions } from './linear/LogisticRegression.ts';
export { loadModel } from './loaders.ts';
export type { Dense, Features, Sparse } from './matrix.ts';
export {
  accuracyScore,
  balancedAccuracyScore,
  cohenKappaScore,
  type KappaOptions,
  matthewsCorrcoef,
} from './metrics/agreement.ts';
export {
  type AveragePrecisionOptions,
  areaUnderCurve,
  averagePrecisionScore,
  type RocAucOptions,
  rocAucScore,
} from './metrics/auc.ts';
export {
  type ClassificationMetrics,
  classificationMetrics,
  multiclassMetrics,
} from './metrics/classification.ts';
export {
  adjustedRandScore,
  completenessScore,
  homogeneityScore,
  mutualInfoScore,
  normalizedMutualInfoScore,
  vMeasureScore,
} from './metrics/clusterAgreement.ts';
export {
  calinskiHarabaszScore,
  daviesBouldinScore,
  silhouetteSamples,
  silhouetteScore,
} from './metrics/clusterSeparation.ts';
export type { MetricOptions } from './metrics/compared.ts';
export {
  type PrecisionRecallCurve,
  precisionRecallCurve,
  type RocCurve,
  rocCurve,
} from './metrics/curves.ts';
export {
  type AverageOptions,
  f1Score,
  fbetaScore,
  precisionScore,
  recallScore,
} from './metrics/precisionRecall.ts';
export {
  type BrierOptions,
  brierScoreLoss,
  type CalibrationCurve,
  type CalibrationOptions,
  calibrationCurve,
  logLoss,
  type ProbabilityOptions,
} from './metrics/probabilities.ts';
export type { RankingOptions } from './metrics/ranked.ts';
export { regressionMetrics } from './metrics/regression.ts';
export {
  explainedVarianceScore,
  maxError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanPinballLoss,
  meanPoissonDeviance,
  meanSquaredError,
  medianAbsoluteError,
  r2Score,
  rootMeanSquaredError,
} from './metrics/regressionErrors.ts';
export { score } from './metrics/score.ts';
export { type ConfusionOptions, confusionMatrix } from './metrics/tallies.ts';
export {
  type CrossValidateOptions,
  crossValidate,
  crossValPredict,
  crossValScore,
  type FoldScores,
} from './modelSelection/crossValidate.ts';
export { crossValidatePipeline } from './modelSelection/crossValidatePipeline.ts';
export type { EstimatorMaker, Folds, Scoring } from './modelSelection/folds.ts';
export { GroupKFold } from './modelSelection/GroupKFold.ts';
export { type FoldOptions, KFold } from './modelSelection/KFold.ts';
export { RepeatedKFold, RepeatedStratifiedKFold } from './modelSelection/RepeatedKFold.ts';
export { ShuffleSplit, type ShuffleSplitOptions } from './modelSelection/ShuffleSplit.ts';
export type { Splitter } from './modelSelection/Splitter.ts';
export { StratifiedKFold } from './modelSelection/StratifiedKFold.ts';
export {
  type LearningCurveOptions,
  learningCurve,
  type ScoreCurve,
  type ValidationCurveOptions,
  validationCurve,
} from './modelSelection/scoreCurves.ts';
export { getScorer, type Scorer } from './modelSelection/scorers.ts';
export { kFold, type Split, trainTestSplit } from './modelSelection/split.ts';
export { TimeSeriesSplit, type TimeSeriesSplitOptions } from './modelSelection/TimeSeriesSplit.ts';
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
export type { Candidate, SearchFitOptions, SearchOptions, SearchResult } from './search/candidates.ts';
export { GridSearchCV, type GridSearchOptions } from './search/GridSearchCV.ts';
export {
  HalvingGridSearchCV,
  type HalvingOptions,
  type HalvingResult,
} from './search/HalvingGridSearchCV.ts';
export type { Grid } from './search/ParameterGrid.ts';
export { RandomizedSearchCV, type RandomizedSearchOptions } from './search/RandomizedSearchCV.ts';
export type { Dimension, SearchSpace } from './search/space.ts';
export { type TpeDocument, type TpeOptions, TpeSampler, type Trial } from './search/TpeSampler.ts';
export { TpeSearchCV, type TpeSearchOptions } from './search/TpeSearchCV.ts';
export { fitAsync, type Progress } from './steps.ts';
export { type CategoryColumn, type Column, type NumberColumn, type Table, takeRows } from './table.ts';
