import type { ModelDocument, RegressionModel } from '../../estimator.ts';
import type { Features } from '../../matrix.ts';
import { BoostedTrees } from './BoostedTrees.ts';
import { type Categories, FeatureEncoder } from './FeatureEncoder.ts';

/** What the sum of the trees is of the prediction: itself, or its logarithm. */
export type Link = 'identity' | 'log';

/** Boosted trees that predict a number. */
export class HistGradientBoostingRegressionModel implements RegressionModel {
  readonly kind = 'hist-gradient-boosting-regressor';
  /** Share of each feature in what all splits have gained. */
  readonly featureImportances: Float64Array;
  /** Iterations done. */
  readonly nIter: number;
  readonly #encoder: FeatureEncoder;
  readonly #trees: BoostedTrees;
  readonly #link: Link;

  constructor(
    encoder: FeatureEncoder,
    trees: BoostedTrees,
    link: Link,
    featureImportances: Float64Array,
    nIter: number,
  ) {
    this.#encoder = encoder;
    this.#trees = trees;
    this.#link = link;
    this.featureImportances = featureImportances;
    this.nIter = nIter;
  }

  predict(features: Features): Float64Array {
    const sums = this.#trees.predict(this.#encoder.encode(features));
    return this.#link === 'log' ? sums.map(Math.exp) : sums;
  }

  toJSON(): ModelDocument {
    return {
      kind: this.kind,
      link: this.#link,
      categories: this.#encoder.categories,
      featureImportances: [...this.featureImportances],
      nIter: this.nIter,
      trees: this.#trees.toJSON(),
    };
  }

  static fromJSON(document: ModelDocument): HistGradientBoostingRegressionModel {
    const { link, categories, featureImportances, nIter, trees } = document as unknown as {
      link: Link;
      categories: Categories[];
      featureImportances: number[];
      nIter: number;
      trees: unknown;
    };
    return new HistGradientBoostingRegressionModel(
      new FeatureEncoder(categories),
      BoostedTrees.fromJSON(trees),
      link,
      Float64Array.from(featureImportances),
      nIter,
    );
  }
}
