import { checkFeatures, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Unsupervised } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';
import { checkParameters, count, nonNegative, oneOf, orNull } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { AgglomerativeModel } from './AgglomerativeModel.ts';
import { type Linkage, type Merge, type Metric, mergesOf } from './linkage.ts';

export interface AgglomerativeClusteringOptions {
  /** Null where distanceThreshold decides. @default 2 */
  readonly nClusters?: number | null;
  /** Distance of clusters: the rise in variance, the farthest rows, the mean of all, or the nearest. @default 'ward' */
  readonly linkage?: Linkage;
  /** Distance of rows; 'ward' needs 'euclidean'. @default 'euclidean' */
  readonly metric?: Metric;
  /** Clusters this far apart or farther are not merged, in place of nClusters. @default null */
  readonly distanceThreshold?: number | null;
}

/**
 * Every row is a cluster at first, and the two nearest are merged again and again, as scikit-learn's AgglomerativeClustering;
 * `distances` are always there. Labels are numbered by their first rows.
 *
 * @example new AgglomerativeClustering({ nClusters: 3, linkage: 'average' }).fit(X).labels
 */
export class AgglomerativeClustering implements Unsupervised {
  static readonly parameters = {
    nClusters: orNull(count),
    linkage: oneOf('ward', 'complete', 'average', 'single'),
    metric: oneOf('euclidean', 'manhattan', 'cosine'),
    distanceThreshold: orNull(nonNegative),
  };
  readonly kind = 'agglomerative-clustering';
  readonly type = 'clusterer';
  readonly params: Readonly<Required<AgglomerativeClusteringOptions>>;

  constructor(options: AgglomerativeClusteringOptions = {}) {
    this.params = {
      nClusters: 2,
      linkage: 'ward',
      metric: 'euclidean',
      distanceThreshold: null,
      ...options,
    };
  }

  fit(X: Features, _y?: undefined, options: FitOptions = {}): AgglomerativeModel {
    return runSteps(this.fitSteps(X, undefined, options), options);
  }

  *fitSteps(
    features: Features,
    _y?: undefined,
    { sampleWeight }: FitOptions = {},
  ): Steps<AgglomerativeModel> {
    const { nClusters, linkage, metric, distanceThreshold } = this.params;
    checkParameters(this.kind, this.params, AgglomerativeClustering.parameters);
    if ((nClusters === null) === (distanceThreshold === null))
      throw new InvalidInput(
        `${this.kind} needs either nClusters or distanceThreshold, and null for the other, not ${nClusters} and ${distanceThreshold}`,
      );
    if (linkage === 'ward' && metric !== 'euclidean')
      throw new InvalidInput(
        `ward works with the metric euclidean only, not ${metric}: choose another linkage`,
      );
    const X = toDense(features);
    checkFeatures(X);
    refuseWeights(this.kind, sampleWeight);
    if (nClusters !== null && nClusters > X.rows)
      throw new InvalidInput(
        `nClusters of ${this.kind} is ${nClusters}, but there are ${X.rows} rows: give as many rows or ask for fewer clusters`,
      );
    const merges = yield* mergesOf(X, linkage, metric);
    const far = merges.findIndex(({ distance }) => distance >= distanceThreshold!);
    const done = nClusters === null ? (far === -1 ? merges.length : far) : X.rows - nClusters;
    return new AgglomerativeModel({ ...treeOf(X.rows, merges, done), nClusters: X.rows - done });
  }
}

/** @param done merges that make the clusters */
function treeOf(rows: number, merges: readonly Merge[], done: number) {
  const parents = Int32Array.from({ length: 2 * rows - 1 }, (_, node) => node);
  const rootOf = (node: number) => {
    let root = node;
    while (parents[root] !== root) root = parents[root]!;
    // Shorter ways for those who come later.
    for (let at = node; at !== root; ) {
      const next = parents[at]!;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  const children = new Int32Array(2 * merges.length);
  let labels = numbered(rows, rootOf);
  for (const [index, { left, right }] of merges.entries()) {
    if (index === done) labels = numbered(rows, rootOf);
    const [a, b] = [rootOf(left), rootOf(right)];
    children[2 * index] = Math.min(a, b);
    children[2 * index + 1] = Math.max(a, b);
    parents[a] = rows + index;
    parents[b] = rows + index;
  }
  if (done === merges.length) labels = numbered(rows, rootOf);
  return { labels, children, distances: Float64Array.from(merges, ({ distance }) => distance) };
}

/** Clusters by their first rows. */
function numbered(rows: number, rootOf: (row: number) => number): Int32Array {
  const known = new Map<number, number>();
  return Int32Array.from({ length: rows }, (_, row) => {
    const root = rootOf(row);
    if (!known.has(root)) known.set(root, known.size);
    return known.get(root)!;
  });
}
