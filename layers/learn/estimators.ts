import { LinearDiscriminantAnalysis } from './discriminant/LinearDiscriminantAnalysis.ts';
import { InvalidInput } from './errors.ts';
import type { Parameters, ProbabilisticClassifier, Regressor } from './estimator.ts';
import { BayesianRidge } from './linear/BayesianRidge.ts';
import { ElasticNet } from './linear/ElasticNet.ts';
import { Lasso } from './linear/Lasso.ts';
import { LinearRegression } from './linear/LinearRegression.ts';
import { LinearSVR } from './linear/LinearSVR.ts';
import { LogisticRegression } from './linear/LogisticRegression.ts';
import { ProbabilisticSGD } from './linear/ProbabilisticSGD.ts';
import { Ridge } from './linear/Ridge.ts';
import { SGDRegressor } from './linear/SGDRegressor.ts';
import { BernoulliNB } from './naiveBayes/BernoulliNB.ts';
import { GaussianNB } from './naiveBayes/GaussianNB.ts';
import { MultinomialNB } from './naiveBayes/MultinomialNB.ts';
import { KNeighborsClassifier } from './neighbors/KNeighborsClassifier.ts';
import { KNeighborsRegressor } from './neighbors/KNeighborsRegressor.ts';
import { type Checks, checkParameters } from './parameters.ts';
import { ProbabilisticSVC } from './svm/ProbabilisticSVC.ts';
import { SVR } from './svm/SVR.ts';
import { HistGradientBoostingClassifier } from './trees/boosting/HistGradientBoostingClassifier.ts';
import { HistGradientBoostingRegressor } from './trees/boosting/HistGradientBoostingRegressor.ts';
import { DecisionTreeClassifier } from './trees/DecisionTreeClassifier.ts';
import { DecisionTreeRegressor } from './trees/DecisionTreeRegressor.ts';
import { ExtraTreesClassifier } from './trees/ExtraTreesClassifier.ts';
import { ExtraTreesRegressor } from './trees/ExtraTreesRegressor.ts';
import { RandomForestClassifier } from './trees/RandomForestClassifier.ts';
import { RandomForestRegressor } from './trees/RandomForestRegressor.ts';

interface EstimatorClass {
  new (params: never): Regressor | ProbabilisticClassifier;
  readonly parameters: Checks;
}

/** Every estimator that a spec can name. How its model is loaded is in loaders.ts, which serving needs alone. */
const estimators: Readonly<Record<string, EstimatorClass>> = {
  'bayesian-ridge': BayesianRidge,
  'decision-tree-classifier': DecisionTreeClassifier,
  'decision-tree-regressor': DecisionTreeRegressor,
  'elastic-net': ElasticNet,
  'extra-trees-classifier': ExtraTreesClassifier,
  'extra-trees-regressor': ExtraTreesRegressor,
  'hist-gradient-boosting-classifier': HistGradientBoostingClassifier,
  'hist-gradient-boosting-regressor': HistGradientBoostingRegressor,
  'k-neighbors-classifier': KNeighborsClassifier,
  'k-neighbors-regressor': KNeighborsRegressor,
  lasso: Lasso,
  'linear-discriminant-analysis': LinearDiscriminantAnalysis,
  'bernoulli-nb': BernoulliNB,
  'gaussian-nb': GaussianNB,
  'multinomial-nb': MultinomialNB,
  'linear-regression': LinearRegression,
  'linear-svr': LinearSVR,
  'logistic-regression': LogisticRegression,
  'random-forest-classifier': RandomForestClassifier,
  'random-forest-regressor': RandomForestRegressor,
  ridge: Ridge,
  'sgd-classifier': ProbabilisticSGD,
  'sgd-regressor': SGDRegressor,
  svc: ProbabilisticSVC,
  svr: SVR,
};

/**
 * Makes an estimator by its name.
 *
 * @param seed for those that choose at random, unless `params` has its own
 * @throws InvalidInput naming the parameters there are
 */
export function createEstimator(
  name: string,
  params: Parameters = {},
  seed = 0,
): Regressor | ProbabilisticClassifier {
  const Estimator = Object.hasOwn(estimators, name) ? estimators[name] : undefined;
  if (!Estimator)
    throw new InvalidInput(
      `there is no estimator ${JSON.stringify(name)}: use one of ${Object.keys(estimators).join(', ')}`,
    );
  checkParameters(name, params, Estimator.parameters);
  return new Estimator(('seed' in Estimator.parameters ? { seed, ...params } : params) as never);
}
