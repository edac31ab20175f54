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
export {
  CalibratedClassifierCV,
  type CalibratedClassifierOptions,
} from './calibration/CalibratedClassifierCV.ts';
export { CalibratedClassifierModel, type CalibratedMember } from './calibration/CalibratedClassifierModel.ts';
export { IsotonicModel, type OutOfBounds } from './calibration/IsotonicModel.ts';
export { IsotonicRegression, type IsotonicRegressionOptions } from './calibration/IsotonicRegression.ts';
export {
  AgglomerativeClustering,
  type AgglomerativeClusteringOptions,
} from './cluster/AgglomerativeClustering.ts';
export { AgglomerativeModel } from './cluster/AgglomerativeModel.ts';
export { DBSCAN, type DBSCANOptions } from './cluster/DBSCAN.ts';
export { DBSCANModel } from './cluster/DBSCANModel.ts';
export { KMeans, type KMeansOptions } from './cluster/KMeans.ts';
export { KMeansModel } from './cluster/KMeansModel.ts';
export { MiniBatchKMeans, type MiniBatchKMeansOptions } from './cluster/MiniBatchKMeans.ts';
export { ColumnTransformer, type ColumnTransformerOptions } from './compose/ColumnTransformer.ts';
export { type ColumnSelector, type Columns, makeColumnSelector } from './compose/columns.ts';
export { FeatureUnion, type FeatureUnionOptions } from './compose/FeatureUnion.ts';
export { FittedColumnTransformer } from './compose/FittedColumnTransformer.ts';
export { FittedFeatureUnion } from './compose/FittedFeatureUnion.ts';
export { Pipeline } from './compose/Pipeline.ts';
export { type FittedPipelineOf, PipelineModel } from './compose/PipelineModel.ts';
export { DateParts, type DatePartsOptions } from './dates/DateParts.ts';
export { FittedDateParts } from './dates/FittedDateParts.ts';
export type { DatePart } from './dates/parts.ts';
export { FittedPCA } from './decomposition/FittedPCA.ts';
export { FittedTruncatedSVD } from './decomposition/FittedTruncatedSVD.ts';
export { PCA, type PCAOptions } from './decomposition/PCA.ts';
export { TruncatedSVD, type TruncatedSVDOptions } from './decomposition/TruncatedSVD.ts';
export { DiscriminantModel } from './discriminant/DiscriminantModel.ts';
export {
  LinearDiscriminantAnalysis,
  type LinearDiscriminantAnalysisOptions,
} from './discriminant/LinearDiscriminantAnalysis.ts';
export { AdaBoostClassifier, type AdaBoostClassifierOptions } from './ensemble/AdaBoostClassifier.ts';
export { AdaBoostClassifierModel } from './ensemble/AdaBoostClassifierModel.ts';
export { BaggingClassifier } from './ensemble/BaggingClassifier.ts';
export { BaggingClassifierModel } from './ensemble/BaggingClassifierModel.ts';
export { BaggingRegressor } from './ensemble/BaggingRegressor.ts';
export { BaggingRegressorModel } from './ensemble/BaggingRegressorModel.ts';
export type { BaggingOptions } from './ensemble/fitBag.ts';
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
export { DropMissing, type DropMissingOptions } from './impute/DropMissing.ts';
export { FittedIterativeImputer } from './impute/FittedIterativeImputer.ts';
export { FittedKNNImputer } from './impute/FittedKNNImputer.ts';
export { FittedSimpleImputer } from './impute/FittedSimpleImputer.ts';
export { IterativeImputer, type IterativeImputerOptions } from './impute/IterativeImputer.ts';
export { KNNImputer, type KNNImputerOptions } from './impute/KNNImputer.ts';
export { SimpleImputer, type SimpleImputerOptions } from './impute/SimpleImputer.ts';
export type { Labels, LabelsLike } from './labels.ts';
export { BayesianRidge, type BayesianRidgeOptions } from './linear/BayesianRidge.ts';
export { BayesianRidgeModel } from './linear/BayesianRidgeModel.ts';
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
export { GaussianMixture, type GaussianMixtureOptions } from './mixture/GaussianMixture.ts';
export { GaussianMixtureModel } from './mixture/GaussianMixtureModel.ts';
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
export { BernoulliNB, type BernoulliNBOptions } from './naiveBayes/BernoulliNB.ts';
export { GaussianNB, type GaussianNBOptions } from './naiveBayes/GaussianNB.ts';
export { MultinomialNB, type MultinomialNBOptions } from './naiveBayes/MultinomialNB.ts';
export { KNeighborsClassifier } from './neighbors/KNeighborsClassifier.ts';
export { KNeighborsClassifierModel } from './neighbors/KNeighborsClassifierModel.ts';
export { KNeighborsRegressor } from './neighbors/KNeighborsRegressor.ts';
export { KNeighborsRegressorModel } from './neighbors/KNeighborsRegressorModel.ts';
export { NeighborSearch, type NeighborSearchOptions, type Neighbors } from './neighbors/NeighborSearch.ts';
export type { KNeighborsOptions } from './neighbors/parameters.ts';
export { FittedOutliers, type OutlierAction } from './outliers/FittedOutliers.ts';
export { IqrOutliers, type IqrOutliersOptions } from './outliers/IqrOutliers.ts';
export { ZScoreOutliers, type ZScoreOutliersOptions } from './outliers/ZScoreOutliers.ts';
export type { WorkerPool } from './parallel/WorkerPool.ts';
export {
  FittedPipeline,
  fitPipeline,
  type PipelineDocument,
  type PipelineOptions,
  type Signature,
} from './pipeline/FittedPipeline.ts';
export type { Prediction } from './pipeline/prediction.ts';
export type { Cell, Cells } from './preprocessing/cells.ts';
export type { ColumnSpec, FittedColumn } from './preprocessing/FittedColumn.ts';
export { FittedKBinsDiscretizer } from './preprocessing/FittedKBinsDiscretizer.ts';
export { FittedLabelEncoder } from './preprocessing/FittedLabelEncoder.ts';
export { FittedMinMaxScaler } from './preprocessing/FittedMinMaxScaler.ts';
export { FittedOneHotEncoder } from './preprocessing/FittedOneHotEncoder.ts';
export { FittedOrdinalEncoder } from './preprocessing/FittedOrdinalEncoder.ts';
export { FittedPolynomialFeatures } from './preprocessing/FittedPolynomialFeatures.ts';
export { FittedPowerTransformer } from './preprocessing/FittedPowerTransformer.ts';
export { FittedRobustScaler } from './preprocessing/FittedRobustScaler.ts';
export { FittedStandardScaler } from './preprocessing/FittedStandardScaler.ts';
export { FittedTargetEncoder } from './preprocessing/FittedTargetEncoder.ts';
export { KBinsDiscretizer, type KBinsDiscretizerOptions } from './preprocessing/KBinsDiscretizer.ts';
export { LabelEncoder } from './preprocessing/LabelEncoder.ts';
export { MinMaxScaler, type MinMaxScalerOptions } from './preprocessing/MinMaxScaler.ts';
export { OneHotEncoder, type OneHotEncoderOptions } from './preprocessing/OneHotEncoder.ts';
export { OrdinalEncoder, type OrdinalEncoderOptions } from './preprocessing/OrdinalEncoder.ts';
export { PolynomialFeatures, type PolynomialFeaturesOptions } from './preprocessing/PolynomialFeatures.ts';
export { PowerTransformer, type PowerTransformerOptions } from './preprocessing/PowerTransformer.ts';
export { RobustScaler, type RobustScalerOptions } from './preprocessing/RobustScaler.ts';
export { StandardScaler, type StandardScalerOptions } from './preprocessing/StandardScaler.ts';
export { TargetEncoder, type TargetEncoderOptions } from './preprocessing/TargetEncoder.ts';
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
export type { Resampled, Resampler } from './resample.ts';
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
export type { KernelName } from './svm/kernelFunction.ts';
export { ProbabilisticSVCModel } from './svm/ProbabilisticSVCModel.ts';
export { SVC, type SVCOptions } from './svm/SVC.ts';
export { SVCModel } from './svm/SVCModel.ts';
export { SVR, type SVROptions } from './svm/SVR.ts';
export { SVRModel } from './svm/SVRModel.ts';
export { type CategoryColumn, type Column, type NumberColumn, type Table, takeRows } from './table.ts';
export { CountVectorizer, type CountVectorizerOptions } from './text/CountVectorizer.ts';
export { FittedCountVectorizer } from './text/FittedCountVectorizer.ts';
export { FittedHashingVectorizer } from './text/FittedHashingVectorizer.ts';
export { FittedTfidfTransformer } from './text/FittedTfidfTransformer.ts';
export { FittedTfidfVectorizer } from './text/FittedTfidfVectorizer.ts';
export { HashingVectorizer, type HashingVectorizerOptions } from './text/HashingVectorizer.ts';
export { TfidfTransformer } from './text/TfidfTransformer.ts';
export { TfidfVectorizer, type TfidfVectorizerOptions } from './text/TfidfVectorizer.ts';
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
export {
  DecisionTreeClassifier,
  type DecisionTreeClassifierOptions,
} from './trees/DecisionTreeClassifier.ts';
export { DecisionTreeRegressor, type DecisionTreeRegressorOptions } from './trees/DecisionTreeRegressor.ts';
export { ExtraTreesClassifier, type ExtraTreesClassifierOptions } from './trees/ExtraTreesClassifier.ts';
export { ExtraTreesRegressor, type ExtraTreesRegressorOptions } from './trees/ExtraTreesRegressor.ts';
export { IsolationForest, type IsolationForestOptions } from './trees/IsolationForest.ts';
export { IsolationForestModel } from './trees/IsolationForestModel.ts';
export {
  RandomForestClassifier,
  type RandomForestClassifierOptions,
} from './trees/RandomForestClassifier.ts';
export { RandomForestRegressor, type RandomForestRegressorOptions } from './trees/RandomForestRegressor.ts';
export { TreeClassifierModel } from './trees/TreeClassifierModel.ts';
export { TreeRegressorModel } from './trees/TreeRegressorModel.ts';
