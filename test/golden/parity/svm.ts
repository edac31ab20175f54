import { SVC, type SVCOptions, SVR, type SVROptions } from '../../../layers/learn/index.ts';
import type { DatasetName } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';
import { scaledDataset } from './scaled.ts';

type Named<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;

interface Golden {
  readonly classifiers: Named<{
    decisionFunction: number[];
    predict: number[];
    intercept: number[];
    nSupport: number[];
    dualCoef: number[];
  }>;
  readonly regressors: Named<{ predict: number[]; intercept: number[]; nSupport: number }>;
  readonly weighted: { svc: number[]; support: number[]; svr: number[] };
  readonly logLoss: Readonly<Record<string, number>>;
}

const golden = reference<Golden>('parity/svm');

const classifiers: Named<SVCOptions<false>> = {
  'breast-cancer': {
    rbf: {},
    linear: { kernel: 'linear', C: 0.5, classWeight: 'balanced' },
    poly: { kernel: 'poly', degree: 2, coef0: 1, gamma: 'auto', C: 2 },
    sigmoid: { kernel: 'sigmoid', gamma: 0.01, coef0: -0.5, shrinking: false },
  },
  wine: {
    rbf: { decisionFunctionShape: 'ovo' },
    poly: { kernel: 'poly', classWeight: { 0: 1, 1: 3, 2: 0.5 } },
  },
  digits: { rbf: { C: 10 } },
};
const regressors: Named<SVROptions> = {
  diabetes: {
    rbf: { C: 20, epsilon: 5 },
    linear: { kernel: 'linear', C: 2, epsilon: 10 },
    sigmoid: { kernel: 'sigmoid', gamma: 0.01, shrinking: false },
  },
  ames: {
    rbf: { C: 50, epsilon: 10 },
    poly: { kernel: 'poly', coef0: 1, degree: 2, epsilon: 20 },
  },
};

/** LIBSVM keeps the kernel in single precision, and so do we. */
const iterative = { method: 'iterative', tolerance: 1e-6 } as const;

function classifier(dataset: DatasetName, kernel: string, options: SVCOptions<false>): Parity[] {
  const { train, test } = scaledDataset(dataset);
  const model = new SVC({ tol: 1e-10, ...options }).fit(train.X, train.y);
  const theirs = golden.classifiers[dataset]![kernel]!;
  const common = { ...iterative, estimator: `SVC (kernel: '${kernel}')`, dataset };
  return [
    {
      ...common,
      what: 'decisionFunction on the test rows',
      ours: () => model.decisionFunction(test.X).data,
      theirs: theirs.decisionFunction,
    },
    {
      ...common,
      what: 'predict on the test rows',
      ours: () => model.predict(test.X) as Float64Array,
      theirs: theirs.predict,
    },
    { ...common, what: 'intercept', ours: () => model.intercept, theirs: theirs.intercept },
    { ...common, what: 'nSupport', ours: () => model.nSupport, theirs: theirs.nSupport },
    ...(dataset === 'digits'
      ? []
      : [{ ...common, what: 'dualCoef', ours: () => model.dualCoef.data, theirs: theirs.dualCoef }]),
  ];
}

function regressor(dataset: DatasetName, kernel: string, options: SVROptions): Parity[] {
  const { train, test } = scaledDataset(dataset);
  const model = new SVR({ tol: 1e-10, ...options }).fit(train.X, train.y);
  const theirs = golden.regressors[dataset]![kernel]!;
  const common = { ...iterative, estimator: `SVR (kernel: '${kernel}')`, dataset };
  return [
    {
      ...common,
      what: 'predict on the test rows',
      ours: () => model.predict(test.X),
      theirs: theirs.predict,
    },
    { ...common, what: 'intercept', ours: () => [model.intercept], theirs: theirs.intercept },
    { ...common, what: 'nSupport', ours: () => [model.nSupport], theirs: [theirs.nSupport] },
  ];
}

function weighted(): Parity[] {
  const weightsOf = (y: Float64Array) => y.map((_, row) => (row % 4) / 2);
  const [wine, diabetes] = [scaledDataset('wine'), scaledDataset('diabetes')];
  const options = { sampleWeight: weightsOf(wine.train.y) };
  const svc = new SVC({ tol: 1e-10 }).fit(wine.train.X, wine.train.y, options);
  return [
    {
      ...iterative,
      estimator: 'SVC (weights)',
      dataset: 'wine',
      what: 'decisionFunction on the test rows',
      ours: () => svc.decisionFunction(wine.test.X).data,
      theirs: golden.weighted.svc,
    },
    {
      ...iterative,
      estimator: 'SVC (weights)',
      dataset: 'wine',
      // Theirs are positions among the rows of a weight above 0, three of four.
      what: 'support',
      ours: () => svc.support.map((row) => row - Math.floor(row / 4) - 1),
      theirs: golden.weighted.support,
    },
    {
      ...iterative,
      estimator: 'SVR (weights)',
      dataset: 'diabetes',
      what: 'predict on the test rows',
      ours: () =>
        new SVR({ tol: 1e-10, C: 20 })
          .fit(diabetes.train.X, diabetes.train.y, { sampleWeight: weightsOf(diabetes.train.y) })
          .predict(diabetes.test.X),
      theirs: golden.weighted.svr,
    },
  ];
}

function probabilities(dataset: DatasetName): Parity {
  const { train, test } = scaledDataset(dataset);
  const lossOf = (seed: number) => {
    const { data, columns } = new SVC({ probability: true, seed }).fit(train.X, train.y).predictProba(test.X);
    return test.y.reduce((sum, code, row) => sum - Math.log(data[row * columns + code]!), 0) / test.y.length;
  };
  return {
    estimator: 'SVC (probability)',
    dataset,
    what: 'log loss, mean of 5 seeds',
    method: 'randomized',
    ours: () => [[0, 1, 2, 3, 4].reduce((sum, seed) => sum + lossOf(seed) / 5, 0)],
    theirs: [golden.logLoss[dataset]!],
    tolerance: 0.005,
  };
}

const each = <Options>(
  all: Named<Options>,
  of: (name: DatasetName, key: string, options: Options) => Parity[],
) =>
  Object.entries(all).flatMap(([dataset, variants]) =>
    Object.entries(variants).flatMap(([key, options]) => of(dataset as DatasetName, key, options)),
  );

export const cases: readonly Parity[] = [
  ...each(classifiers, classifier),
  ...each(regressors, regressor),
  ...weighted(),
  probabilities('breast-cancer'),
  probabilities('wine'),
];
