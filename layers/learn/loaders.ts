import { AssociationModel } from './association/AssociationModel.ts';
import { CalibratedClassifierModel } from './calibration/CalibratedClassifierModel.ts';
import { IsotonicModel } from './calibration/IsotonicModel.ts';
import { AgglomerativeModel } from './cluster/AgglomerativeModel.ts';
import { DBSCANModel } from './cluster/DBSCANModel.ts';
import { KMeansModel } from './cluster/KMeansModel.ts';
import { FittedColumnTransformer } from './compose/FittedColumnTransformer.ts';
import { FittedFeatureUnion } from './compose/FittedFeatureUnion.ts';
import { PipelineModel } from './compose/PipelineModel.ts';
import { FittedDateParts } from './dates/FittedDateParts.ts';
import { FittedPCA } from './decomposition/FittedPCA.ts';
import { FittedTruncatedSVD } from './decomposition/FittedTruncatedSVD.ts';
import { DiscriminantModel } from './discriminant/DiscriminantModel.ts';
import { AdaBoostClassifierModel } from './ensemble/AdaBoostClassifierModel.ts';
import { BaggingClassifierModel } from './ensemble/BaggingClassifierModel.ts';
import { BaggingRegressorModel } from './ensemble/BaggingRegressorModel.ts';
import { HardVotingModel } from './ensemble/HardVotingModel.ts';
import { SoftVotingModel } from './ensemble/SoftVotingModel.ts';
import { StackedModel } from './ensemble/StackedModel.ts';
import { VotingRegressorModel } from './ensemble/VotingRegressorModel.ts';
import { InvalidInput } from './errors.ts';
import type { LoadModel, Model, ModelDocument } from './estimator.ts';
import { SelectionModel } from './featureSelection/SelectionModel.ts';
import { FittedIterativeImputer } from './impute/FittedIterativeImputer.ts';
import { FittedKNNImputer } from './impute/FittedKNNImputer.ts';
import { FittedSimpleImputer } from './impute/FittedSimpleImputer.ts';
import { BayesianRidgeModel } from './linear/BayesianRidgeModel.ts';
import { LinearClassifierModel } from './linear/LinearClassifierModel.ts';
import { LinearModel } from './linear/LinearModel.ts';
import { LogisticModel } from './linear/LogisticModel.ts';
import { sgdClassifierModel } from './linear/SGDProbabilisticModel.ts';
import { TSNEModel } from './manifold/TSNEModel.ts';
import { GaussianMixtureModel } from './mixture/GaussianMixtureModel.ts';
import { DiscreteNBModel } from './naiveBayes/DiscreteNBModel.ts';
import { GaussianNBModel } from './naiveBayes/GaussianNBModel.ts';
import { KNeighborsClassifierModel } from './neighbors/KNeighborsClassifierModel.ts';
import { KNeighborsRegressorModel } from './neighbors/KNeighborsRegressorModel.ts';
import { FittedOutliers } from './outliers/FittedOutliers.ts';
import { FittedKBinsDiscretizer } from './preprocessing/FittedKBinsDiscretizer.ts';
import { FittedLabelEncoder } from './preprocessing/FittedLabelEncoder.ts';
import { FittedMinMaxScaler } from './preprocessing/FittedMinMaxScaler.ts';
import { FittedOneHotEncoder } from './preprocessing/FittedOneHotEncoder.ts';
import { FittedOrdinalEncoder } from './preprocessing/FittedOrdinalEncoder.ts';
import { FittedPolynomialFeatures } from './preprocessing/FittedPolynomialFeatures.ts';
import { FittedPowerTransformer } from './preprocessing/FittedPowerTransformer.ts';
import { FittedRobustScaler } from './preprocessing/FittedRobustScaler.ts';
import { FittedStandardScaler } from './preprocessing/FittedStandardScaler.ts';
import { FittedTargetEncoder } from './preprocessing/FittedTargetEncoder.ts';
import { BernoulliThompsonSampling } from './reinforcement/BernoulliThompsonSampling.ts';
import { FittedQPolicy } from './reinforcement/FittedQPolicy.ts';
import { LinearThompsonSampling } from './reinforcement/LinearThompsonSampling.ts';
import { LinUCB } from './reinforcement/LinUCB.ts';
import { TabularPolicy } from './reinforcement/TabularPolicy.ts';
import { svcModel } from './svm/ProbabilisticSVCModel.ts';
import { SVRModel } from './svm/SVRModel.ts';
import { FittedCountVectorizer } from './text/FittedCountVectorizer.ts';
import { FittedHashingVectorizer } from './text/FittedHashingVectorizer.ts';
import { FittedTfidfTransformer } from './text/FittedTfidfTransformer.ts';
import { FittedTfidfVectorizer } from './text/FittedTfidfVectorizer.ts';
import { HistGradientBoostingClassificationModel } from './trees/boosting/HistGradientBoostingClassificationModel.ts';
import { HistGradientBoostingRegressionModel } from './trees/boosting/HistGradientBoostingRegressionModel.ts';
import { IsolationForestModel } from './trees/IsolationForestModel.ts';
import { TreeClassifierModel } from './trees/TreeClassifierModel.ts';
import { TreeRegressorModel } from './trees/TreeRegressorModel.ts';

/**
 * How a model of each kind is made of its document. No trainer is imported: serving stays small.
 * Those that hold other models load them with what they are given, since they cannot import this file.
 */
const loaders: Readonly<Record<string, (document: ModelDocument, load: LoadModel) => Model>> = {
  'ada-boost-classifier': AdaBoostClassifierModel.fromJSON,
  'agglomerative-clustering': AgglomerativeModel.fromJSON,
  apriori: AssociationModel.fromJSON,
  'bagging-classifier': BaggingClassifierModel.fromJSON,
  'bagging-regressor': BaggingRegressorModel.fromJSON,
  'bayesian-ridge': BayesianRidgeModel.fromJSON,
  'bernoulli-nb': DiscreteNBModel.fromJSON,
  'bernoulli-thompson-sampling': BernoulliThompsonSampling.fromJSON,
  'calibrated-classifier-cv': CalibratedClassifierModel.fromJSON,
  'isotonic-regression': IsotonicModel.fromJSON,
  'column-transformer': FittedColumnTransformer.fromJSON,
  'correlation-filter': SelectionModel.fromJSON,
  'count-vectorizer': FittedCountVectorizer.fromJSON,
  'date-parts': FittedDateParts.fromJSON,
  dbscan: DBSCANModel.fromJSON,
  'decision-tree-classifier': TreeClassifierModel.fromJSON,
  'decision-tree-regressor': TreeRegressorModel.fromJSON,
  'elastic-net': LinearModel.fromJSON,
  'extra-trees-classifier': TreeClassifierModel.fromJSON,
  'extra-trees-regressor': TreeRegressorModel.fromJSON,
  'feature-union': FittedFeatureUnion.fromJSON,
  'fitted-q-iteration': FittedQPolicy.fromJSON,
  'fp-growth': AssociationModel.fromJSON,
  'multinomial-nb': DiscreteNBModel.fromJSON,
  'gaussian-nb': GaussianNBModel.fromJSON,
  'gaussian-mixture': GaussianMixtureModel.fromJSON,
  'hashing-vectorizer': FittedHashingVectorizer.fromJSON,
  'hist-gradient-boosting-classifier': HistGradientBoostingClassificationModel.fromJSON,
  'hist-gradient-boosting-regressor': HistGradientBoostingRegressionModel.fromJSON,
  'iqr-outliers': FittedOutliers.fromJSON,
  'isolation-forest': IsolationForestModel.fromJSON,
  'iterative-imputer': FittedIterativeImputer.fromJSON,
  'k-bins-discretizer': FittedKBinsDiscretizer.fromJSON,
  'k-means': KMeansModel.fromJSON,
  'k-neighbors-classifier': KNeighborsClassifierModel.fromJSON,
  'k-neighbors-regressor': KNeighborsRegressorModel.fromJSON,
  'knn-imputer': FittedKNNImputer.fromJSON,
  'label-encoder': FittedLabelEncoder.fromJSON,
  lasso: LinearModel.fromJSON,
  'lin-ucb': LinUCB.fromJSON,
  'linear-discriminant-analysis': DiscriminantModel.fromJSON,
  'linear-regression': LinearModel.fromJSON,
  'linear-svc': LinearClassifierModel.fromJSON,
  'linear-svr': LinearModel.fromJSON,
  'linear-thompson-sampling': LinearThompsonSampling.fromJSON,
  'logistic-regression': LogisticModel.fromJSON,
  'min-max-scaler': FittedMinMaxScaler.fromJSON,
  'mini-batch-k-means': KMeansModel.fromJSON,
  'one-hot-encoder': FittedOneHotEncoder.fromJSON,
  'ordinal-encoder': FittedOrdinalEncoder.fromJSON,
  pca: FittedPCA.fromJSON,
  pipeline: PipelineModel.fromJSON,
  'polynomial-features': FittedPolynomialFeatures.fromJSON,
  'power-transformer': FittedPowerTransformer.fromJSON,
  'q-learning': TabularPolicy.fromJSON,
  'random-forest-classifier': TreeClassifierModel.fromJSON,
  'random-forest-regressor': TreeRegressorModel.fromJSON,
  rfe: SelectionModel.fromJSON,
  rfecv: SelectionModel.fromJSON,
  ridge: LinearModel.fromJSON,
  'robust-scaler': FittedRobustScaler.fromJSON,
  sarsa: TabularPolicy.fromJSON,
  'select-from-model': SelectionModel.fromJSON,
  'select-k-best': SelectionModel.fromJSON,
  'select-percentile': SelectionModel.fromJSON,
  'sequential-feature-selector': SelectionModel.fromJSON,
  'sgd-classifier': sgdClassifierModel,
  'sgd-regressor': LinearModel.fromJSON,
  'simple-imputer': FittedSimpleImputer.fromJSON,
  'stacking-classifier': StackedModel.fromJSON,
  'stacking-regressor': StackedModel.fromJSON,
  'standard-scaler': FittedStandardScaler.fromJSON,
  svc: svcModel,
  svr: SVRModel.fromJSON,
  'target-encoder': FittedTargetEncoder.fromJSON,
  'tfidf-transformer': FittedTfidfTransformer.fromJSON,
  'tfidf-vectorizer': FittedTfidfVectorizer.fromJSON,
  'truncated-svd': FittedTruncatedSVD.fromJSON,
  tsne: TSNEModel.fromJSON,
  'variance-threshold': SelectionModel.fromJSON,
  'voting-classifier': (document, load) =>
    (document.voting === 'soft' ? SoftVotingModel : HardVotingModel).fromJSON(document, load),
  'voting-regressor': VotingRegressorModel.fromJSON,
  'z-score-outliers': FittedOutliers.fromJSON,
};

/** Loads a model from its document; runs no code of it. @throws InvalidInput when this version does not know its kind */
export function loadModel<Loaded extends Model = Model>(document: ModelDocument): Loaded {
  const load = Object.hasOwn(loaders, document.kind) ? loaders[document.kind] : undefined;
  if (!load)
    throw new InvalidInput(
      `a model of kind ${JSON.stringify(document.kind)} cannot be loaded: use a newer version`,
    );
  return load(document, loadModel) as Loaded;
}
