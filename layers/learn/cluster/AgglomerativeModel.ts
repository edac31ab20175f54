import { type PackedArray, packArray, unpackArray } from '../arrays.ts';
import type { Model, ModelDocument } from '../estimator.ts';

export interface MergeTree {
  /** The cluster of each row, in order of their first rows. */
  readonly labels: Int32Array;
  readonly nClusters: number;
  /** Two for each merge i, which makes cluster n + i: a row below n, or an earlier merge's. */
  readonly children: Int32Array;
  /** Of the two, ascending. */
  readonly distances: Float64Array;
}

/** The merges of an AgglomerativeClustering. It has labels for the rows it was fitted to, and says nothing about others. */
export class AgglomerativeModel implements Model, MergeTree {
  readonly kind = 'agglomerative-clustering';
  readonly labels: Int32Array;
  readonly nClusters: number;
  readonly children: Int32Array;
  readonly distances: Float64Array;

  constructor({ labels, nClusters, children, distances }: MergeTree) {
    this.labels = labels;
    this.nClusters = nClusters;
    this.children = children;
    this.distances = distances;
  }

  toJSON(): ModelDocument {
    const { kind, labels, nClusters, children, distances } = this;
    return {
      kind,
      labels: packArray(labels),
      nClusters,
      children: packArray(children),
      distances: packArray(distances),
    };
  }

  static fromJSON({ labels, nClusters, children, distances }: ModelDocument): AgglomerativeModel {
    return new AgglomerativeModel({
      labels: unpackArray<Int32Array>(labels as PackedArray),
      nClusters: nClusters as number,
      children: unpackArray<Int32Array>(children as PackedArray),
      distances: unpackArray<Float64Array>(distances as PackedArray),
    });
  }
}
