import {
  BayesianRidge,
  type Dense,
  IterativeImputer,
  KNNImputer,
  LinearRegression,
  SimpleImputer,
} from '../../../layers/learn/index.ts';
import { type DatasetName, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';
import { thin } from './thin.ts';

interface Imputed {
  readonly estimator: 'SimpleImputer' | 'KNNImputer' | 'IterativeImputer';
  readonly options: Record<string, unknown>;
  readonly dataset: DatasetName;
  readonly transform: number[];
  readonly imputed: number[];
  readonly names: string[];
  readonly statistics?: number[];
  readonly inverseTransform?: number[];
  readonly nIter?: number[];
}

type Ridge = Readonly<Record<'coef' | 'intercept' | 'alpha' | 'lambda' | 'sigma' | 'nIter', number[]>> & {
  readonly options: Record<string, unknown>;
  readonly dataset: DatasetName;
  readonly predict: number[];
  readonly predictStd: number[];
};

const golden = reference<{ cases: Imputed[]; bayesianRidge: Ridge[]; weighted: Ridge[] }>('parity/impute');

/** About one value in nine missing, as python/parity/impute.py takes them away. */
function holes(X: Dense, dataset: DatasetName): Dense {
  if (dataset === 'credit' || dataset === 'digits') return X;
  const data = X.data.map((value, index) => {
    const [row, column] = [Math.floor(index / X.columns), index % X.columns];
    return (row * 7 + column * 5 + row * column) % 9 === 0 ? Number.NaN : value;
  });
  return { ...X, data };
}

/** From 0 to 1 in the training rows, so that all features count in distances. */
function scaled(train: Dense, test: Dense): [Dense, Dense] {
  const columnOf = (column: number) => train.data.filter((_, index) => index % train.columns === column);
  const ends = Array.from({ length: train.columns }, (_, column) => {
    const present = columnOf(column).filter((value) => !Number.isNaN(value));
    return [Math.min(...present), Math.max(...present)] as const;
  });
  const scale = (X: Dense) => ({
    ...X,
    data: X.data.map((value, index) => {
      const [low, high] = ends[index % X.columns]!;
      return (value - low) / (high - low);
    }),
  });
  return [scale(train), scale(test)];
}

function titled(name: string, options: Record<string, unknown>): string {
  const parameters = Object.entries(options).map(
    ([key, value]) => `${key}: ${JSON.stringify(value).replaceAll('"', "'")}`,
  );
  return parameters.length > 0 ? `${name} (${parameters.join(', ')})` : name;
}

function imputers({ estimator, options, dataset, names, ...theirs }: Imputed): Parity[] {
  const { train, test } = splitDataset(dataset);
  const isZero = options.missingValues === 0;
  const prepare = (X: Dense) =>
    isZero ? { ...X, data: X.data.map((value) => (Number.isNaN(value) ? 0 : value)) } : holes(X, dataset);
  const plain = [prepare(train.X), prepare(test.X)] as const;
  const [X, rows] = estimator === 'KNNImputer' ? scaled(...plain) : plain;
  const Imputer = { SimpleImputer, KNNImputer, IterativeImputer }[estimator];
  const given = options.estimator ? { ...options, estimator: new LinearRegression() } : options;
  const model = new Imputer(given as never).fit(X);
  const transformed = model.transform(rows);
  const isMissing = (value: number) => (isZero ? value === 0 : Number.isNaN(value));
  const filled = rows.data
    .map((value, index) => {
      const [row, column] = [Math.floor(index / rows.columns), index % rows.columns];
      return isMissing(value) ? transformed.data[row * transformed.columns + column]! : Number.NaN;
    })
    .filter((value) => !Number.isNaN(value));
  const isIterative = estimator === 'IterativeImputer';
  const common = {
    estimator: titled(estimator, options),
    dataset,
    method: isIterative ? 'iterative' : 'exact',
    tolerance: 1e-8,
  } as const;
  const { statistics, inverseTransform, nIter } = theirs;
  const attributes = model as unknown as Record<string, number[]>;
  return [
    {
      ...common,
      what: 'transform of the test rows',
      ours: () => thin(transformed.data, 120),
      theirs: theirs.transform,
    },
    { ...common, what: 'imputed values', ours: () => thin(filled, 200), theirs: theirs.imputed },
    {
      ...common,
      what: 'names that differ',
      ours: () => [model.featureNames().filter((name, index) => name !== names[index]).length],
      theirs: [0],
    },
    ...(statistics
      ? [{ ...common, what: 'statistics', ours: () => attributes.statistics!, theirs: statistics }]
      : []),
    ...(inverseTransform
      ? [
          {
            ...common,
            what: 'inverseTransform of the test rows',
            ours: () =>
              thin((model as ReturnType<SimpleImputer['fit']>).inverseTransform(transformed).data, 200),
            theirs: inverseTransform,
          },
        ]
      : []),
    ...(nIter
      ? [{ ...common, what: 'nIter', ours: () => [attributes.nIter as unknown as number], theirs: nIter }]
      : []),
  ];
}

function ridges({ options, dataset, ...theirs }: Ridge, isWeighted: boolean): Parity[] {
  const { train, test } = splitDataset(dataset);
  const sampleWeight = Float64Array.from({ length: train.X.rows }, (_, row) => 1 + (row % 3));
  const model = new BayesianRidge(options).fit(train.X, train.y, isWeighted ? { sampleWeight } : {});
  const ours: Readonly<Record<keyof typeof theirs, () => ArrayLike<number>>> = {
    coef: () => model.coef,
    intercept: () => [model.intercept],
    alpha: () => [model.alpha],
    lambda: () => [model.lambda],
    sigma: () => thin(model.sigma),
    nIter: () => [model.nIter!],
    predict: () => thin(model.predict(test.X)),
    predictStd: () => thin(model.predictStd(test.X)),
  };
  return Object.entries(theirs).map(([name, values]) => ({
    estimator: titled('BayesianRidge', options),
    dataset,
    what: name + (isWeighted ? ', weighted rows' : ''),
    method: 'iterative',
    tolerance: 1e-8,
    ours: ours[name as keyof typeof theirs],
    theirs: values,
  }));
}

export const cases: readonly Parity[] = [
  ...golden.cases.flatMap(imputers),
  ...golden.bayesianRidge.flatMap((one) => ridges(one, false)),
  ...golden.weighted.flatMap((one) => ridges(one, true)),
];
