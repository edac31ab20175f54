import { columnsAt } from '../../../layers/learn/featureSelection/SelectionModel.ts';
import {
  chi2,
  fClassif,
  fRegression,
  LinearRegression,
  mutualInfoClassif,
  mutualInfoRegression,
  RFE,
  RFECV,
  rRegression,
  SelectFromModel,
  SelectKBest,
  SelectPercentile,
  SequentialFeatureSelector,
  VarianceThreshold,
} from '../../../layers/learn/index.ts';
import { columnMoments } from '../../../layers/learn/moments.ts';
import { type Dataset, type DatasetName, readDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

type Scores = Record<string, number[][]>;
interface Wrappers {
  readonly rfe: Record<string, number[]>;
  readonly rfecv: { readonly ranking: number[]; readonly mean: number[] };
  readonly sequential: Record<'forward' | 'backward' | 'auto', number[]>;
  readonly fromModel: Record<string, number[]>;
  readonly fromModelMost: number[];
}

const golden = reference<{
  scores: Record<string, Scores>;
  univariate: Record<string, Record<string, number[]>>;
  varianceThreshold: Record<string, { variances: number[]; support: Record<string, number[]> }>;
  wrappers: Record<string, Wrappers>;
}>('parity/feature-selection');

/** As in the module that made the values. */
const discrete: Record<string, number[]> = { diabetes: [1], ames: [9, 10, 11, 12] };

const functions: Record<string, (data: Dataset, name: string) => ArrayLike<number>[]> = {
  fClassif: ({ X, y }) => Object.values(fClassif(X, y)),
  chi2: ({ X, y }) => Object.values(chi2(X, y)),
  mutualInfoClassif: ({ X, y }) => [mutualInfoClassif(X, y, { seed: 7 }).scores],
  mutualInfoClassifDiscrete: ({ X, y }) => [mutualInfoClassif(X, y, { discreteFeatures: true }).scores],
  mutualInfoClassifOfFive: ({ X, y }) => [mutualInfoClassif(X, y, { nNeighbors: 5, seed: 3 }).scores],
  fRegression: ({ X, y }) => Object.values(fRegression(X, y)),
  rRegression: ({ X, y }) => [rRegression(X, y)],
  mutualInfoRegression: ({ X, y }, name) => [
    mutualInfoRegression(X, y, { discreteFeatures: discrete[name]!, seed: 7 }).scores,
  ],
};

const exact = { method: 'exact', tolerance: 1e-8 } as const;
/** Which features stay, or when they went. */
const choice = { method: 'exact', tolerance: 0 } as const;

function scores(name: string, theirs: Scores): Parity[] {
  const { X, y } = readDataset(name as DatasetName);
  const { deviations } = columnMoments(X);
  const varied = [...deviations.keys()].filter((column) => deviations[column]! > 0);
  const data = { X: columnsAt(X, varied), y };
  return Object.entries(theirs).flatMap(([estimator, parts]) =>
    parts.map((part, index) => ({
      ...exact,
      estimator,
      dataset: name as DatasetName,
      what: ['scores', 'pvalues'][index]!,
      ours: () => functions[estimator]!(data, name)[index]!,
      theirs: part,
    })),
  );
}

function univariate(name: string, theirs: Record<string, number[]>): Parity[] {
  const { X, y } = readDataset(name as DatasetName);
  const made = (key: string) => {
    const number = Number(key.replace(/\D/g, ''));
    if (key.startsWith('percentile')) return new SelectPercentile({ percentile: number });
    return new SelectKBest({ k: number, scoreFunc: key.startsWith('chi') ? 'chi2' : 'f_classif' });
  };
  return Object.entries(theirs).map(([key, indices]) => ({
    ...choice,
    estimator: made(key).constructor.name,
    dataset: name as DatasetName,
    what: `features, ${key}`,
    ours: () => made(key).fit(X, y).indices,
    theirs: indices,
  }));
}

function variance(
  name: string,
  theirs: { variances: number[]; support: Record<string, number[]> },
): Parity[] {
  const { X } = readDataset(name as DatasetName);
  const common = { estimator: 'VarianceThreshold', dataset: name as DatasetName };
  return [
    {
      ...common,
      ...exact,
      what: 'variances',
      ours: () => new VarianceThreshold().fit(X).variances!,
      theirs: theirs.variances,
    },
    ...Object.entries(theirs.support).map(([threshold, indices]) => ({
      ...common,
      ...choice,
      what: `features, threshold ${threshold}`,
      ours: () => new VarianceThreshold({ threshold: Number(threshold) }).fit(X).indices,
      theirs: indices,
    })),
  ];
}

function wrappers(name: string, theirs: Wrappers): Parity[] {
  const { X, y } = readDataset(name as DatasetName);
  const estimator = new LinearRegression();
  const sequential = {
    forward: { nFeaturesToSelect: 4 },
    backward: { nFeaturesToSelect: 6, direction: 'backward' },
    auto: { tol: 0.01 },
  } as const;
  const thresholdOf = (key: string) =>
    key === 'None' ? null : Number.isNaN(Number(key)) ? key : Number(key);
  const cases: [string, string, () => ArrayLike<number>, number[]][] = [
    ...Object.entries(theirs.rfe).map(([step, ranking]): (typeof cases)[number] => [
      'RFE',
      `ranking, step ${step}`,
      () => new RFE({ estimator, nFeaturesToSelect: 3, step: Number(step) }).fit(X, y).ranking!,
      ranking,
    ]),
    ['RFECV', 'ranking', () => new RFECV({ estimator, cv: 4 }).fit(X, y).ranking!, theirs.rfecv.ranking],
    ...Object.entries(sequential).map(([key, options]): (typeof cases)[number] => [
      'SequentialFeatureSelector',
      `features, ${key}`,
      () => new SequentialFeatureSelector({ estimator, cv: 3, ...options }).fit(X, y).indices,
      theirs.sequential[key as 'auto'],
    ]),
    ...Object.entries(theirs.fromModel).map(([key, indices]): (typeof cases)[number] => [
      'SelectFromModel',
      `features, threshold ${key}`,
      () => new SelectFromModel({ estimator, threshold: thresholdOf(key) }).fit(X, y).indices,
      indices,
    ]),
    [
      'SelectFromModel',
      'features, two at most',
      () => new SelectFromModel({ estimator, maxFeatures: 2 }).fit(X, y).indices,
      theirs.fromModelMost,
    ],
  ];
  const dataset = name as DatasetName;
  return [
    ...cases.map(([of, what, ours, expected]) => ({
      ...choice,
      estimator: of,
      dataset,
      what,
      ours,
      theirs: expected,
    })),
    {
      ...exact,
      estimator: 'RFECV',
      dataset,
      what: 'mean scores',
      ours: () => new RFECV({ estimator, cv: 4 }).fit(X, y).meanTestScores!,
      theirs: theirs.rfecv.mean,
    },
  ];
}

export const cases: readonly Parity[] = [
  ...Object.entries(golden.scores).flatMap(([name, theirs]) => scores(name, theirs)),
  ...Object.entries(golden.univariate).flatMap(([name, theirs]) => univariate(name, theirs)),
  ...Object.entries(golden.varianceThreshold).flatMap(([name, theirs]) => variance(name, theirs)),
  ...Object.entries(golden.wrappers).flatMap(([name, theirs]) => wrappers(name, theirs)),
];
