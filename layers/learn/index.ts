export {
  AgglomerativeClustering,
  type AgglomerativeClusteringOptions,
} from './cluster/AgglomerativeClustering.ts';
export { AgglomerativeModel } from './cluster/AgglomerativeModel.ts';
export { DBSCAN, type DBSCANOptions } from './cluster/DBSCAN.ts';
export { DBSCANModel } from './cluster/DBSCANModel.ts';
export { KMeans, type KMeansOptions } from './cluster/KMeans.ts';
export { KMeansModel } from './cluster/KMeansModel.ts';
export {
  MiniBatchKMeans,
  type MiniBatchKMeansOptions,
} from './cluster/MiniBatchKMeans.ts';
export { FittedPCA } from './decomposition/FittedPCA.ts';
export { FittedTruncatedSVD } from './decomposition/FittedTruncatedSVD.ts';
export { PCA, type PCAOptions } from './decomposition/PCA.ts';
export { TruncatedSVD, type TruncatedSVDOptions } from './decomposition/TruncatedSVD.ts';
export { DiscriminantModel } from './discriminant/DiscriminantModel.ts';
export {
  LinearDiscriminantAnalysis,
  type LinearDiscriminantAnalysisOptions,
} from './discriminant/LinearDiscriminantAnalysis.ts';
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
export { LinearSVC, type LinearSVCOptions } from './linear/LinearSVC.ts';
export { LinearSVR, type LinearSVROptions } from './linear/LinearSVR.ts';
export { LogisticModel } from './linear/LogisticModel.ts';
export { LogisticRegression, type LogisticRegressionOptions } from './linear/LogisticRegression.ts';
export { Ridge, type RidgeOptions } from './linear/Ridge.ts';
export { SGDClassifier, type SGDClassifierOptions } from './linear/SGDClassifier.ts';
export { SGDProbabilisticModel } from './linear/SGDProbabilisticModel.ts';
export { SGDRegressor, type SGDRegressorOptions } from './linear/SGDRegressor.ts';
export { loadModel } from './loaders.ts';
export { TSNE, type TSNEOptions } from './manifold/TSNE.ts';
export { TSNEModel } from './manifold/TSNEModel.ts';
export { type TrustworthinessOptions, trustworthiness } from './manifold/trustworthiness.ts';
export type { Dense, Features, Sparse } from './matrix.ts';
export {
  areaUnderCurve,
  type ClassificationMetrics,
  classificationMetrics,
} from './metrics/classification.ts';
export { regressionMetrics } from './metrics/regression.ts';
export { score } from './metrics/score.ts';
export { GaussianMixture, type GaussianMixtureOptions } from './mixture/GaussianMixture.ts';
export { GaussianMixtureModel } from './mixture/GaussianMixtureModel.ts';
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
