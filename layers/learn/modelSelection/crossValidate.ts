import { InvalidInput } from '../errors.ts';
import type { ClassificationModel, Estimator, Model } from '../estimator.ts';
import { encodeLabels, type Labels, type LabelsLike } from '../labels.ts';
import type { Dense, Features } from '../matrix.ts';
import { Folded, type FoldedOptions, rowsAt, type Scoring, scorerOf } from './folds.ts';

export interface CrossValidateOptions extends FoldedOptions {
  /** @default 'accuracy' for classifiers, 'r2' for regressors */
  readonly scoring?: Scoring | readonly string[];
  /** Also judges by the rows learned from, which tells overfitting. @default false */
  readonly returnTrainScore?: boolean;
}

export interface FoldScores {
  /** Of each fold. */
  readonly testScore: Float64Array;
  readonly trainScore?: Float64Array;
}

/**
 * Fits in each fold to the rest, and judges by the fold.
 *
 * @example crossValidate(new LinearRegression(), X, y, { cv: 10, scoring: 'neg_mean_squared_error' }).testScore
 * @returns the scores of each fold, and with several names of scorers, those by name
 */
export function crossValidate(
  estimator: Estimator,
  X: Features,
  y: LabelsLike,
  options: CrossValidateOptions & { readonly scoring: readonly string[] },
): Readonly<Record<string, FoldScores>>;
export function crossValidate(
  estimator: Estimator,
  X: Features,
  y: LabelsLike,
  options?: CrossValidateOptions & { readonly scoring?: Scoring },
): FoldScores;
export function crossValidate(
  estimator: Estimator,
  X: Features,
  y: LabelsLike,
  { scoring, returnTrainScore = false, ...options }: CrossValidateOptions = {},
) {
  const isMany = Array.isArray(scoring);
  const names = (isMany ? scoring : [scoring]) as (Scoring | undefined)[];
  const scorers = names.map((one) => scorerOf(estimator, one));
  const data = new Folded(estimator.type, X, y, options);
  const shape = () => scorers.map(() => new Float64Array(data.splits.length));
  const [tests, trains] = [shape(), shape()];
  for (const [fold, { train, test }] of data.splits.entries()) {
    const model = data.fit(estimator, train);
    for (const [index, scorer] of scorers.entries()) {
      tests[index]![fold] = data.score(scorer, model, test);
      if (returnTrainScore) trains[index]![fold] = data.score(scorer, model, train);
    }
  }
  const scores = tests.map(
    (testScore, index): FoldScores => ({
      testScore,
      ...(returnTrainScore && { trainScore: trains[index]! }),
    }),
  );
  return isMany ? Object.fromEntries(scores.map((one, index) => [names[index], one])) : scores[0]!;
}

/** The scores of each fold. @example crossValScore(new LinearRegression(), X, y) // five R² */
export function crossValScore(
  estimator: Estimator,
  X: Features,
  y: LabelsLike,
  options: FoldedOptions & { readonly scoring?: Scoring } = {},
): Float64Array {
  return crossValidate(estimator, X, y, options).testScore;
}

type Method = 'predict' | 'predictProba' | 'decisionFunction';

/**
 * What is predicted for each row by a model that has not seen it: the folds must hold each row out once.
 *
 * @param options.method 'predictProba' and 'decisionFunction' give n × k, a column for each class of the whole target
 * @example crossValPredict(new LogisticRegression(), X, y, { method: 'predictProba' })
 */
export function crossValPredict(
  estimator: Estimator,
  X: Features,
  y: LabelsLike,
  options: FoldedOptions & { readonly method: 'predictProba' | 'decisionFunction' },
): Dense;
export function crossValPredict(
  estimator: Estimator,
  X: Features,
  y: LabelsLike,
  options?: FoldedOptions & { readonly method?: 'predict' },
): Labels;
export function crossValPredict(
  estimator: Estimator,
  X: Features,
  y: LabelsLike,
  { method = 'predict', ...options }: FoldedOptions & { readonly method?: Method } = {},
) {
  const data = new Folded(estimator.type, X, y, options);
  checkPartition(
    data.splits.map(({ test }) => test),
    y.length,
  );
  const parts = data.splits.map(({ train, test }) => {
    const model = data.fit(estimator, train);
    if (!(method in model))
      throw new InvalidInput(`${estimator.kind} has no ${method}: choose another method`);
    const call = model as unknown as Record<Method, (X: Features) => Labels | Dense>;
    return { model, test, answers: call[method](rowsAt(data.X, test)) };
  });
  return method === 'predict' ? joinLabels(parts, y.length) : joinColumns(parts, y);
}

interface Part {
  readonly model: Model;
  readonly test: Int32Array;
  readonly answers: Labels | Dense;
}

function joinLabels(parts: readonly Part[], rows: number): Labels {
  const all: (string | number)[] = new Array(rows);
  for (const { test, answers } of parts) {
    for (const [index, row] of test.entries()) all[row] = (answers as Labels)[index]!;
  }
  return typeof all[0] === 'string' ? (all as string[]) : Float64Array.from(all as number[]);
}

/** A class that no row learned from has gets a 0. */
function joinColumns(parts: readonly Part[], y: LabelsLike): Dense {
  const { classes } = encodeLabels(y);
  const first = parts[0]!.answers;
  const columns = 'columns' in first && first.columns > 1 ? classes.length : 1;
  const data = new Float64Array(y.length * columns);
  for (const { model, test, answers } of parts) {
    const from = 'columns' in answers ? answers : { columns: 1, data: answers as Float64Array };
    const own = (model as ClassificationModel).classes;
    for (let column = 0; column < from.columns; column++) {
      const place = columns === 1 ? 0 : (classes as readonly unknown[]).indexOf(own[column]);
      for (const [index, row] of test.entries())
        data[row * columns + place] = from.data[index * from.columns + column]!;
    }
  }
  return { rows: y.length, columns, data };
}

function checkPartition(tests: readonly Int32Array[], rows: number): void {
  const seen = new Uint8Array(rows);
  for (const test of tests) for (const row of test) seen[row]! += 1;
  const odd = seen.findIndex((times) => times !== 1);
  if (odd !== -1)
    throw new InvalidInput(
      `row ${odd} is held out ${seen[odd]} times: use folds that hold each row out once, such as KFold`,
    );
}
