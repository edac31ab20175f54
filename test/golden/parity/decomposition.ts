import {
  type Dense,
  LinearDiscriminantAnalysis,
  type LinearDiscriminantAnalysisOptions,
  PCA,
  TruncatedSVD,
  TSNE,
  trustworthiness,
} from '../../../layers/learn/index.ts';
import { type DatasetName, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import { firstRows, standardized } from '../standardize.ts';
import type { Parity } from './Parity.ts';

interface Golden {
  readonly pca: Readonly<Record<string, GoldenPCA>>;
  readonly truncatedSvd: Readonly<
    Record<
      string,
      Numbers<'components' | 'singularValues' | 'explainedVarianceRatio' | 'transform'> & { quality: number }
    >
  >;
  readonly discriminant: Readonly<Record<string, GoldenDiscriminant>>;
  readonly tsne: Readonly<Record<string, { trust: number }>>;
  readonly trustworthiness: Readonly<Record<string, number[]>>;
}

type Numbers<Names extends string> = Readonly<Record<Names, number[]>>;

type GoldenPCA = Numbers<
  | 'components'
  | 'explainedVariance'
  | 'explainedVarianceRatio'
  | 'singularValues'
  | 'whitened'
  | 'inverse'
  | 'raw'
  | 'counts'
> & { readonly few: readonly [number[], number[]]; readonly noiseVariance: number };

type GoldenDiscriminant = Numbers<
  | 'coef'
  | 'intercept'
  | 'predictProba'
  | 'transform'
  | 'explainedVarianceRatio'
  | 'priors'
  | 'auto'
  | 'shrunk'
  | 'lsqr'
>;

const golden = reference<Golden>('parity/decomposition');
const seeds = [0, 1, 2, 3, 4];
const exact = { method: 'exact', tolerance: 1e-8 } as const;
const randomized = { method: 'randomized', tolerance: 0.005 } as const;
const named = <Values>(values: Readonly<Record<string, Values>>) =>
  Object.entries(values) as [DatasetName, Values][];
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

function pca([dataset, theirs]: [DatasetName, GoldenPCA]): Parity[] {
  const { train, test } = standardized(dataset);
  const model = new PCA().fit(train);
  const few = new PCA().fit(firstRows(train, 2 * train.columns));
  const white = new PCA({ nComponents: 3, whiten: true }).fit(train);
  const raw = splitDataset(dataset).train.X;
  const common = { estimator: 'PCA', dataset, ...exact };
  const of = (what: string, ours: () => ArrayLike<number>, reference: ArrayLike<number>): Parity => ({
    ...common,
    what,
    ours,
    theirs: reference,
  });
  return [
    of('components', () => model.components.data, theirs.components),
    of('explained variance', () => model.explainedVariance, theirs.explainedVariance),
    of('explained variance ratio', () => model.explainedVarianceRatio, theirs.explainedVarianceRatio),
    of('singular values', () => model.singularValues, theirs.singularValues),
    of('4 components of few rows', () => few.components.data.subarray(0, 4 * train.columns), theirs.few[0]),
    of('explained variance of few rows', () => few.explainedVariance, theirs.few[1]),
    of(
      'transform of 30 test rows, whitened',
      () => white.transform(firstRows(test, 30)).data,
      theirs.whitened,
    ),
    of(
      'inverse transform of 10 test rows',
      () => white.inverseTransform(white.transform(firstRows(test, 10))).data,
      theirs.inverse,
    ),
    of('noise variance', () => [white.noiseVariance], [theirs.noiseVariance]),
    of(
      'transform of 40 rows as they are',
      () => new PCA({ nComponents: 2 }).fit(raw).transform(firstRows(raw, 40)).data,
      theirs.raw,
    ),
    of(
      "components for a share of 0.5, 0.9, 0.99 and 'mle'",
      () =>
        ([0.5, 0.9, 0.99, 'mle'] as const).map(
          (nComponents) => new PCA({ nComponents }).fit(train).components.rows,
        ),
      theirs.counts,
    ),
  ];
}

function truncated([dataset, theirs]: [DatasetName, Golden['truncatedSvd'][string]]): Parity[] {
  const { train, test } = splitDataset(dataset);
  const model = new TruncatedSVD({ nComponents: 4, algorithm: 'arpack' }).fit(train.X);
  const common = { estimator: 'TruncatedSVD', dataset, ...exact };
  return [
    { ...common, what: 'components', ours: () => model.components.data, theirs: theirs.components },
    { ...common, what: 'singular values', ours: () => model.singularValues, theirs: theirs.singularValues },
    {
      ...common,
      what: 'explained variance ratio',
      ours: () => model.explainedVarianceRatio,
      theirs: theirs.explainedVarianceRatio,
    },
    {
      ...common,
      what: 'transform of 40 test rows',
      ours: () => model.transform(firstRows(test.X, 40)).data,
      theirs: theirs.transform,
    },
    {
      ...common,
      ...randomized,
      what: 'share of the variance in 8 components by random projection, mean of 5 seeds',
      ours: () => [
        sum(
          seeds.map((seed) =>
            sum(new TruncatedSVD({ nComponents: 8, seed }).fit(train.X).explainedVarianceRatio),
          ),
        ) / seeds.length,
      ],
      theirs: [theirs.quality],
    },
  ];
}

function discriminant([dataset, theirs]: [DatasetName, GoldenDiscriminant]): Parity[] {
  const { train, test } = splitDataset(dataset);
  const model = new LinearDiscriminantAnalysis().fit(train.X, train.y);
  const k = model.classes.length;
  const priors = Array.from({ length: k }, (_, code) => (code + 1) / ((k * (k + 1)) / 2));
  const probabilities = (
    options: LinearDiscriminantAnalysisOptions,
    from: Dense = train.X,
    to: Dense = test.X,
  ) => new LinearDiscriminantAnalysis(options).fit(from, train.y).predictProba(to).data;
  const standard = standardized(dataset);
  const of = (what: string, ours: () => ArrayLike<number>, reference: ArrayLike<number>): Parity => ({
    estimator: 'LinearDiscriminantAnalysis',
    dataset,
    ...exact,
    what,
    ours,
    theirs: reference,
  });
  return [
    of('coef', () => model.coef.data, theirs.coef),
    of('intercept', () => model.intercept, theirs.intercept),
    of('predictProba on the test rows', () => model.predictProba(test.X).data, theirs.predictProba),
    of('transform of the test rows', () => model.transform(test.X).data, theirs.transform),
    of(
      'explained variance ratio',
      () => model.discriminants!.explainedVarianceRatio,
      theirs.explainedVarianceRatio,
    ),
    of('predictProba with priors', () => probabilities({ priors }, train.X, test.X), theirs.priors),
    of(
      "predictProba, solver 'lsqr'",
      () => probabilities({ solver: 'lsqr' }, standard.train, standard.test),
      theirs.lsqr,
    ),
    of(
      "predictProba, solver 'lsqr', shrinkage 'auto'",
      () => probabilities({ solver: 'lsqr', shrinkage: 'auto' }, standard.train, standard.test),
      theirs.auto,
    ),
    of(
      "predictProba, solver 'lsqr', shrinkage 0.2",
      () => probabilities({ solver: 'lsqr', shrinkage: 0.2 }, standard.train, standard.test),
      theirs.shrunk,
    ),
  ];
}

function tsne([dataset, theirs]: [DatasetName, { trust: number }]): Parity {
  const { train } = standardized(dataset);
  const trust = (seed: number) => {
    const { embedding } = new TSNE({ init: 'random', perplexity: 20, seed }).fit(train);
    return trustworthiness(train, embedding, { nNeighbors: 10 });
  };
  return {
    estimator: 'TSNE',
    dataset,
    ...randomized,
    what: 'trustworthiness, mean of 5 seeds',
    ours: () => [sum(seeds.map(trust)) / seeds.length],
    theirs: [theirs.trust],
  };
}

function trust([dataset, theirs]: [DatasetName, number[]]): Parity {
  const { train } = standardized(dataset);
  const embedding = new PCA({ nComponents: 2 }).fit(train).transform(train);
  return {
    estimator: 'trustworthiness',
    dataset,
    ...exact,
    what: 'of two components, 5 and 20 neighbours',
    ours: () => [5, 20].map((nNeighbors) => trustworthiness(train, embedding, { nNeighbors })),
    theirs,
  };
}

export const cases: readonly Parity[] = [
  ...named(golden.pca).flatMap(pca),
  ...named(golden.truncatedSvd).flatMap(truncated),
  ...named(golden.discriminant).flatMap(discriminant),
  ...named(golden.tsne).map(tsne),
  ...named(golden.trustworthiness).map(trust),
];
