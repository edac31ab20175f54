import { checkLength, checkNotInfinite, checkSize, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';
import type { Steps } from '../steps.ts';
import { checkBootstrap } from './classifierSteps.ts';
import { type Forest, growForest, type Problem } from './growForest.ts';
import { MedianCriterion } from './MedianCriterion.ts';
import { MomentCriterion } from './MomentCriterion.ts';
import { TreeRegressorModel } from './TreeRegressorModel.ts';
import type { ForestParameters } from './treeParameters.ts';

export type NumberCriterionName = 'squared_error' | 'absolute_error' | 'poisson';

export interface RegressorParameters extends ForestParameters {
  readonly criterion: NumberCriterionName;
}

const criteria: Readonly<Record<NumberCriterionName, Problem['criterion']>> = {
  squared_error: (mostBins, workspace) => new MomentCriterion(false, mostBins, workspace),
  absolute_error: (mostBins) => new MedianCriterion(mostBins),
  poisson: (mostBins, workspace) => new MomentCriterion(true, mostBins, workspace),
};

/** What every regressor of trees does to fit. */
export function* regressorSteps(
  kind: string,
  params: RegressorParameters,
  splitter: 'best' | 'random',
  features: Features,
  targets: ArrayLike<number>,
  { sampleWeight }: FitOptions,
): Steps<TreeRegressorModel> {
  const X = toDense(features);
  const y = Float64Array.from(targets);
  checkSize(X);
  checkNotInfinite(X);
  checkLength(X, y.length);
  checkTargets(y, params.criterion);
  checkBootstrap(kind, params);
  const weights = weightsOf(sampleWeight, X.rows);
  const criterion = criteria[params.criterion];
  const forest = yield* growForest({ X, target: y, classes: 0, weights, splitter, criterion }, params);
  const oobScore = forest.outOfBag && determination(forest.outOfBag, y);
  return new TreeRegressorModel(kind, { ...forest, oobScore });
}

function checkTargets(y: Float64Array, criterion: NumberCriterionName): void {
  const odd = y.findIndex((value) => !Number.isFinite(value));
  if (odd !== -1)
    throw new InvalidInput(`the target of row ${odd} is ${y[odd]}: drop rows without a finite target`);
  if (criterion !== 'poisson') return;
  const negative = y.findIndex((value) => value < 0);
  if (negative !== -1)
    throw new InvalidInput(
      `the target of row ${negative} is ${y[negative]}: poisson counts events, so choose another criterion`,
    );
  if (!y.some((value) => value > 0))
    throw new InvalidInput('every target is 0: poisson needs some events, so choose another criterion');
}

/** R² over the rows that some tree did not see. */
function determination({ sums, trees }: NonNullable<Forest['outOfBag']>, y: Float64Array): number {
  const seen = [...y.keys()].filter((row) => trees[row]! > 0);
  if (seen.length === 0)
    throw new InvalidInput('every tree saw all rows: grow more trees to measure them on others');
  const mean = seen.reduce((sum, row) => sum + y[row]!, 0) / seen.length;
  let [error, variance] = [0, 0];
  for (const row of seen) {
    error += (y[row]! - sums[row]! / trees[row]!) ** 2;
    variance += (y[row]! - mean) ** 2;
  }
  return variance > 0 ? 1 - error / variance : Number(error === 0);
}
