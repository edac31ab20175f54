import { type PackedArray, packArray, unpackArray } from '../arrays.ts';
import type { Classes, ModelDocument, ProbabilisticModel } from '../estimator.ts';
import type { Labels } from '../labels.ts';
import { likeliestLabels } from '../likeliest.ts';
import type { Dense, Features } from '../matrix.ts';
import { NeighborsModel, type NeighborsSettings, settingsOf } from './NeighborsModel.ts';

/** The classes of the nearest rows as a vote; of equals the first class. */
export class KNeighborsClassifierModel extends NeighborsModel implements ProbabilisticModel {
  readonly kind = 'k-neighbors-classifier';
  readonly classes: Classes;
  readonly #codes: Int32Array;

  constructor(X: Dense, codes: Int32Array, classes: Classes, settings: NeighborsSettings) {
    super(X, settings);
    this.classes = classes;
    this.#codes = codes;
  }

  predict(X: Features): Labels {
    return likeliestLabels(this.predictProba(X), this.classes);
  }

  predictProba(X: Features): Dense {
    const { indices, distances, shares } = this.shares(X);
    const { rows, columns } = distances;
    const k = this.classes.length;
    const data = new Float64Array(rows * k);
    for (let row = 0, place = 0; row < rows; row++) {
      let total = 0;
      for (let index = 0; index < columns; index++, place++) {
        data[row * k + this.#codes[indices[place]!]!]! += shares[place]!;
        total += shares[place]!;
      }
      for (let code = 0; code < k; code++) data[row * k + code]! /= total;
    }
    return { rows, columns: k, data };
  }

  toJSON(): ModelDocument {
    const { kind, classes } = this;
    return { kind, classes, ...this.settingsToJSON(), codes: packArray(this.#codes) };
  }

  static fromJSON(document: ModelDocument): KNeighborsClassifierModel {
    const [X, settings] = settingsOf(document);
    const codes = unpackArray<Int32Array>(document.codes as PackedArray);
    return new KNeighborsClassifierModel(X, codes, document.classes as Classes, settings);
  }
}
