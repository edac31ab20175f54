import {
  AgglomerativeClustering,
  DBSCAN,
  GaussianMixture,
  KMeans,
  MiniBatchKMeans,
} from '../../../layers/learn/index.ts';
import type { DatasetName } from '../datasets.ts';
import { reference } from '../reference.ts';
import { firstColumns, firstRows, standardized } from '../standardize.ts';
import type { Parity } from './Parity.ts';

const types = ['full', 'tied', 'diag', 'spherical'] as const;
const linkages = ['ward', 'complete', 'average', 'single'] as const;
const metrics = ['manhattan', 'cosine'] as const;

interface Golden {
  readonly kMeans: Readonly<Record<string, GoldenKMeans>>;
  readonly miniBatch: Readonly<Record<string, { k: number; quality: number }>>;
  readonly dbscan: Readonly<
    Record<string, { eps: number; minSamples: number; labels: number[]; cores: number[] }>
  >;
  readonly agglomerative: Readonly<Record<string, GoldenAgglomerative>>;
  readonly gaussianMixture: Readonly<Record<string, GoldenMixture>>;
}

interface GoldenKMeans {
  readonly k: number;
  readonly centers: number[];
  readonly inertia: number;
  readonly nIter: number;
  readonly labels: number[];
  readonly predict: number[];
  readonly transform: number[];
  readonly weighted: number;
  readonly quality: number;
}

type GoldenAgglomerative = { readonly k: number } & Readonly<
  Record<(typeof linkages)[number], { labels: number[]; distances: number[]; children: number[] }> &
    Record<(typeof metrics)[number], { labels: number[]; nClusters: number }>
>;

type GoldenMixture = { readonly k: number; readonly quality: number } & Readonly<
  Record<
    (typeof types)[number],
    {
      weights: number[];
      means: number[];
      covariances: number[];
      nIter: number;
      lowerBound: number;
      predict: number[];
      scoreSamples: number[];
      criteria: number[];
    }
  >
>;

const golden = reference<Golden>('parity/cluster');
const seeds = [0, 1, 2, 3, 4];
const exact = { method: 'exact', tolerance: 1e-8 } as const;
const randomized = { method: 'randomized', tolerance: 0.005 } as const;
const named = <Values>(values: Readonly<Record<string, Values>>) =>
  Object.entries(values) as [DatasetName, Values][];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function kMeans([dataset, theirs]: [DatasetName, GoldenKMeans]): Parity[] {
  const { train, test } = standardized(dataset);
  const { k: nClusters } = theirs;
  const init = firstRows(train, nClusters);
  const model = new KMeans({ nClusters, init }).fit(train);
  const sampleWeight = Float64Array.from({ length: train.rows }, (_, row) => 1 + (row % 3));
  const total = train.data.reduce((sum, value) => sum + value * value, 0);
  const common = { estimator: 'KMeans', dataset, ...exact };
  return [
    { ...common, what: 'cluster centres', ours: () => model.clusterCenters.data, theirs: theirs.centers },
    {
      ...common,
      what: 'inertia and rounds',
      ours: () => [model.inertia, model.nIter],
      theirs: [theirs.inertia, theirs.nIter],
    },
    { ...common, what: 'labels', ours: () => model.labels, theirs: theirs.labels },
    {
      ...common,
      what: 'predict on the test rows',
      ours: () => model.predict(test),
      theirs: theirs.predict,
    },
    {
      ...common,
      what: 'transform of 20 test rows',
      ours: () => model.transform(firstRows(test, 20)).data,
      theirs: theirs.transform,
    },
    {
      ...common,
      what: 'inertia with weights',
      ours: () => [new KMeans({ nClusters, init, tol: 0 }).fit(train, undefined, { sampleWeight }).inertia],
      theirs: [theirs.weighted],
    },
    {
      ...common,
      ...randomized,
      what: 'share of the variance left, best of 10 runs, mean of 5 seeds',
      ours: () => [
        mean(seeds.map((seed) => new KMeans({ nClusters, nInit: 10, seed }).fit(train).inertia / total)),
      ],
      theirs: [theirs.quality],
    },
  ];
}

function miniBatch([dataset, theirs]: [DatasetName, Golden['miniBatch'][string]]): Parity {
  const { train } = standardized(dataset);
  const total = train.data.reduce((sum, value) => sum + value * value, 0);
  const share = (seed: number) =>
    new MiniBatchKMeans({ nClusters: theirs.k, nInit: 10, seed }).fit(train).inertia / total;
  return {
    estimator: 'MiniBatchKMeans',
    dataset,
    ...randomized,
    what: `share of the variance left by ${theirs.k} clusters, mean of 5 seeds`,
    ours: () => [mean(seeds.map(share))],
    theirs: [theirs.quality],
  };
}

function dbscan([dataset, theirs]: [DatasetName, Golden['dbscan'][string]]): Parity[] {
  const { eps, minSamples } = theirs;
  const { train } = standardized(dataset);
  const { labels, coreSampleIndices } = new DBSCAN({ eps, minSamples }).fit(train);
  const common = { estimator: 'DBSCAN', dataset, ...exact };
  return [
    { ...common, what: 'labels', ours: () => labels, theirs: theirs.labels },
    { ...common, what: 'core samples', ours: () => coreSampleIndices, theirs: theirs.cores },
  ];
}

function agglomerative([dataset, theirs]: [DatasetName, GoldenAgglomerative]): Parity[] {
  const { train } = standardized(dataset);
  const common = { estimator: 'AgglomerativeClustering', dataset, ...exact };
  return [
    ...linkages.flatMap((linkage): Parity[] => {
      const { labels, distances, children } = new AgglomerativeClustering({
        nClusters: theirs.k,
        linkage,
      }).fit(train);
      return [
        { ...common, what: `labels, ${linkage}`, ours: () => labels, theirs: theirs[linkage].labels },
        {
          ...common,
          what: `distances, ${linkage}`,
          ours: () => distances,
          theirs: theirs[linkage].distances,
        },
        { ...common, what: `children, ${linkage}`, ours: () => children, theirs: theirs[linkage].children },
      ];
    }),
    ...metrics.map((metric): Parity => {
      const options = { nClusters: null, linkage: 'average', metric, distanceThreshold: 0.9 } as const;
      const { labels, nClusters } = new AgglomerativeClustering(options).fit(train);
      return {
        ...common,
        what: `labels below a distance of 0.9, average, ${metric}`,
        ours: () => [nClusters, ...labels],
        theirs: [theirs[metric].nClusters, ...theirs[metric].labels],
      };
    }),
  ];
}

function mixture([dataset, theirs]: [DatasetName, GoldenMixture]): Parity[] {
  const both = standardized(dataset);
  const width = Math.min(10, both.train.columns);
  const [train, test] = [firstColumns(both.train, width), firstColumns(both.test, width)];
  const { k } = theirs;
  const common = { estimator: 'GaussianMixture', dataset, ...exact };
  const one = (size: number) =>
    Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (__, column) => Number(row === column)),
    );
  const ones = (rows: number, columns: number) =>
    Array.from({ length: rows }, () => Array<number>(columns).fill(1));
  const identities = {
    full: Array.from({ length: k }, () => one(width)).flat(),
    tied: one(width),
    diag: ones(k, width),
    spherical: ones(k, 1),
  };
  return [
    ...types.flatMap((covarianceType): Parity[] => {
      const model = new GaussianMixture({
        nComponents: k,
        covarianceType,
        tol: 1e-6,
        maxIter: 200,
        weightsInit: Array<number>(k).fill(1 / k),
        meansInit: firstRows(train, k),
        precisionsInit: identities[covarianceType],
      }).fit(train);
      const own = theirs[covarianceType];
      const of = (what: string, ours: () => ArrayLike<number>, reference: ArrayLike<number>): Parity => ({
        ...common,
        what: `${what}, ${covarianceType}`,
        ours,
        theirs: reference,
      });
      return [
        of('weights', () => model.weights, own.weights),
        of('means', () => model.means.data, own.means),
        of('covariances', () => model.covariances.data, own.covariances),
        of('lower bound and rounds', () => [model.lowerBound, model.nIter], [own.lowerBound, own.nIter]),
        of('predict on the test rows', () => model.predict(test), own.predict),
        of('scoreSamples of the test rows', () => model.scoreSamples(test), own.scoreSamples),
        of('bic and aic', () => [model.bic(train), model.aic(train)], own.criteria),
      ];
    }),
    {
      ...common,
      ...randomized,
      what: 'log likelihood of a test row, best of 10 runs, mean of 5 seeds',
      ours: () => [
        mean(
          seeds.map((seed) =>
            new GaussianMixture({ nComponents: k, nInit: 10, seed }).fit(train).score(test),
          ),
        ),
      ],
      theirs: [theirs.quality],
    },
  ];
}

export const cases: readonly Parity[] = [
  ...named(golden.kMeans).flatMap(kMeans),
  ...named(golden.miniBatch).map(miniBatch),
  ...named(golden.dbscan).flatMap(dbscan),
  ...named(golden.agglomerative).flatMap(agglomerative),
  ...named(golden.gaussianMixture).flatMap(mixture),
];
