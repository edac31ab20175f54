import { checkSize, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Unsupervised } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { anyOf, type Check, checkParameters, count, nonNegative, oneOf, seed } from '../parameters.ts';
import { seededRandom } from '../random.ts';
import { runSteps, type Steps } from '../steps.ts';
import { KMeansModel } from './KMeansModel.ts';
import { type Clustering, lloyd } from './lloyd.ts';
import { meanVariance } from './spread.ts';
import { centresFrom, isNamed, type KMeansInit } from './startingCentres.ts';

export interface KMeansOptions {
  /** @default 8 */
  readonly nClusters?: number;
  /** How first centres are found: spread over the data, rows at random, or k rows of p numbers as they are. @default 'k-means++' */
  readonly init?: KMeansInit;
  /** Runs with other first centres, of which the one of the least inertia stays; 'auto' is 10 for 'random', else 1. @default 'auto' */
  readonly nInit?: number | 'auto';
  /** Rounds of a run at most. @default 300 */
  readonly maxIter?: number;
  /** Ends when the centres move by less, relative to the mean variance of the features. @default 1e-4 */
  readonly tol?: number;
  /** @default 0 */
  readonly seed?: number;
}

/** Centres as data are checked where the number of features is known. */
export const isInit: Check = (value) =>
  typeof value === 'object' && value !== null ? undefined : oneOf('k-means++', 'random')(value);

/**
 * K-means by Lloyd's rounds, as scikit-learn's KMeans. There is one algorithm: it keeps bounds of distances, which never
 * change what Lloyd's rounds give.
 *
 * @example new KMeans({ nClusters: 3, seed: 7 }).fit(X).labels
 */
export class KMeans implements Unsupervised {
  static readonly parameters = {
    nClusters: count,
    init: isInit,
    nInit: anyOf(count, oneOf('auto')),
    maxIter: count,
    tol: nonNegative,
    seed,
  };
  readonly kind = 'k-means';
  readonly type = 'clusterer';
  readonly params: Readonly<Required<KMeansOptions>>;

  constructor(options: KMeansOptions = {}) {
    this.params = {
      nClusters: 8,
      init: 'k-means++',
      nInit: 'auto',
      maxIter: 300,
      tol: 1e-4,
      seed: 0,
      ...options,
    };
  }

  fit(X: Features, _y?: undefined, options: FitOptions = {}): KMeansModel {
    return runSteps(this.fitSteps(X, undefined, options), options);
  }

  *fitSteps(features: Features, _y?: undefined, { sampleWeight }: FitOptions = {}): Steps<KMeansModel> {
    const { nClusters, init, nInit, maxIter, tol, seed } = this.params;
    checkParameters(this.kind, this.params, KMeans.parameters);
    const X = toDense(features);
    checkSize(X);
    checkClusters(this.kind, nClusters, X);
    const weights = weightsOf(sampleWeight, X.rows);
    const options = { weights, maxIter, tol: tol * meanVariance(X) };
    const random = seededRandom(seed);
    const runs = runsOf(nInit, init, 10);
    let best: Clustering | undefined;
    for (let run = 0; run < runs; run++) {
      const first = centresFrom(init, X, nClusters, weights, random);
      const rounds = lloyd(X, first, options);
      const found: Clustering = yield* shifted(rounds, run * maxIter, runs * maxIter);
      if (!best || found.inertia < best.inertia) best = found;
    }
    const { centres, ...rest } = best!;
    return new KMeansModel(this.kind, { clusterCenters: centres, ...rest });
  }
}

/** What 'auto' stands for. Given centres are the same in every run. */
export function runsOf(nInit: number | 'auto', init: KMeansInit, ofRandom: number): number {
  if (!isNamed(init)) return 1;
  if (nInit !== 'auto') return nInit;
  return init === 'random' ? ofRandom : 1;
}

export function checkClusters(kind: string, nClusters: number, X: Dense): void {
  if (nClusters <= X.rows) return;
  throw new InvalidInput(
    `nClusters of ${kind} is ${nClusters}, but there are ${X.rows} rows: give as many rows or ask for fewer clusters`,
  );
}

/** Rounds of one run as a part of all. */
function* shifted<Result>(steps: Steps<Result>, before: number, total: number): Steps<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    yield { ...value, done: before + value.done, total };
  }
}
