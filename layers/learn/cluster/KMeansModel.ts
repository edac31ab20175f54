import {
  type PackedArray,
  type PackedDense,
  packArray,
  packDense,
  unpackArray,
  unpackDense,
} from '../arrays.ts';
import { checkFinite, checkWidth } from '../checkData.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { nearestCentre } from './nearestCentre.ts';
import { squaredDistance } from './squaredDistance.ts';

export interface KMeansFit {
  /** k × p. */
  readonly clusterCenters: Dense;
  /** The cluster of each row that it was fitted to. */
  readonly labels: Int32Array;
  /** Sum of the squared distances of these rows from their centres, by weight. */
  readonly inertia: number;
  /** Rounds done. */
  readonly nIter: number;
}

/** Centres of clusters: the model of KMeans and MiniBatchKMeans. */
export class KMeansModel implements FittedTransformer, KMeansFit {
  readonly kind: string;
  readonly clusterCenters: Dense;
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly nIter: number;

  constructor(kind: string, { clusterCenters, labels, inertia, nIter }: KMeansFit) {
    this.kind = kind;
    this.clusterCenters = clusterCenters;
    this.labels = labels;
    this.inertia = inertia;
    this.nIter = nIter;
  }

  /** The cluster whose centre is nearest to each row. */
  predict(features: Features): Int32Array {
    const X = this.check(features);
    const labels = new Int32Array(X.rows);
    for (let row = 0; row < X.rows; row++)
      labels[row] = nearestCentre(X.data, row * X.columns, this.clusterCenters).index;
    return labels;
  }

  /** n × k: the distance of each row from each centre. */
  transform(features: Features): Dense {
    const X = this.check(features);
    const { rows: k, columns, data: centres } = this.clusterCenters;
    const data = new Float64Array(X.rows * k);
    for (let row = 0; row < X.rows; row++) {
      for (let index = 0; index < k; index++)
        data[row * k + index] = Math.sqrt(
          squaredDistance(X.data, row * columns, centres, index * columns, columns),
        );
    }
    return { rows: X.rows, columns: k, data };
  }

  featureNames(): string[] {
    const name = this.kind.replaceAll('-', '');
    return Array.from({ length: this.clusterCenters.rows }, (_, index) => `${name}${index}`);
  }

  toJSON(): ModelDocument {
    const { kind, clusterCenters, labels, inertia, nIter } = this;
    return { kind, clusterCenters: packDense(clusterCenters), labels: packArray(labels), inertia, nIter };
  }

  static fromJSON(document: ModelDocument): KMeansModel {
    return new KMeansModel(document.kind, {
      clusterCenters: unpackDense(document.clusterCenters as PackedDense),
      labels: unpackArray<Int32Array>(document.labels as PackedArray),
      inertia: document.inertia as number,
      nIter: document.nIter as number,
    });
  }

  private check(features: Features): Dense {
    const X = toDense(features);
    checkWidth(X, this.clusterCenters.columns);
    checkFinite(X);
    return X;
  }
}
