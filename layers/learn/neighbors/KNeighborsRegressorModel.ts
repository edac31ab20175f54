import { type PackedArray, packArray, unpackArray } from '../arrays.ts';
import type { ModelDocument, RegressionModel } from '../estimator.ts';
import type { Dense, Features } from '../matrix.ts';
import { NeighborsModel, type NeighborsSettings, settingsOf } from './NeighborsModel.ts';

/** The mean target of the nearest rows. */
export class KNeighborsRegressorModel extends NeighborsModel implements RegressionModel {
  readonly kind = 'k-neighbors-regressor';
  readonly #y: Float64Array;

  constructor(X: Dense, y: Float64Array, settings: NeighborsSettings) {
    super(X, settings);
    this.#y = y;
  }

  predict(X: Features): Float64Array {
    const { indices, distances, shares } = this.shares(X);
    const { rows, columns } = distances;
    const means = new Float64Array(rows);
    for (let row = 0, place = 0; row < rows; row++) {
      let total = 0;
      for (let index = 0; index < columns; index++, place++) {
        means[row]! += shares[place]! * this.#y[indices[place]!]!;
        total += shares[place]!;
      }
      means[row]! /= total;
    }
    return means;
  }

  toJSON(): ModelDocument {
    return { kind: this.kind, ...this.settingsToJSON(), y: packArray(this.#y) };
  }

  static fromJSON(document: ModelDocument): KNeighborsRegressorModel {
    const [X, settings] = settingsOf(document);
    return new KNeighborsRegressorModel(X, unpackArray<Float64Array>(document.y as PackedArray), settings);
  }
}
