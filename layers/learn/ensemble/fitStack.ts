import { fitPart, type Named, type Part } from '../compose/part.ts';
import { InvalidInput } from '../errors.ts';
import type { Classes, FitOptions, Model } from '../estimator.ts';
import { countRows, featureRows, labelRows, prepared } from '../featureRows.ts';
import type { LabelsLike } from '../labels.ts';
import type { Dense, Features } from '../matrix.ts';
import type { Split } from '../modelSelection/split.ts';
import { anyOf, atLeast, type Check } from '../parameters.ts';
import type { Steps } from '../steps.ts';
import { checkPartition } from './folds.ts';
import { fitMembers, kept } from './members.ts';
import { answersOf, joinAnswers, methodOf, type StackMember, type StackMethod } from './stackedFeatures.ts';

/** A number of folds, the splits themselves, or 'prefit' when members are models already. */
export type StackFolds = number | readonly Split[] | 'prefit';

export const stackFolds: Check = anyOf(atLeast(2), (value) =>
  value === 'prefit' ||
  (Array.isArray(value) && value.every((split) => split?.train?.length >= 0 && split?.test?.length >= 0))
    ? undefined
    : 'must be a list of splits, or prefit',
);

interface Stack {
  readonly estimators: readonly Named<Part | Model | 'drop'>[];
  readonly finalEstimator: Part;
  readonly cv: StackFolds;
  readonly stackMethod: StackMethod | 'auto';
  readonly passthrough: boolean;
}

interface Data {
  readonly X: Features;
  readonly y: LabelsLike;
  readonly classes: Classes;
}

/**
 * Members learn from all rows; the final estimator from what members say of rows that they have not learned from
 * (Wolpert, 1992, Stacked generalization).
 */
export function* fitStack(
  { estimators, finalEstimator, cv, stackMethod, passthrough }: Stack,
  { X, y, classes }: Data,
  foldsOf: (k: number) => readonly Split[],
  options: FitOptions,
): Steps<{ members: StackMember[]; finalEstimator: Model }> {
  const some = kept(estimators as readonly Named<Part | 'drop'>[]);
  const parts: Dense[] = [];
  const members: StackMember[] = [];
  let total = some.length + 1;
  const withMethod = ([name, model]: Named<Model>) => ({
    name,
    model,
    method: methodOf(name, model, stackMethod),
  });
  if (cv === 'prefit') {
    for (const fitted of some as unknown as Named<Model>[]) {
      if (!('predict' in fitted[1]))
        throw new InvalidInput(`${fitted[0]} is no model: fit it first, or choose another cv`);
      const member = withMethod(fitted);
      members.push(member);
      parts.push(answersOf(member, X, classes));
    }
  } else {
    const unfit = some.find(([, part]) => !('fit' in part));
    if (unfit) throw new InvalidInput(`${unfit[0]} is a model already: set cv to prefit`);
    const splits = typeof cv === 'number' ? foldsOf(cv) : cv;
    checkPartition(splits, countRows(X));
    total = some.length * (splits.length + 1) + 1;
    members.push(...(yield* fitMembers(some, [X, y], options, total)).map(withMethod));
    for (const [index, member] of members.entries()) {
      const done = some.length + index * splits.length;
      parts.push(yield* heldOut(some[index]!, member, { X, y, classes }, splits, options, { done, total }));
    }
  }
  const final = yield* fitPart(
    ['finalEstimator', finalEstimator],
    [joinAnswers(parts, X, passthrough), y],
    options,
    { done: total - 1, total },
  );
  return { members, finalEstimator: final };
}

/** What a member says of each row when it has learned from the other folds. */
function* heldOut(
  [name, part]: Named<Part>,
  member: StackMember,
  { X: features, y, classes }: Data,
  splits: readonly Split[],
  { sampleWeight, ...others }: FitOptions,
  { done, total }: { readonly done: number; readonly total: number },
): Steps<Dense> {
  const X = prepared(features);
  const rows = countRows(X);
  let columns = 0;
  let data = new Float64Array();
  for (const [fold, { train, test }] of splits.entries()) {
    const weights = sampleWeight && Float64Array.from(train, (row) => sampleWeight[row]!);
    const learned = [featureRows(X, train), labelRows(y, train)] as const;
    const options = { ...others, ...(weights && { sampleWeight: weights }) };
    const model = yield* fitPart([name, part], learned, options, { done: done + fold, total });
    const answers = answersOf({ ...member, model }, featureRows(X, test), classes);
    if (fold === 0) {
      columns = answers.columns;
      data = new Float64Array(rows * columns);
    }
    for (const [index, row] of test.entries())
      data.set(answers.data.subarray(index * columns, (index + 1) * columns), row * columns);
  }
  return { rows, columns, data };
}
