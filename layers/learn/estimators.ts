import { InvalidInput } from './errors.ts';
import type { Parameters, ProbabilisticClassifier, Regressor } from './estimator.ts';
import { LinearRegression } from './linear/LinearRegression.ts';
import { LogisticRegression } from './linear/LogisticRegression.ts';
import { type Checks, checkParameters } from './parameters.ts';
import { HistGradientBoostingClassifier } from './trees/boosting/HistGradientBoostingClassifier.ts';
import { HistGradientBoostingRegressor } from './trees/boosting/HistGradientBoostingRegressor.ts';

interface EstimatorClass {
  new (params: never): Regressor | ProbabilisticClassifier;
  readonly parameters: Checks;
}

/** Every estimator that a spec can name. How its model is loaded is in loaders.ts, which serving needs alone. */
const estimators: Readonly<Record<string, EstimatorClass>> = {
  'hist-gradient-boosting-classifier': HistGradientBoostingClassifier,
  'hist-gradient-boosting-regressor': HistGradientBoostingRegressor,
  'linear-regression': LinearRegression,
  'logistic-regression': LogisticRegression,
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
