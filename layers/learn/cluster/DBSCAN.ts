import { checkFeatures, weightsOf } from '../checkData.ts';
import type { FitOptions, Unsupervised } from '../estimator.ts';
import { type Dense, denseRows, type Features, toDense } from '../matrix.ts';
import { KdTree } from '../neighbors/KdTree.ts';
import { metricOf } from '../neighbors/Metric.ts';
import { checkParameters, count, positive } from '../parameters.ts';
import { DBSCANModel } from './DBSCANModel.ts';

export interface DBSCANOptions {
  /** Rows at most this far apart are neighbours. @default 0.5 */
  readonly eps?: number;
  /** Weight of the rows within eps, itself included, that makes a row a core of a cluster. @default 5 */
  readonly minSamples?: number;
}

/**
 * Clusters are regions where rows lie densely: cores within eps of each other, and what is within eps of a core (Ester,
 * Kriegel, Sander and Xu, 1996), by Euclidean distance; as scikit-learn's DBSCAN.
 *
 * @example new DBSCAN({ eps: 0.3, minSamples: 10 }).fit(X).labels
 */
export class DBSCAN implements Unsupervised {
  static readonly parameters = { eps: positive, minSamples: count };
  readonly kind = 'dbscan';
  readonly type = 'clusterer';
  readonly params: Readonly<Required<DBSCANOptions>>;

  constructor({ eps = 0.5, minSamples = 5 }: DBSCANOptions = {}) {
    this.params = { eps, minSamples };
  }

  fit(features: Features, _y?: undefined, { sampleWeight }: FitOptions = {}): DBSCANModel {
    const { eps, minSamples } = this.params;
    checkParameters(this.kind, this.params, DBSCAN.parameters);
    const X = toDense(features);
    checkFeatures(X);
    const weights = weightsOf(sampleWeight, X.rows);
    const tree = new KdTree(X, metricOf('euclidean', 2));
    const isCore = coresOf(X, tree, eps, minSamples, weights);
    const labels = spread(X, tree, eps, isCore);
    const coreSampleIndices = Int32Array.from(isCore.keys()).filter((row) => isCore[row] === 1);
    return new DBSCANModel({ labels, coreSampleIndices, components: denseRows(X, coreSampleIndices), eps });
  }
}

function coresOf(
  X: Dense,
  tree: KdTree,
  eps: number,
  minSamples: number,
  weights: Float64Array | undefined,
): Uint8Array {
  const isCore = new Uint8Array(X.rows);
  for (let row = 0; row < X.rows; row++) {
    let weight = 0;
    tree.within(X.data, row * X.columns, eps, (neighbour) => {
      weight += weights ? weights[neighbour]! : 1;
    });
    isCore[row] = Number(weight >= minSamples);
  }
  return isCore;
}

/** From each core that has no cluster yet, to all that can be reached over cores. */
function spread(X: Dense, tree: KdTree, eps: number, isCore: Uint8Array): Int32Array {
  const labels = new Int32Array(X.rows).fill(-1);
  const waiting: number[] = [];
  let cluster = 0;
  const reach = (neighbour: number) => {
    if (labels[neighbour] !== -1) return;
    labels[neighbour] = cluster;
    if (isCore[neighbour] === 1) waiting.push(neighbour);
  };
  for (let row = 0; row < X.rows; row++) {
    if (labels[row] !== -1 || isCore[row] === 0) continue;
    reach(row);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      tree.within(X.data, next * X.columns, eps, reach);
    cluster++;
  }
  return labels;
}
