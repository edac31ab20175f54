import type { Classes, ModelDocument, ProbabilisticModel } from '../../estimator.ts';
import type { Labels } from '../../labels.ts';
import { likeliestLabels } from '../../likeliest.ts';
import { sigmoid } from '../../linear/sigmoid.ts';
import type { Dense, Features } from '../../matrix.ts';
import { BoostedTrees } from './BoostedTrees.ts';
import { type Categories, FeatureEncoder } from './FeatureEncoder.ts';

/** Boosted trees that predict classes. */
export class HistGradientBoostingClassificationModel implements ProbabilisticModel {
  readonly kind = 'hist-gradient-boosting-classifier';
  readonly classes: Classes;
  /** Share of each feature in what all splits have gained. */
  readonly featureImportances: Float64Array;
  /** Iterations done. */
  readonly nIter: number;
  readonly #encoder: FeatureEncoder;
  readonly #trees: BoostedTrees;

  constructor(
    classes: Classes,
    encoder: FeatureEncoder,
    trees: BoostedTrees,
    featureImportances: Float64Array,
    nIter: number,
  ) {
    this.classes = classes;
    this.#encoder = encoder;
    this.#trees = trees;
    this.featureImportances = featureImportances;
    this.nIter = nIter;
  }

  predict(X: Features): Labels {
    return likeliestLabels(this.predictProba(X), this.classes);
  }

  /** Of two classes n numbers, above 0 for the second one; of more n × k, row by row. */
  decisionFunction(X: Features): Float64Array {
    return this.#trees.predict(this.#encoder.encode(X));
  }

  predictProba(X: Features): Dense {
    const scores = this.decisionFunction(X);
    const columns = this.classes.length;
    if (columns > 2) return { rows: scores.length / columns, columns, data: softmax(scores, columns) };
    const data = new Float64Array(2 * scores.length);
    for (const [row, score] of scores.entries()) {
      data[2 * row + 1] = sigmoid(score);
      data[2 * row] = 1 - data[2 * row + 1]!;
    }
    return { rows: scores.length, columns, data };
  }

  toJSON(): ModelDocument {
    return {
      kind: this.kind,
      classes: this.classes,
      categories: this.#encoder.categories,
      featureImportances: [...this.featureImportances],
      nIter: this.nIter,
      trees: this.#trees.toJSON(),
    };
  }

  static fromJSON(document: ModelDocument): HistGradientBoostingClassificationModel {
    const { classes, categories, featureImportances, nIter, trees } = document as unknown as {
      classes: Classes;
      categories: Categories[];
      featureImportances: number[];
      nIter: number;
      trees: unknown;
    };
    return new HistGradientBoostingClassificationModel(
      classes,
      new FeatureEncoder(categories),
      BoostedTrees.fromJSON(trees),
      Float64Array.from(featureImportances),
      nIter,
    );
  }
}

/** In place. */
function softmax(scores: Float64Array, columns: number): Float64Array {
  for (let start = 0; start < scores.length; start += columns) {
    const row = scores.subarray(start, start + columns);
    const largest = row.reduce((most, score) => Math.max(most, score));
    let sum = 0;
    for (let code = 0; code < columns; code++) {
      row[code] = Math.exp(row[code]! - largest);
      sum += row[code]!;
    }
    for (let code = 0; code < columns; code++) row[code]! /= sum;
  }
  return scores;
}
