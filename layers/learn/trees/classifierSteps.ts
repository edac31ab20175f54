import { checkLength, checkNotInfinite, checkSize, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions } from '../estimator.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { likeliest } from '../likeliest.ts';
import { type ClassWeight, weighClasses } from '../linear/classWeight.ts';
import { type Features, toDense } from '../matrix.ts';
import type { Steps } from '../steps.ts';
import { ClassCriterion } from './ClassCriterion.ts';
import { type Forest, growForest } from './growForest.ts';
import { TreeClassifierModel } from './TreeClassifierModel.ts';
import type { ForestParameters } from './treeParameters.ts';

export type ClassCriterionName = 'gini' | 'entropy' | 'log_loss';

export interface ClassifierParameters extends ForestParameters {
  readonly criterion: ClassCriterionName;
  readonly classWeight: ClassWeight | 'balanced_subsample';
}

/** What every classifier of trees does to fit. */
export function* classifierSteps(
  kind: string,
  params: ClassifierParameters,
  splitter: 'best' | 'random',
  features: Features,
  labels: LabelsLike,
  { sampleWeight }: FitOptions,
): Steps<TreeClassifierModel> {
  const X = toDense(features);
  checkSize(X);
  checkNotInfinite(X);
  checkLength(X, labels.length);
  checkBootstrap(kind, params);
  const encoded = encodeClasses(labels);
  const { classes, codes } = encoded;
  const isBySample = params.classWeight === 'balanced_subsample' && params.bootstrap;
  const classWeight = params.classWeight === 'balanced_subsample' ? 'balanced' : params.classWeight;
  const given = weightsOf(sampleWeight, X.rows);
  const weights = isBySample ? given : weighClasses(encoded, classWeight, given);
  const isEntropy = params.criterion !== 'gini';
  const forest = yield* growForest(
    {
      X,
      target: codes,
      classes: classes.length,
      weights,
      splitter,
      criterion: (mostBins, workspace) => new ClassCriterion(classes.length, isEntropy, mostBins, workspace),
      ...(isBySample ? { reweigh: (counts) => weighClasses(encoded, 'balanced', counts)! } : {}),
    },
    params,
  );
  const oobScore = forest.outOfBag && accuracy(forest.outOfBag, codes, classes.length);
  return new TreeClassifierModel(kind, { ...forest, classes, oobScore });
}

/** @throws InvalidInput when rows out of the bag are asked for, and every tree sees all of them */
export function checkBootstrap(kind: string, { oobScore, bootstrap, maxSamples }: ForestParameters): void {
  if (bootstrap || !(oobScore || maxSamples !== null)) return;
  const asked = oobScore ? 'oobScore' : 'maxSamples';
  throw new InvalidInput(`${asked} of ${kind} needs bootstrap: every tree sees all rows without it`);
}

/** Of the rows that some tree did not see. */
function accuracy(
  { sums, trees }: NonNullable<Forest['outOfBag']>,
  codes: Int32Array,
  classes: number,
): number {
  const guesses = likeliest({ rows: codes.length, columns: classes, data: sums });
  let [right, seen] = [0, 0];
  for (const [row, code] of codes.entries()) {
    if (trees[row] === 0) continue;
    seen++;
    if (guesses[row] === code) right++;
  }
  if (seen === 0)
    throw new InvalidInput('every tree saw all rows: grow more trees to measure them on others');
  return right / seen;
}
