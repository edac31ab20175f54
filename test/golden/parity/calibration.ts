import {
  CalibratedClassifierCV,
  type CalibratedClassifierOptions,
  type Dense,
  GaussianNB,
  IsotonicRegression,
  KNeighborsClassifier,
  SVC,
} from '../../../layers/learn/index.ts';
import { denseRows } from '../../../layers/learn/matrix.ts';
import { type DatasetName, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';
import { scaledDataset } from './scaled.ts';

type Method = NonNullable<CalibratedClassifierOptions['method']>;
type ByName<Value> = Readonly<Record<string, Value>>;

interface Golden {
  readonly isotonic: ByName<
    Readonly<Record<'XThresholds' | 'yThresholds' | 'predict' | 'weighted' | 'auto', number[]>>
  >;
  readonly calibrated: ByName<ByName<number[]>>;
  readonly weighted: ByName<ByName<number[]>>;
}

const golden = reference<Golden>('parity/calibration');

const estimators: ByName<() => CalibratedClassifierOptions['estimator']> = {
  svc: () => new SVC({ tol: 1e-10 }),
  bayes: () => new GaussianNB({ varSmoothing: 1e-2 }),
  neighbors: () => new KNeighborsClassifier({ nNeighbors: 15 }),
};
/** scikit-learn stops its search for a sigmoid at slopes of 1e-6, and for a temperature at what rounding leaves of the loss. */
const tolerances: Readonly<Record<Method, Pick<Parity, 'method' | 'tolerance'>>> = {
  sigmoid: { method: 'iterative', tolerance: 1e-6 },
  isotonic: { method: 'exact', tolerance: 1e-8 },
  temperature: { method: 'iterative', tolerance: 1e-6 },
};

const columnOf = ({ rows, columns, data }: Dense, column: number, sign = 1) =>
  Array.from({ length: rows }, (_, row) => [sign * data[row * columns + column]!]);

function isotonic(dataset: DatasetName, column: number): Parity[] {
  const { train, test } = splitDataset(dataset);
  const theirs = golden.isotonic[dataset]!;
  const common = { estimator: 'IsotonicRegression', dataset, method: 'exact', tolerance: 1e-8 } as const;
  const x = columnOf(train.X, column);
  const at = columnOf(test.X, column).slice(0, 150);
  const sampleWeight = train.y.map((_, row) => row % 4);
  const model = new IsotonicRegression({ outOfBounds: 'clip' }).fit(x, train.y);
  return [
    { ...common, what: 'XThresholds', ours: () => model.XThresholds, theirs: theirs.XThresholds },
    { ...common, what: 'yThresholds', ours: () => model.yThresholds, theirs: theirs.yThresholds },
    { ...common, what: 'predict on test rows', ours: () => model.predict(at), theirs: theirs.predict },
    {
      ...common,
      what: 'the same of weighted rows',
      ours: () =>
        new IsotonicRegression({ outOfBounds: 'clip' }).fit(x, train.y, { sampleWeight }).predict(at),
      theirs: theirs.weighted,
    },
    {
      ...common,
      what: "the same of the feature with its sign changed, increasing: 'auto', within bounds",
      ours: () =>
        new IsotonicRegression({ outOfBounds: 'clip', increasing: 'auto', yMin: 100, yMax: 200 })
          .fit(columnOf(train.X, column, -1), train.y)
          .predict(columnOf(test.X, column, -1).slice(0, 150)),
      theirs: theirs.auto,
    },
  ];
}

function everyThird(X: Dense): Dense {
  return denseRows(
    X,
    Int32Array.from({ length: Math.ceil(X.rows / 3) }, (_, index) => 3 * index),
  );
}

function calibrated(dataset: DatasetName, variant: string): Parity {
  const { train, test } = scaledDataset(dataset);
  const [name, method, kind] = variant.split(', ') as [string, Method, string];
  const options = { estimator: estimators[name]!(), method, ensemble: kind === 'ensemble' };
  return {
    estimator: `CalibratedClassifierCV (${variant})`,
    dataset,
    ...tolerances[method],
    what: 'predictProba on the test rows',
    ours: () =>
      new CalibratedClassifierCV(options).fit(train.X, train.y).predictProba(everyThird(test.X)).data,
    theirs: golden.calibrated[dataset]![variant]!,
  };
}

function weighted(dataset: DatasetName, method: Method): Parity {
  const { train, test } = scaledDataset(dataset);
  const sampleWeight = train.y.map((_, row) => (row % 2 === 0 ? 1 : 0.5));
  return {
    estimator: `CalibratedClassifierCV (weights, ${method})`,
    dataset,
    ...tolerances[method],
    what: 'predictProba on the test rows',
    ours: () =>
      new CalibratedClassifierCV({ estimator: estimators.bayes!(), method, cv: 3 })
        .fit(train.X, train.y, { sampleWeight })
        .predictProba(everyThird(test.X)).data,
    theirs: golden.weighted[dataset]![method]!,
  };
}

export const cases: readonly Parity[] = [
  ...isotonic('diabetes', 2),
  ...isotonic('ames', 8),
  ...(['breast-cancer', 'wine'] as const).flatMap((dataset) => [
    ...Object.keys(golden.calibrated[dataset]!).map((variant) => calibrated(dataset, variant)),
    ...(['sigmoid', 'isotonic', 'temperature'] as const).map((method) => weighted(dataset, method)),
  ]),
];
