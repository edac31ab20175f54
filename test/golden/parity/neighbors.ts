import {
  KNeighborsClassifier,
  type KNeighborsOptions,
  KNeighborsRegressor,
} from '../../../layers/learn/index.ts';
import { denseRows } from '../../../layers/learn/matrix.ts';
import { type DatasetName, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';
import { scaledDataset } from './scaled.ts';

type Named<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;

interface Golden {
  readonly classifiers: Named<{ rows: number[]; predict: number[]; predictProba: number[] }>;
  readonly regressors: Named<{ rows: number[]; predict: number[]; distances: number[]; own: number[] }>;
}

const golden = reference<Golden>('parity/neighbors');

const classifiers: Readonly<Record<string, KNeighborsOptions>> = {
  uniform: {},
  distance: { weights: 'distance', nNeighbors: 7 },
  manhattan: { p: 1, algorithm: 'kd_tree' },
  minkowski: { p: 3, nNeighbors: 4, weights: 'distance', algorithm: 'brute' },
};
const regressors: Readonly<Record<string, KNeighborsOptions>> = {
  uniform: {},
  distance: { weights: 'distance', nNeighbors: 9 },
  chebyshev: { metric: 'chebyshev', nNeighbors: 3 },
};
const exact = { method: 'exact', tolerance: 1e-8 } as const;
const firstRows = (length: number) => Int32Array.from({ length }, (_, row) => row);

/** Digits and iris as they are: many of their rows are equally far. */
function data(dataset: DatasetName) {
  if (dataset !== 'digits' && dataset !== 'iris') return scaledDataset(dataset);
  const { train, test } = splitDataset(dataset);
  const step = dataset === 'digits' ? 7 : 1;
  const rows = Int32Array.from({ length: Math.ceil(test.X.rows / step) }, (_, index) => index * step);
  return { train, test: { X: denseRows(test.X, rows) } };
}

function classifier(dataset: DatasetName, key: string): Parity[] {
  const { train, test } = data(dataset);
  const model = new KNeighborsClassifier(classifiers[key]).fit(train.X, train.y);
  const theirs = golden.classifiers[dataset]![key]!;
  const clear = denseRows(test.X, theirs.rows);
  const common = { ...exact, estimator: `KNeighborsClassifier (${key})`, dataset };
  return [
    {
      ...common,
      what: 'predict on the test rows without ties',
      ours: () => model.predict(clear) as Float64Array,
      theirs: theirs.predict,
    },
    {
      ...common,
      what: 'predictProba on the test rows without ties',
      ours: () => model.predictProba(clear).data,
      theirs: theirs.predictProba,
    },
  ];
}

function regressor(dataset: DatasetName, key: string): Parity[] {
  const { train, test } = data(dataset);
  const model = new KNeighborsRegressor(regressors[key]).fit(train.X, train.y);
  const theirs = golden.regressors[dataset]![key]!;
  const clear = denseRows(test.X, theirs.rows);
  const common = { ...exact, estimator: `KNeighborsRegressor (${key})`, dataset };
  return [
    {
      ...common,
      what: 'predict on the test rows without ties',
      ours: () => model.predict(clear),
      theirs: theirs.predict,
    },
    {
      ...common,
      what: 'distances of neighbors',
      ours: () => model.kneighbors(denseRows(test.X, firstRows(20))).distances.data,
      theirs: theirs.distances,
    },
    {
      ...common,
      what: 'distances of training rows from others',
      ours: () => model.kneighbors(undefined, { nNeighbors: 2 }).distances.data.subarray(0, 100),
      theirs: theirs.own,
    },
  ];
}

export const cases: readonly Parity[] = [
  ...(['breast-cancer', 'wine', 'digits', 'iris'] as const).flatMap((dataset) =>
    Object.keys(classifiers).flatMap((key) => classifier(dataset, key)),
  ),
  ...(['diabetes', 'ames'] as const).flatMap((dataset) =>
    Object.keys(regressors).flatMap((key) => regressor(dataset, key)),
  ),
];
