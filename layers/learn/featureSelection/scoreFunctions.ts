import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import type { Check } from '../parameters.ts';
import { mutualInfoClassif, mutualInfoRegression } from './mutualInformation.ts';
import { chi2, type FeatureScores, fClassif, fRegression } from './univariate.ts';

/** Scores features by the target: a function, or the name of scikit-learn's. */
export type ScoreFunction = keyof typeof functions | ((X: Features, y: LabelsLike) => FeatureScores);

const functions = {
  chi2,
  f_classif: fClassif,
  f_regression: fRegression as (X: Features, y: LabelsLike) => FeatureScores,
  mutual_info_classif: mutualInfoClassif,
  mutual_info_regression: mutualInfoRegression as (X: Features, y: LabelsLike) => FeatureScores,
};

export const scoreFunction: Check = (value) =>
  typeof value === 'function' || Object.hasOwn(functions, value as string)
    ? undefined
    : `must be a function, or one of ${Object.keys(functions).join(', ')}`;

export function scoreFeatures(scoreFunc: ScoreFunction, X: Features, y: LabelsLike): FeatureScores {
  return (typeof scoreFunc === 'function' ? scoreFunc : functions[scoreFunc])(X, y);
}
