import {
  crossValidate,
  crossValPredict,
  GridSearchCV,
  GroupKFold,
  KFold,
  type Labels,
  LinearRegression,
  learningCurve,
  type Splitter,
  StratifiedKFold,
  TimeSeriesSplit,
  type TimeSeriesSplitOptions,
  validationCurve,
} from '../../../layers/learn/index.ts';
import { type DatasetName, readDataset, readTable } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

interface Curve {
  readonly train: number[];
  readonly test: number[];
}

interface CrossValidation {
  readonly test: Record<string, number[]>;
  readonly train: Record<string, number[]>;
  readonly predict: number[];
  readonly learningCurve: Curve & { readonly sizes: number[] };
  readonly validationCurve: Curve;
  readonly gridSearch: { readonly mean: number[]; readonly std: number[]; readonly rank: number[] };
}

interface SplitCase {
  readonly splitter: 'KFold' | 'StratifiedKFold' | 'GroupKFold';
  readonly dataset: DatasetName;
  readonly nSplits: number;
  readonly groups: string | null;
  /** A digit for each row. */
  readonly foldOf: string;
}

interface TimeSeriesCase {
  readonly dataset: DatasetName;
  readonly options: TimeSeriesSplitOptions;
  /** First and last position of both parts of each split. */
  readonly ends: number[][];
}

const golden = reference<{
  splits: SplitCase[];
  timeSeries: TimeSeriesCase[];
  crossValidation: Record<string, CrossValidation>;
}>('parity/model-selection');

const splitters = { KFold, StratifiedKFold, GroupKFold };

function splits({ splitter, dataset, nSplits, groups, foldOf }: SplitCase): Parity {
  return {
    estimator: splitter,
    dataset,
    what: `folds of each row, ${nSplits}${groups ? `, by ${groups}` : ''}`,
    method: 'exact',
    tolerance: 0,
    ours: () => {
      const { X, y } = readDataset<Labels>(dataset);
      const made: Splitter = new splitters[splitter]({ nSplits });
      const found = new Float64Array(X.rows).fill(-1);
      let fold = 0;
      for (const { test } of made.split(X, y, groups ? groupsOf(dataset, groups) : undefined)) {
        for (const row of test) found[row] = fold;
        fold++;
      }
      return found;
    },
    theirs: Array.from(foldOf, Number),
  };
}

function groupsOf(dataset: DatasetName, name: string): Labels {
  const column = readTable(dataset).columns[name]!;
  return column.kind === 'number'
    ? column.values
    : Array.from(column.codes, (code) => column.categories[code] ?? '?');
}

function timeSeries({ dataset, options, ends }: TimeSeriesCase): Parity {
  return {
    estimator: 'TimeSeriesSplit',
    dataset,
    what: JSON.stringify(options),
    method: 'exact',
    tolerance: 0,
    ours: () =>
      [...new TimeSeriesSplit(options).split(readDataset(dataset).X)].flatMap(({ train, test }) =>
        [train, test].flatMap((rows) => [rows[0]!, rows.at(-1)!]),
      ),
    theirs: ends.flat(),
  };
}

function crossValidation(dataset: DatasetName, theirs: CrossValidation): Parity[] {
  const { X, y } = readDataset(dataset);
  const common = { dataset, method: 'exact', tolerance: 1e-8 } as const;
  const model = new LinearRegression();
  const scoring = Object.keys(theirs.test);
  const scores = crossValidate(model, X, y, { cv: 4, scoring, returnTrainScore: true });
  const flat = (curve: readonly Float64Array[]) => curve.flatMap((values) => [...values]);
  const learning = learningCurve(model, X, y, { cv: 3, scoring: 'neg_mean_squared_error' });
  const validation = validationCurve(model, X, y, {
    cv: 3,
    paramName: 'fitIntercept',
    paramRange: [true, false],
  });
  const search = new GridSearchCV({ estimator: model, paramGrid: { fitIntercept: [true, false] }, cv: 4 });
  const { cvResults } = search.fit(X, y);
  const compared = (
    estimator: string,
    what: string,
    ours: ArrayLike<number>,
    expected: ArrayLike<number>,
  ): Parity => ({
    ...common,
    estimator,
    what,
    ours: () => ours,
    theirs: expected,
  });
  return [
    ...scoring.flatMap((name) => [
      compared('crossValidate', `${name}, test`, scores[name]!.testScore, theirs.test[name]!),
      compared('crossValidate', `${name}, train`, scores[name]!.trainScore!, theirs.train[name]!),
    ]),
    compared(
      'crossValPredict',
      'each fifth row',
      Array.from(crossValPredict(model, X, y) as Float64Array).filter((_, row) => row % 5 === 0),
      theirs.predict,
    ),
    compared('learningCurve', 'sizes', learning.trainSizes, theirs.learningCurve.sizes),
    compared('learningCurve', 'train', flat(learning.trainScores), theirs.learningCurve.train),
    compared('learningCurve', 'test', flat(learning.testScores), theirs.learningCurve.test),
    compared('validationCurve', 'train', flat(validation.trainScores), theirs.validationCurve.train),
    compared('validationCurve', 'test', flat(validation.testScores), theirs.validationCurve.test),
    compared(
      'GridSearchCV',
      'mean score',
      cvResults.map((one) => one.meanTestScore),
      theirs.gridSearch.mean,
    ),
    compared(
      'GridSearchCV',
      'deviation of the score',
      cvResults.map((one) => one.stdTestScore),
      theirs.gridSearch.std,
    ),
    compared(
      'GridSearchCV',
      'rank',
      cvResults.map((one) => one.rankTestScore),
      theirs.gridSearch.rank,
    ),
  ];
}

export const cases: readonly Parity[] = [
  ...golden.splits.map(splits),
  ...golden.timeSeries.map(timeSeries),
  ...Object.entries(golden.crossValidation).flatMap(([dataset, theirs]) =>
    crossValidation(dataset as DatasetName, theirs),
  ),
];
