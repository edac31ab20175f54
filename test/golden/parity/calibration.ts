import {
  CalibratedClassifierCV,
  type CalibratedClassifierOptions,
  type Classifier,
  DecisionTreeClassifier,
  type Dense,
  type FitOptions,
  IsotonicRegression,
  type IsotonicRegressionOptions,
  LinearSVC,
  LogisticRegression,
  StandardScaler,
} from '../../../layers/learn/index.ts';
import { denseRows } from '../../../layers/learn/matrix.ts';
import { type DatasetName, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

interface Golden {
  readonly isotonic: Record<
    string,
    Record<string, { predict: number[]; weighted: number[]; thresholds: number[] }>
  >;
  readonly calibrated: Record<string, Record<string, { plain: number[]; weighted: number[] }>>;
}

const golden = reference<Golden>('parity/calibration');

/** As python/parity/calibration.py has them. */
const isotonicOptions: Readonly<
  Record<string, Record<string, readonly [number, IsotonicRegressionOptions]>>
> = {
  diabetes: {
    rising: [2, {}],
    falling: [6, { increasing: false }],
    auto: [6, { increasing: 'auto' }],
    bounded: [2, { yMin: 100, yMax: 200 }],
  },
  ames: { rising: [8, {}], auto: [2, { increasing: 'auto' }] },
};
const methods: Readonly<Record<string, CalibratedClassifierOptions>> = {
  sigmoid: { method: 'sigmoid' },
  isotonic: { method: 'isotonic' },
  'one sigmoid': { method: 'sigmoid', ensemble: false },
  'one isotonic': { method: 'isotonic', ensemble: false, cv: 3 },
  temperature: { method: 'temperature' },
  'one temperature': { method: 'temperature', ensemble: false },
};
const estimators: Readonly<Record<string, Classifier>> = {
  LogisticRegression: new LogisticRegression({ tol: 1e-10, maxIter: 10_000 }),
  LinearSVC: new LinearSVC({ tol: 1e-10, maxIter: 100_000 }),
  DecisionTreeClassifier: new DecisionTreeClassifier({ maxDepth: 2 }),
};

function isotonic(
  dataset: DatasetName,
  name: string,
  column: number,
  options: IsotonicRegressionOptions,
): Parity[] {
  const { train, test } = splitDataset(dataset);
  const fit = (fitOptions: FitOptions = {}) =>
    new IsotonicRegression({ outOfBounds: 'clip', ...options }).fit(
      columnOf(train.X, column),
      train.y,
      fitOptions,
    );
  const asked = columnOf(test.X, column, 150);
  const one = { estimator: 'IsotonicRegression', dataset, method: 'exact', tolerance: 1e-8 } as const;
  const theirs = golden.isotonic[dataset]![name]!;
  return [
    {
      ...one,
      what: `${name}: predict on test rows`,
      ours: () => fit().predict(asked),
      theirs: theirs.predict,
    },
    {
      ...one,
      what: `${name}: predict on test rows, weighted`,
      ours: () => fit({ sampleWeight: weightsOf(train.X.rows) }).predict(asked),
      theirs: theirs.weighted,
    },
    {
      ...one,
      what: `${name}: thresholds`,
      ours: () => {
        const { XThresholds, yThresholds } = fit();
        return [...XThresholds, ...yThresholds];
      },
      theirs: theirs.thresholds,
    },
  ];
}

function calibrated(dataset: DatasetName, kind: string, method: string): Parity[] {
  const { train, test } = splitDataset(dataset);
  const scaler = new StandardScaler().fit(train.X);
  // A tree of one feature has no ties between features.
  const seen = (X: Dense) =>
    kind === 'DecisionTreeClassifier' ? columnOf(scaler.transform(X), 0) : scaler.transform(X);
  const asked = everyThird(seen(test.X));
  const theirs = golden.calibrated[dataset]![`${kind}, ${method}`]!;
  const ours = (options: FitOptions) => () =>
    new CalibratedClassifierCV({ estimator: estimators[kind]!, ...methods[method] })
      .fit(seen(train.X), train.y, options)
      .predictProba(asked).data;
  const one = {
    estimator: `CalibratedClassifierCV (${kind})`,
    dataset,
    method: 'iterative',
    tolerance: 1e-6,
  } as const;
  return [
    { ...one, what: `${method}: probabilities`, ours: ours({}), theirs: theirs.plain },
    {
      ...one,
      what: `${method}: probabilities, weighted`,
      ours: ours({ sampleWeight: weightsOf(train.X.rows) }),
      theirs: theirs.weighted,
    },
  ];
}

function columnOf({ rows, columns, data }: Dense, column: number, most = rows): Dense {
  const count = Math.min(rows, most);
  return {
    rows: count,
    columns: 1,
    data: Float64Array.from({ length: count }, (_, row) => data[row * columns + column]!),
  };
}

function everyThird(X: Dense): Dense {
  return denseRows(
    X,
    Array.from({ length: Math.ceil(X.rows / 3) }, (_, index) => 3 * index),
  );
}

function weightsOf(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, row) => (row % 3) + 0.5);
}

export const cases: readonly Parity[] = [
  ...Object.entries(isotonicOptions).flatMap(([dataset, all]) =>
    Object.entries(all).flatMap(([name, [column, options]]) =>
      isotonic(dataset as DatasetName, name, column, options),
    ),
  ),
  ...Object.keys(estimators).flatMap((kind) =>
    (['breast-cancer', 'wine'] as const).flatMap((dataset) =>
      Object.keys(methods).flatMap((method) => calibrated(dataset, kind, method)),
    ),
  ),
];
