import { checkSize, weightsOf } from '../checkData.ts';
import type { FitOptions, Unsupervised } from '../estimator.ts';
import { type Dense, denseRows, type Features, toDense } from '../matrix.ts';
import { anyOf, between, checkParameters, count, nonNegative, oneOf, orNull, seed } from '../parameters.ts';
import { seededRandom } from '../random.ts';
import { runSteps, type Steps } from '../steps.ts';
import { checkClusters, isInit, runsOf } from './KMeans.ts';
import { KMeansModel } from './KMeansModel.ts';
import { labelRows } from './labelRows.ts';
import { MiniBatches } from './MiniBatches.ts';
import { rowSampler } from './rowSampler.ts';
import { meanVariance } from './spread.ts';
import { centresFrom, type KMeansInit } from './startingCentres.ts';

export interface MiniBatchKMeansOptions {
  /** @default 8 */
  readonly nClusters?: number;
  /** As KMeans', from a sample of the rows. @default 'k-means++' */
  readonly init?: KMeansInit;
  /** Passes over as many rows as there are, at most. @default 100 */
  readonly maxIter?: number;
  /** Rows of a step. @default 1024 */
  readonly batchSize?: number;
  /** Ends when the centres move by less, relative to the mean variance of the features; 0 for never. @default 0 */
  readonly tol?: number;
  /** Ends after so many steps in which the smoothed inertia of a batch did not fall; null for never. @default 10 */
  readonly maxNoImprovement?: number | null;
  /** Rows from which first centres are taken. @default three batches, or three times nClusters where that is more */
  readonly initSize?: number | null;
  /** First centres that are tried on a sample; 'auto' is 3 for 'random', else 1. @default 'auto' */
  readonly nInit?: number | 'auto';
  /** Clusters with less than this share of the largest one's rows start again elsewhere. @default 0.01 */
  readonly reassignmentRatio?: number;
  /** @default 0 */
  readonly seed?: number;
}

/**
 * K-means by steps with a few random rows each (Sculley, 2010, "Web-scale k-means clustering"), as scikit-learn's
 * MiniBatchKMeans; a row is drawn by its weight.
 *
 * @example new MiniBatchKMeans({ nClusters: 20, batchSize: 4096 }).fit(X).predict(X)
 */
export class MiniBatchKMeans implements Unsupervised {
  static readonly parameters = {
    nClusters: count,
    init: isInit,
    maxIter: count,
    batchSize: count,
    tol: nonNegative,
    maxNoImprovement: orNull(count),
    initSize: orNull(count),
    nInit: anyOf(count, oneOf('auto')),
    reassignmentRatio: between(0, 1),
    seed,
  };
  readonly kind = 'mini-batch-k-means';
  readonly type = 'clusterer';
  readonly params: Readonly<Required<MiniBatchKMeansOptions>>;

  constructor(options: MiniBatchKMeansOptions = {}) {
    this.params = {
      nClusters: 8,
      init: 'k-means++',
      maxIter: 100,
      batchSize: 1024,
      tol: 0,
      maxNoImprovement: 10,
      initSize: null,
      nInit: 'auto',
      reassignmentRatio: 0.01,
      seed: 0,
      ...options,
    };
  }

  fit(X: Features, _y?: undefined, options: FitOptions = {}): KMeansModel {
    return runSteps(this.fitSteps(X, undefined, options), options);
  }

  *fitSteps(features: Features, _y?: undefined, { sampleWeight }: FitOptions = {}): Steps<KMeansModel> {
    const { nClusters, maxIter, tol, maxNoImprovement, seed } = this.params;
    checkParameters(this.kind, this.params, MiniBatchKMeans.parameters);
    const X = toDense(features);
    checkSize(X);
    checkClusters(this.kind, nClusters, X);
    const weights = weightsOf(sampleWeight, X.rows);
    const least = tol * meanVariance(X);
    const random = seededRandom(seed);
    const batchSize = Math.min(this.params.batchSize, X.rows);
    const draw = rowSampler(X.rows, weights, random);
    const first = this.firstCentres(X, weights, random, batchSize);
    const batches = new MiniBatches(X, first, { ...this.params, batchSize, draw, random });
    const steps = Math.max(1, Math.floor((maxIter * X.rows) / batchSize));
    const memory = Math.min(1, (2 * batchSize) / (X.rows + 1));
    let [smoothed, best] = [Number.NaN, Number.POSITIVE_INFINITY];
    let [step, idle] = [0, 0];
    while (step < steps) {
      const { inertia, moved } = batches.step();
      step++;
      yield { done: step, total: steps, loss: inertia };
      // The first inertia is that of the first centres.
      if (step === 1) continue;
      smoothed = Number.isNaN(smoothed) ? inertia : smoothed * (1 - memory) + inertia * memory;
      if (tol > 0 && moved <= least) break;
      idle = smoothed < best ? 0 : idle + 1;
      best = Math.min(best, smoothed);
      if (maxNoImprovement !== null && idle >= maxNoImprovement) break;
    }
    const { centres } = batches;
    return new KMeansModel(this.kind, {
      clusterCenters: centres,
      ...labelRows(X, centres, weights),
      nIter: Math.ceil((step * batchSize) / X.rows),
    });
  }

  /** Of several samples' first centres those that leave the least inertia in another sample. */
  private firstCentres(
    X: Dense,
    weights: Float64Array | undefined,
    random: () => number,
    batchSize: number,
  ): Dense {
    const { nClusters, init, initSize, nInit } = this.params;
    const wanted = Math.max(initSize ?? 3 * batchSize, initSize ? nClusters : 0);
    const size = Math.min(X.rows, wanted < nClusters ? 3 * nClusters : wanted);
    const sample = () => {
      const any = rowSampler(X.rows, undefined, random);
      const rows = size < X.rows ? Int32Array.from({ length: size }, any) : [...Array(X.rows).keys()];
      const own = weights && Float64Array.from(rows, (row) => weights[row]!);
      // A sample may have met rows of weight 0 only.
      return { rows: denseRows(X, rows), weights: own?.some((weight) => weight > 0) ? own : undefined };
    };
    const validation = sample();
    let [best, least] = [undefined as Dense | undefined, Number.POSITIVE_INFINITY];
    for (let run = 0; run < runsOf(nInit, init, 3); run++) {
      const own = sample();
      const centres = centresFrom(init, own.rows, nClusters, own.weights, random);
      const { inertia } = labelRows(validation.rows, centres, validation.weights);
      if (!best || inertia < least) [best, least] = [centres, inertia];
    }
    return best!;
  }
}
