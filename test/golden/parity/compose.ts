import {
  AdaBoostClassifier,
  BaggingClassifier,
  BaggingRegressor,
  ColumnTransformer,
  FeatureUnion,
  LinearRegression,
  LogisticRegression,
  MinMaxScaler,
  OneHotEncoder,
  Pipeline,
  Ridge,
  StackingClassifier,
  StackingRegressor,
  StandardScaler,
  type Table,
  takeRows,
  VotingClassifier,
  VotingRegressor,
} from '../../../layers/learn/index.ts';
import { denseRows } from '../../../layers/learn/matrix.ts';
import { type DatasetName, readTable, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

type ByName<Value> = Record<string, Value>;

interface Golden {
  readonly columnTransformer: ByName<{ names: string[]; transform: number[] }>;
  readonly pipeline: ByName<number[]>;
  readonly featureUnion: ByName<number[]>;
  readonly votingRegressor: ByName<number[]>;
  readonly stackingRegressor: ByName<{ plain: number[]; passthrough: number[] }>;
  readonly hardVoting: ByName<number[]>;
  readonly softVoting: ByName<number[]>;
  readonly adaBoost: ByName<{ errors: number[]; weights: number[]; proba: number[] }>;
  readonly bagging: ByName<number>;
  readonly stackingClassifier: ByName<{ predict_proba: number[]; decision_function: number[] }>;
}

const golden = reference<Golden>('parity/compose');
const exact = { method: 'exact', tolerance: 1e-8 } as const;
/** The gradient at which L-BFGS stops leaves as much in the probabilities. */
const iterative = { method: 'iterative', tolerance: 1e-6 } as const;

const numbers = { ames: ['Gr_Liv_Area', 'Year_Built', 'Lot_Area'], credit: ['Age', 'Amount', 'Price'] };
const categories = { ames: ['MS_Zoning', 'House_Style'], credit: ['Records', 'Job'] };
type Mixed = keyof typeof numbers;

/** The columns that are used, without rows that miss any of them. */
function halves(name: Mixed): { train: Table; test: Table } {
  const table = readTable(name);
  const used = [...numbers[name], ...categories[name]];
  const isWhole = (row: number) =>
    used.every((column) => {
      const values = table.columns[column]!;
      return values.kind === 'number' ? !Number.isNaN(values.values[row]) : values.codes[row] !== -1;
    });
  const rows = Int32Array.from({ length: table.length }, (_, row) => row).filter(isWhole);
  const part = (isTest: boolean) =>
    takeRows(
      table,
      rows.filter((_, place) => (place % 4 === 3) === isTest),
    );
  return { train: part(false), test: part(true) };
}

/** The columns in the order in which scikit-learn was given them. */
function features(table: Table, name: Mixed): Table {
  const used = [...numbers[name], ...categories[name]];
  const columns = used.map((column) => [column, table.columns[column]!]);
  return { length: table.length, columns: Object.fromEntries(columns) };
}

const transformer = (name: Mixed) =>
  new ColumnTransformer({
    transformers: [
      ['encode', new OneHotEncoder({ handleUnknown: 'ignore' }), categories[name]],
      ['scale', new StandardScaler(), numbers[name].slice(0, 2)],
      ['none', 'drop', []],
    ],
    remainder: new MinMaxScaler(),
    transformerWeights: { scale: 2 },
  });

function columns(dataset: Mixed): Parity[] {
  const { train, test } = halves(dataset);
  const fitted = transformer(dataset).fit(features(train, dataset));
  const { names, transform } = golden.columnTransformer[dataset]!;
  return [
    {
      ...exact,
      estimator: 'ColumnTransformer',
      dataset,
      what: 'feature names, by their places',
      ours: () => fitted.featureNames().map((name) => names.indexOf(name)),
      theirs: names.map((_, place) => place),
    },
    {
      ...exact,
      estimator: 'ColumnTransformer',
      dataset,
      what: 'transform of test rows',
      ours: () => fitted.transform(features(test, dataset)).data.subarray(0, transform.length),
      theirs: transform,
    },
  ];
}

const logistic = (C: number) => new LogisticRegression({ C, tol: 1e-10, maxIter: 10_000 });

function houses(): Parity {
  const { train, test } = halves('ames');
  const pipeline = new Pipeline({
    steps: [
      ['columns', transformer('ames')],
      ['none', 'passthrough'],
      ['model', new Ridge()],
    ],
  });
  const target = train.columns.target as Extract<Table['columns'][string], { kind: 'number' }>;
  return {
    ...exact,
    estimator: 'Pipeline',
    dataset: 'ames',
    what: 'predict on the test rows',
    ours: () => pipeline.fit(features(train, 'ames'), target.values).predict(features(test, 'ames')),
    theirs: golden.pipeline.ames!,
  };
}

function decisions(): Parity {
  const { train, test } = halves('credit');
  const pipeline = new Pipeline({
    steps: [
      ['columns', transformer('credit')],
      ['none', 'passthrough'],
      ['model', logistic(1)],
    ],
  });
  const target = train.columns.target as Extract<Table['columns'][string], { kind: 'category' }>;
  const labels = Array.from(target.codes, (code) => target.categories[code]!);
  return {
    ...iterative,
    estimator: 'Pipeline',
    dataset: 'credit',
    what: 'predictProba on the test rows',
    ours: () =>
      pipeline
        .fit(features(train, 'credit'), labels)
        .predictProba(features(test, 'credit'))
        .data.filter((_, index) => index % 2 === 1),
    theirs: golden.pipeline.credit!,
  };
}

function union(dataset: DatasetName): Parity {
  const { train, test } = splitDataset(dataset);
  const both = new FeatureUnion({
    transformerList: [
      ['a', new StandardScaler()],
      ['b', new MinMaxScaler()],
    ],
    transformerWeights: { b: 0.5 },
  });
  const rows = Int32Array.from({ length: 40 }, (_, row) => row);
  return {
    ...exact,
    estimator: 'FeatureUnion',
    dataset,
    what: 'transform of test rows',
    ours: () =>
      both
        .fit(train.X)
        .transform(denseRows(test.X, rows))
        .data.subarray(0, golden.featureUnion[dataset]!.length),
    theirs: golden.featureUnion[dataset]!,
  };
}

const regressors = [
  ['linear', new LinearRegression()],
  ['ridge', new Ridge({ alpha: 5 })],
  [
    'scaled',
    new Pipeline({
      steps: [
        ['scale', new StandardScaler()],
        ['model', new Ridge({ alpha: 50 })],
      ],
    }),
  ],
] as const;

function regression(dataset: DatasetName): Parity[] {
  const { train, test } = splitDataset(dataset);
  const common = { ...exact, dataset, what: 'predict on the test rows' };
  const plain = new StackingRegressor({ estimators: regressors, finalEstimator: new LinearRegression() });
  const passthrough = new StackingRegressor({ estimators: regressors, cv: 3, passthrough: true });
  return [
    {
      ...common,
      estimator: 'VotingRegressor',
      ours: () =>
        new VotingRegressor({ estimators: regressors, weights: [1, 3, 2] })
          .fit(train.X, train.y)
          .predict(test.X),
      theirs: golden.votingRegressor[dataset]!,
    },
    {
      ...common,
      estimator: 'StackingRegressor',
      ours: () => plain.fit(train.X, train.y).predict(test.X),
      theirs: golden.stackingRegressor[dataset]!.plain,
    },
    {
      ...common,
      estimator: 'StackingRegressor (passthrough, cv: 3)',
      ours: () => passthrough.fit(train.X, train.y).predict(test.X),
      theirs: golden.stackingRegressor[dataset]!.passthrough,
    },
  ];
}

const scaled = (scaler: StandardScaler | MinMaxScaler, C: number) =>
  new Pipeline({
    steps: [
      ['scale', scaler],
      ['model', logistic(C)],
    ],
  });
const classifiers = [
  ['weak', scaled(new StandardScaler(), 0.001)],
  ['strong', scaled(new StandardScaler(), 1)],
  ['range', scaled(new MinMaxScaler(), 0.1)],
] as const;

function classification(dataset: DatasetName): Parity[] {
  const { train, test } = splitDataset(dataset);
  const common = { ...iterative, dataset, what: 'predictProba on the test rows' };
  const soft = new VotingClassifier({ estimators: classifiers, voting: 'soft', weights: [2, 1, 1] });
  const stack = (stackMethod: 'predictProba' | 'decisionFunction', cv: number) =>
    new StackingClassifier({ estimators: classifiers, finalEstimator: logistic(1), stackMethod, cv });
  return [
    {
      ...common,
      estimator: 'VotingClassifier (hard)',
      what: 'predict on the test rows',
      ours: () =>
        new VotingClassifier({ estimators: classifiers, weights: [2, 1, 2] })
          .fit(train.X, train.y)
          .predict(test.X) as Float64Array,
      theirs: golden.hardVoting[dataset]!,
    },
    {
      ...common,
      estimator: 'VotingClassifier (soft)',
      ours: () => soft.fit(train.X, train.y).predictProba(test.X).data,
      theirs: golden.softVoting[dataset]!,
    },
    {
      ...common,
      estimator: 'StackingClassifier (predictProba)',
      ours: () => stack('predictProba', 5).fit(train.X, train.y).predictProba(test.X).data,
      theirs: golden.stackingClassifier[dataset]!.predict_proba,
    },
    {
      ...common,
      estimator: 'StackingClassifier (decisionFunction, cv: 3)',
      ours: () => stack('decisionFunction', 3).fit(train.X, train.y).predictProba(test.X).data,
      theirs: golden.stackingClassifier[dataset]!.decision_function,
    },
  ];
}

function boosting(dataset: DatasetName): Parity[] {
  const { train, test } = splitDataset(dataset);
  const scaler = new MinMaxScaler().fit(train.X);
  const booster = new AdaBoostClassifier({ estimator: logistic(10), nEstimators: 8, learningRate: 0.5 });
  const model = booster.fit(scaler.transform(train.X), train.y);
  const { errors, weights, proba } = golden.adaBoost[dataset]!;
  const common = { ...iterative, dataset, estimator: 'AdaBoostClassifier' };
  return [
    { ...common, what: 'estimatorErrors', ours: () => model.estimatorErrors, theirs: errors },
    { ...common, what: 'estimatorWeights', ours: () => model.estimatorWeights, theirs: weights },
    {
      ...common,
      what: 'predictProba on the test rows',
      ours: () => model.predictProba(scaler.transform(test.X)).data,
      theirs: proba,
    },
  ];
}

const randomized = { method: 'randomized', tolerance: 0.005 } as const;
const seeds = [0, 1, 2, 3, 4];
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function baggedRegression(dataset: DatasetName): Parity {
  const { train, test } = splitDataset(dataset);
  const centre = meanOf([...test.y]);
  const spread = test.y.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const quality = (seed: number) => {
    const bag = new BaggingRegressor({
      estimator: new Ridge({ alpha: 0.1 }),
      nEstimators: 50,
      maxSamples: 0.5,
      seed,
    });
    const predicted = bag.fit(train.X, train.y).predict(test.X);
    return 1 - predicted.reduce((sum, value, row) => sum + (test.y[row]! - value) ** 2, 0) / spread;
  };
  return {
    ...randomized,
    estimator: 'BaggingRegressor',
    dataset,
    what: 'R², mean of 5 seeds',
    ours: () => [meanOf(seeds.map(quality))],
    theirs: [golden.bagging[dataset]!],
  };
}

/** Which of the few features of wine a bag draws moves its quality by more than what is compared: there it sees all. */
function baggedClassification(dataset: DatasetName, maxFeatures: number): Parity {
  const { train, test } = splitDataset(dataset);
  const scaler = new StandardScaler().fit(train.X);
  const quality = (seed: number) => {
    const bag = new BaggingClassifier({ estimator: logistic(1), nEstimators: 20, maxFeatures, seed });
    const { columns, data } = bag
      .fit(scaler.transform(train.X), train.y)
      .predictProba(scaler.transform(test.X));
    return meanOf(Array.from(test.y, (label, row) => data[row * columns + label]!));
  };
  return {
    ...randomized,
    estimator: 'BaggingClassifier',
    dataset,
    what: 'probability of the true class, mean of 5 seeds',
    ours: () => [meanOf(seeds.map(quality))],
    theirs: [golden.bagging[dataset]!],
  };
}

export const cases: readonly Parity[] = [
  ...columns('ames'),
  ...columns('credit'),
  houses(),
  decisions(),
  union('diabetes'),
  union('wine'),
  ...regression('diabetes'),
  ...regression('ames'),
  ...classification('breast-cancer'),
  ...classification('wine'),
  ...boosting('breast-cancer'),
  ...boosting('wine'),
  baggedRegression('diabetes'),
  baggedRegression('ames'),
  baggedClassification('breast-cancer', 0.5),
  baggedClassification('wine', 1),
];
