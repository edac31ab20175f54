import {
  type PackedArray,
  type PackedDense,
  packArray,
  packDense,
  unpackArray,
  unpackDense,
} from '../arrays.ts';
import { checkFinite, checkWidth } from '../checkData.ts';
import type { Model, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { KdTree } from '../neighbors/KdTree.ts';
import { metricOf } from '../neighbors/Metric.ts';

export interface DensityFit {
  /** The cluster of each row that it was fitted to, -1 for noise. */
  readonly labels: Int32Array;
  /** Rows with enough neighbours, ascending. */
  readonly coreSampleIndices: Int32Array;
  /** These rows themselves. */
  readonly components: Dense;
  readonly eps: number;
}

/** Clusters of dense regions: the model of DBSCAN. */
export class DBSCANModel implements Model, DensityFit {
  readonly kind = 'dbscan';
  readonly labels: Int32Array;
  readonly coreSampleIndices: Int32Array;
  readonly components: Dense;
  readonly eps: number;
  private readonly tree: KdTree;

  constructor({ labels, coreSampleIndices, components, eps }: DensityFit) {
    this.labels = labels;
    this.coreSampleIndices = coreSampleIndices;
    this.components = components;
    this.eps = eps;
    this.tree = new KdTree(components, metricOf('euclidean', 2));
  }

  /**
   * The cluster of the nearest core sample within eps, -1 without one. The rows that it was fitted to get their label again,
   * but for those at the border of two clusters, which got the label of the first.
   */
  predict(features: Features): Int32Array {
    const X = toDense(features);
    checkWidth(X, this.components.columns);
    checkFinite(X);
    const labels = new Int32Array(X.rows).fill(-1);
    for (let row = 0; row < X.rows; row++) {
      let least = Number.POSITIVE_INFINITY;
      let nearest = -1;
      this.tree.within(X.data, row * X.columns, this.eps, (core, square) => {
        if (square > least || (square === least && core > nearest)) return;
        [nearest, least] = [core, square];
      });
      if (nearest !== -1) labels[row] = this.labels[this.coreSampleIndices[nearest]!]!;
    }
    return labels;
  }

  toJSON(): ModelDocument {
    const { kind, labels, coreSampleIndices, components, eps } = this;
    return {
      kind,
      labels: packArray(labels),
      coreSampleIndices: packArray(coreSampleIndices),
      components: packDense(components),
      eps,
    };
  }

  static fromJSON({ labels, coreSampleIndices, components, eps }: ModelDocument): DBSCANModel {
    return new DBSCANModel({
      labels: unpackArray<Int32Array>(labels as PackedArray),
      coreSampleIndices: unpackArray<Int32Array>(coreSampleIndices as PackedArray),
      components: unpackDense(components as PackedDense),
      eps: eps as number,
    });
  }
}
