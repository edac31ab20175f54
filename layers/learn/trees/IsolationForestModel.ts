import { checkNotInfinite, checkWidth } from '../checkData.ts';
import type { Model, ModelDocument } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';
import { averagePathLength } from './averagePathLength.ts';
import { Trees, type TreesDocument } from './Trees.ts';

interface Parts {
  readonly trees: Trees;
  readonly maxSamples: number;
  readonly offset: number;
}

/** Trees whose leaves hold the length of the path to a row that comes there. */
export class IsolationForestModel implements Model {
  readonly kind = 'isolation-forest';
  readonly trees: Trees;
  /** Rows that each tree saw. */
  readonly maxSamples: number;
  /** Rows that score below it are outliers. */
  readonly offset: number;

  constructor({ trees, maxSamples, offset }: Parts) {
    this.trees = trees;
    this.maxSamples = maxSamples;
    this.offset = offset;
  }

  /** 1 for what lies among the others, -1 for outliers. */
  predict(X: Features): Float64Array {
    return this.decisionFunction(X).map((value) => (value < 0 ? -1 : 1));
  }

  /** Below 0 for outliers, the lower the odder. */
  decisionFunction(X: Features): Float64Array {
    return this.scoreSamples(X).map((score) => score - this.offset);
  }

  /** From -1, for what few splits set apart, to 0. */
  scoreSamples(features: Features): Float64Array {
    const X = toDense(features);
    checkWidth(X, this.trees.features);
    checkNotInfinite(X);
    const longest = this.trees.roots.length * averagePathLength(this.maxSamples);
    return this.trees.sums(X).map((depths) => -(2 ** (longest > 0 ? -depths / longest : -1)));
  }

  toJSON(): ModelDocument {
    const { kind, trees, maxSamples, offset } = this;
    return { kind, trees: trees.toJSON(), maxSamples, offset };
  }

  static fromJSON(document: ModelDocument): IsolationForestModel {
    const { trees, ...rest } = document as unknown as Parts & { trees: TreesDocument };
    return new IsolationForestModel({ ...rest, trees: Trees.fromJSON(trees) });
  }
}
