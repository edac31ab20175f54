import { checkNotInfinite, checkSize, weightsOf } from '../checkData.ts';
import type { FitOptions, Unsupervised } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { anyOf, between, checkParameters, count, flag, oneOf, orNull, seed } from '../parameters.ts';
import { permutation, type Random, seededRandom } from '../random.ts';
import { runSteps, type Steps } from '../steps.ts';
import { bootstrap } from './bootstrap.ts';
import { growIsolationTree } from './growIsolationTree.ts';
import { IsolationForestModel } from './IsolationForestModel.ts';
import { type Tree, Trees } from './Trees.ts';
import { countOrShare, featuresOf } from './treeParameters.ts';

export interface IsolationForestOptions {
  /** Trees. @default 100 */
  readonly nEstimators?: number;
  /** Rows that each tree sees, or a share of them; 'auto' is 256 at most. @default 'auto' */
  readonly maxSamples?: 'auto' | number;
  /** Share of the rows that are outliers; 'auto' sets the limit as the paper does. @default 'auto' */
  readonly contamination?: 'auto' | number;
  /** Columns that each tree sees; null is all of them, and a share is below 1. @default null */
  readonly maxFeatures?: number | null;
  /** Draws each tree's rows with replacement. @default false */
  readonly bootstrap?: boolean;
  /** @default 0 */
  readonly seed?: number;
}

/**
 * Sets rows apart by random splits, which takes few of them for outliers (Liu, Ting and Zhou, 2008). Rows are drawn in
 * proportion to their weights.
 *
 * @example new IsolationForest({ contamination: 0.05 }).fit(X).predict(X) // -1 for outliers
 */
export class IsolationForest implements Unsupervised {
  static readonly parameters = {
    nEstimators: count,
    maxSamples: anyOf(oneOf('auto'), countOrShare(1)),
    contamination: anyOf(oneOf('auto'), between(0, 0.5, 'low')),
    maxFeatures: orNull(countOrShare(1)),
    bootstrap: flag,
    seed,
  };
  readonly kind = 'isolation-forest';
  readonly type = 'outlier-detector';
  readonly params: Readonly<Required<IsolationForestOptions>>;

  constructor(options: IsolationForestOptions = {}) {
    this.params = {
      nEstimators: 100,
      maxSamples: 'auto',
      contamination: 'auto',
      maxFeatures: null,
      bootstrap: false,
      seed: 0,
      ...options,
    };
  }

  fit(X: Features, y?: undefined, options: FitOptions = {}): IsolationForestModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(features: Features, _?: undefined, options: FitOptions = {}): Steps<IsolationForestModel> {
    checkParameters(this.kind, this.params, IsolationForest.parameters);
    const X = toDense(features);
    checkSize(X);
    checkNotInfinite(X);
    const given = weightsOf(options.sampleWeight, X.rows);
    const weights = given?.some((weight) => weight !== given[0]) ? given : undefined;
    const { nEstimators, contamination } = this.params;
    const maxSamples = this.#samples(X.rows);
    const trees: Tree[] = [];
    for (let number = 0; number < nEstimators; number++) {
      const random = seededRandom(this.params.seed + Math.imul(number, 0x9e3779b9));
      trees.push(this.#grow(X, maxSamples, weights, random));
      yield { done: number + 1, total: nEstimators };
    }
    const parts = { trees: Trees.join(trees, X.columns, 1, 0), maxSamples };
    const model = new IsolationForestModel({ ...parts, offset: -0.5 });
    if (contamination === 'auto') return model;
    return new IsolationForestModel({ ...parts, offset: quantile(model.scoreSamples(X), contamination) });
  }

  #samples(rows: number): number {
    const { maxSamples } = this.params;
    if (maxSamples === 'auto') return Math.min(256, rows);
    if (Number.isInteger(maxSamples)) return Math.min(maxSamples, rows);
    return Math.max(1, Math.floor(maxSamples * rows));
  }

  #grow(X: Dense, maxSamples: number, weights: Float64Array | undefined, random: Random): Tree {
    const rows = this.params.bootstrap
      ? repeated(bootstrap(X.rows, maxSamples, weights, random))
      : drawn(X.rows, maxSamples, weights, random);
    const chosen = permutation(X.columns, random).slice(0, featuresOf(this.params.maxFeatures, X.columns));
    const maxDepth = Math.ceil(Math.log2(Math.max(2, maxSamples)));
    return growIsolationTree(X, rows, chosen, maxDepth, random);
  }
}

/** Without replacement: those whose exponential times, the faster the heavier, come first (Efraimidis and Spirakis, 2006). */
function drawn(rows: number, draws: number, weights: Float64Array | undefined, random: Random): Int32Array {
  if (!weights) return unweighted(rows, draws, random).sort();
  const times = weights.map((weight) =>
    weight > 0 ? -Math.log(1 - random()) / weight : Number.POSITIVE_INFINITY,
  );
  const heavy = Int32Array.from({ length: rows }, (_, row) => row).filter((row) => weights[row]! > 0);
  return heavy
    .sort((a, b) => times[a]! - times[b]! || a - b)
    .slice(0, draws)
    .sort();
}

function unweighted(rows: number, draws: number, random: Random): Int32Array {
  if (2 * draws > rows) return permutation(rows, random).slice(0, draws);
  const chosen = new Set<number>();
  while (chosen.size < draws) chosen.add(Math.floor(random() * rows));
  return Int32Array.from(chosen);
}

function repeated(counts: Float64Array): Int32Array {
  return Int32Array.from([...counts.keys()].flatMap((row) => Array<number>(counts[row]!).fill(row)));
}

/** Linear between two scores, as numpy's percentile. */
function quantile(scores: Float64Array, share: number): number {
  const sorted = scores.slice().sort();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
