import {
  type Dense,
  ElasticNet,
  Lasso,
  type LinearClassifierModel,
  type LinearModel,
  LinearRegression,
  LinearSVC,
  LinearSVR,
  type LogisticModel,
  LogisticRegression,
  Ridge,
  SGDClassifier,
  type SGDClassifierOptions,
  SGDRegressor,
  type SGDRegressorOptions,
} from '../../../layers/learn/index.ts';
import { denseRows } from '../../../layers/learn/matrix.ts';
import { areaUnderCurve } from '../../../layers/learn/metrics/auc.ts';
import { regressionMetrics } from '../../../layers/learn/metrics/regression.ts';
import { columnMoments } from '../../../layers/learn/moments.ts';
import { complete, type Dataset, type DatasetName, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

interface Fitted {
  readonly coef: number[];
  readonly intercept: number[];
  readonly answers: number[];
}

type Topic =
  | 'linearRegression'
  | 'weightedLinearRegression'
  | 'ridge'
  | 'weightedRidge'
  | 'lasso'
  | 'elasticNet'
  | 'logisticRegression'
  | 'balancedLogisticRegression'
  | 'l1LogisticRegression'
  | 'elasticLogisticRegression'
  | 'linearSVC'
  | 'hingeLinearSVC'
  | 'linearSVR'
  | 'squaredLinearSVR';
type Qualities = Readonly<Record<string, Readonly<Partial<Record<DatasetName, number>>>>>;
type Golden = Readonly<Record<Topic, Readonly<Partial<Record<DatasetName, Fitted>>>>> & {
  readonly sgdClassifier: Qualities;
  readonly sgdRegressor: Qualities;
};

const golden = reference<Golden>('parity/linear');

type Labelled = Dataset<Float64Array | string[]>;
interface Parts {
  readonly train: Labelled;
  readonly test: Labelled;
}

/** Rows without missing values; scaled by what the training rows say. */
function dataOf(name: DatasetName, scaled: boolean): Parts {
  const split = splitDataset<Float64Array | string[]>(name);
  const [train, test] = [complete(split.train), complete(split.test)];
  if (!scaled) return { train, test };
  const { means, deviations } = columnMoments(train.X);
  const scale = ({ X, y }: Labelled): Labelled => {
    const data = X.data.map((value, index) => {
      const column = index % X.columns;
      return (value - means[column]!) / (deviations[column]! || 1);
    });
    return { X: { ...X, data }, y };
  };
  return { train: scale(train), test: scale(test) };
}

interface Comparison {
  readonly estimator: string;
  readonly topic: Topic;
  readonly tolerance?: number;
  /** Data sets that are taken as they are, not scaled. */
  readonly raw?: readonly DatasetName[];
  /** Data sets whose rows weigh 1, 2, 3, 1, 2, 3 … */
  readonly weighted?: readonly DatasetName[];
  readonly fit: (
    X: Dense,
    y: never,
    options: { sampleWeight?: Float64Array },
  ) => LinearModel | LinearClassifierModel;
}

function comparison({
  estimator,
  topic,
  tolerance = 1e-8,
  raw = [],
  weighted = [],
  fit,
}: Comparison): Parity[] {
  return (Object.keys(golden[topic]) as DatasetName[]).flatMap((dataset) => {
    const theirs = golden[topic][dataset]!;
    const isWeighted = weighted.includes(dataset);
    let fitted: { model: LinearModel | LinearClassifierModel; test: Labelled } | undefined;
    const ours = () => {
      if (fitted) return fitted;
      const { train, test } = dataOf(dataset, !raw.includes(dataset));
      const sampleWeight = Float64Array.from({ length: train.X.rows }, (_, row) => 1 + (row % 3));
      fitted = { model: fit(train.X, train.y as never, isWeighted ? { sampleWeight } : {}), test };
      return fitted;
    };
    const common = {
      estimator,
      dataset,
      method: tolerance === 1e-8 ? 'exact' : 'iterative',
      tolerance,
    } as const;
    const note = isWeighted ? ', weighted rows' : '';
    return [
      { ...common, what: `coef${note}`, ours: () => coefOf(ours().model), theirs: theirs.coef },
      {
        ...common,
        what: `intercept${note}`,
        ours: () => interceptOf(ours().model),
        theirs: theirs.intercept,
      },
      {
        ...common,
        what: `answers on 50 test rows${note}`,
        ours: () =>
          answersOf(
            ours().model,
            denseRows(
              ours().test.X,
              Int32Array.from({ length: fiftyOf(ours().test) }, (_, row) => row),
            ),
          ),
        theirs: theirs.answers,
      },
    ];
  });
}

const fiftyOf = ({ X }: Labelled) => Math.min(50, X.rows);
const coefOf = ({ coef }: LinearModel | LinearClassifierModel) => ('data' in coef ? coef.data : coef);
const interceptOf = ({ intercept }: LinearModel | LinearClassifierModel) =>
  typeof intercept === 'number' ? [intercept] : intercept;

/** Probabilities, or how far on a class's side, or numbers. */
function answersOf(model: LinearModel | LinearClassifierModel, X: Dense): ArrayLike<number> {
  if ('predictProba' in model) return (model as LogisticModel).predictProba(X).data;
  return 'decisionFunction' in model ? model.decisionFunction(X).data : model.predict(X);
}

const tight = { tol: 1e-12, maxIter: 1_000_000 };
const rounds = { tol: 1e-9, maxIter: 100_000 };
const optimum = 1e-5;

const fitted: readonly Comparison[] = [
  {
    estimator: 'LinearRegression',
    topic: 'linearRegression',
    raw: ['diabetes', 'ames'],
    fit: (...data) => new LinearRegression().fit(...data),
  },
  {
    estimator: 'LinearRegression',
    topic: 'weightedLinearRegression',
    raw: ['diabetes'],
    weighted: ['diabetes'],
    fit: (...data) => new LinearRegression().fit(...data),
  },
  {
    estimator: 'Ridge',
    topic: 'ridge',
    raw: ['diabetes', 'ames'],
    fit: (...data) => new Ridge().fit(...data),
  },
  {
    estimator: 'Ridge (alpha: 50)',
    topic: 'weightedRidge',
    weighted: ['ames'],
    fit: (...data) => new Ridge({ alpha: 50 }).fit(...data),
  },
  {
    estimator: 'Lasso (alpha: 0.1)',
    topic: 'lasso',
    tolerance: 1e-6,
    raw: ['diabetes'],
    fit: (...data) => new Lasso({ alpha: 0.1, ...tight }).fit(...data),
  },
  {
    estimator: 'ElasticNet (alpha: 0.1)',
    topic: 'elasticNet',
    tolerance: 1e-6,
    weighted: ['ames'],
    fit: (...data) => new ElasticNet({ alpha: 0.1, ...tight }).fit(...data),
  },
  {
    estimator: 'LogisticRegression',
    topic: 'logisticRegression',
    tolerance: optimum,
    fit: (...data) => new LogisticRegression(rounds).fit(...data),
  },
  {
    estimator: "LogisticRegression (solver: 'batch', classWeight: 'balanced')",
    topic: 'balancedLogisticRegression',
    tolerance: optimum,
    weighted: ['credit', 'iris'],
    fit: (...data) =>
      new LogisticRegression({ solver: 'batch', classWeight: 'balanced', ...rounds }).fit(...data),
  },
  {
    estimator: 'LogisticRegression (l1Ratio: 1)',
    topic: 'l1LogisticRegression',
    tolerance: optimum,
    fit: (...data) => new LogisticRegression({ l1Ratio: 1, C: 0.2, ...rounds }).fit(...data),
  },
  {
    estimator: 'LogisticRegression (l1Ratio: 0.5)',
    topic: 'elasticLogisticRegression',
    tolerance: optimum,
    fit: (...data) => new LogisticRegression({ l1Ratio: 0.5, C: 0.05, ...rounds }).fit(...data),
  },
  {
    estimator: 'LinearSVC',
    topic: 'linearSVC',
    tolerance: optimum,
    fit: (...data) => new LinearSVC({ C: 0.1, ...rounds }).fit(...data),
  },
  {
    estimator: "LinearSVC (loss: 'hinge')",
    topic: 'hingeLinearSVC',
    tolerance: optimum,
    fit: (...data) => new LinearSVC({ loss: 'hinge', C: 0.01, ...rounds }).fit(...data),
  },
  {
    estimator: 'LinearSVR',
    topic: 'linearSVR',
    tolerance: optimum,
    fit: (...data) => new LinearSVR({ epsilon: 0.5, C: 0.1, ...rounds }).fit(...data),
  },
  {
    estimator: "LinearSVR (loss: 'squared_epsilon_insensitive')",
    topic: 'squaredLinearSVR',
    tolerance: optimum,
    fit: (...data) =>
      new LinearSVR({ loss: 'squared_epsilon_insensitive', epsilon: 0.5, C: 0.1, ...rounds }).fit(...data),
  },
];

const slow = { learningRate: 'constant', eta0: 0.001, maxIter: 50, tol: null } as const;
const classifiers: Readonly<Record<string, SGDClassifierOptions>> = {
  hinge: { alpha: 0.01, average: true, ...slow },
  log_loss: { penalty: 'elasticnet', alpha: 0.01, ...slow },
  modified_huber: { penalty: 'l1', alpha: 0.001, ...slow },
};
const regressors: Readonly<Record<string, SGDRegressorOptions>> = {
  squared_error: { average: true },
  huber: { epsilon: 20, learningRate: 'adaptive', maxIter: 2000 },
  epsilon_insensitive: { epsilon: 5, average: true, alpha: 0.001 },
};

const meanOfSeeds = (of: (seed: number) => number) =>
  [0, 1, 2, 3, 4].reduce((sum, seed) => sum + of(seed) / 5, 0);

function classification(options: SGDClassifierOptions, { train, test }: Parts): number {
  return meanOfSeeds((seed) => {
    const model = new SGDClassifier({ ...options, seed }).fit(train.X, train.y);
    if (model.classes.length === 2)
      return areaUnderCurve(
        Uint8Array.from(test.y as ArrayLike<string | number>, (label) => Number(label === model.classes[1])),
        model.decisionFunction(test.X).data,
      );
    const predicted = model.predict(test.X);
    return (
      Array.from(predicted as Float64Array).filter((label, row) => label === test.y[row]).length / test.X.rows
    );
  });
}

function regression(options: SGDRegressorOptions, { train, test }: Parts): number {
  return meanOfSeeds((seed) => {
    const model = new SGDRegressor({ ...options, seed }).fit(train.X, train.y as Float64Array);
    return regressionMetrics(test.y as Float64Array, model.predict(test.X)).r2;
  });
}

function qualities<Options>(
  name: string,
  of: Qualities,
  options: Readonly<Record<string, Options>>,
  quality: (options: Options & { loss: never }, parts: Parts) => number,
): Parity[] {
  return Object.entries(of).flatMap(([loss, byDataset]) =>
    (Object.entries(byDataset) as [DatasetName, number][]).map(([dataset, theirs]) => ({
      estimator: `${name} (loss: '${loss}')`,
      dataset,
      what: `${name === 'SGDRegressor' ? 'R²' : dataset === 'digits' ? 'accuracy' : 'AUC'}, mean of 5 seeds`,
      method: 'randomized' as const,
      ours: () => [quality({ ...options[loss]!, loss: loss as never }, dataOf(dataset, true))],
      theirs: [theirs],
      tolerance: 0.005,
    })),
  );
}

export const cases: readonly Parity[] = [
  ...fitted.flatMap(comparison),
  ...qualities('SGDClassifier', golden.sgdClassifier, classifiers, classification),
  ...qualities('SGDRegressor', golden.sgdRegressor, regressors, regression),
];
