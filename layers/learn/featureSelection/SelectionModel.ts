import { type PackedArray, packArray, unpackArray } from '../arrays.ts';
import { checkFinite, checkNotInfinite, checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, isSparse, type Sparse, toDense } from '../matrix.ts';

/** What a selector knows of each feature besides whether it stays; which of these depends on the selector. */
export interface FeatureAttributes {
  readonly scores?: Float64Array;
  readonly pvalues?: Float64Array;
  readonly variances?: Float64Array;
  readonly importances?: Float64Array;
  /** 1 for what stays, and larger the earlier a feature went. */
  readonly ranking?: Float64Array;
  /** The feature that stays in its place, -1 for one that stays itself. */
  readonly correlatedWith?: Float64Array;
  /** Not of a feature but of each number of features from the smallest on: the mean score in cross-validation. */
  readonly meanTestScores?: Float64Array;
}

interface Selected extends FeatureAttributes {
  readonly kind: string;
  /** Whether each feature stays. */
  readonly support: readonly boolean[];
  /** Whether values may be missing, as some were in what it was fitted to. */
  readonly allowsMissing?: boolean;
}

interface SelectionDocument extends ModelDocument {
  readonly width: number;
  readonly indices: readonly number[];
  readonly allowsMissing: boolean;
  readonly attributes: Readonly<Record<string, PackedArray>>;
}

/** The model of every feature selector: the columns that stay, in their order. */
export class SelectionModel implements FittedTransformer {
  readonly kind: string;
  readonly support: readonly boolean[];
  /** Positions of the features that stay. */
  readonly indices: Int32Array;
  readonly scores?: Float64Array;
  readonly pvalues?: Float64Array;
  readonly variances?: Float64Array;
  readonly importances?: Float64Array;
  readonly ranking?: Float64Array;
  readonly correlatedWith?: Float64Array;
  readonly meanTestScores?: Float64Array;
  readonly #attributes: FeatureAttributes;
  readonly #allowsMissing: boolean;

  constructor({ kind, support, allowsMissing = false, ...attributes }: Selected) {
    this.kind = kind;
    this.support = support;
    this.indices = Int32Array.from(support.keys()).filter((column) => support[column]);
    this.#attributes = attributes;
    this.#allowsMissing = allowsMissing;
    Object.assign(this, attributes);
  }

  transform(features: Features): Dense {
    const X = isSparse(features) ? features : toDense(features);
    checkWidth(X, this.support.length);
    const values = isSparse(X) ? { rows: 1, columns: X.values.length, data: X.values } : X;
    if (this.#allowsMissing) checkNotInfinite(values);
    else checkFinite(values);
    return isSparse(X) ? this.#ofSparse(X) : this.#ofDense(X);
  }

  featureNames(inputs?: readonly string[]): string[] {
    if (inputs && inputs.length !== this.support.length)
      throw new InvalidInput(`there are ${inputs.length} names for ${this.support.length} features`);
    return Array.from(this.indices, (column) => inputs?.[column] ?? `x${column}`);
  }

  toJSON(): SelectionDocument {
    const { kind, support, indices } = this;
    const packed = Object.entries(this.#attributes).map(([name, values]) => [name, packArray(values)]);
    return {
      kind,
      width: support.length,
      indices: [...indices],
      allowsMissing: this.#allowsMissing,
      attributes: Object.fromEntries(packed),
    };
  }

  static fromJSON(document: ModelDocument): SelectionModel {
    const { kind, width, indices, allowsMissing, attributes } = document as SelectionDocument;
    const stays = new Set(indices);
    const support = Array.from({ length: width }, (_, column) => stays.has(column));
    const unpacked = Object.entries(attributes).map(([name, values]) => [
      name,
      unpackArray<Float64Array<ArrayBuffer>>(values),
    ]);
    return new SelectionModel({ kind, support, allowsMissing, ...Object.fromEntries(unpacked) });
  }

  #ofDense(X: Dense): Dense {
    return columnsAt(X, this.indices);
  }

  #ofSparse({ rows, indptr, indices, values }: Sparse): Dense {
    const columns = this.indices.length;
    const data = new Float64Array(rows * columns);
    const places = new Int32Array(this.support.length).fill(-1);
    for (const [place, column] of this.indices.entries()) places[column] = place;
    for (let row = 0; row < rows; row++) {
      for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
        const place = places[indices[at]!]!;
        if (place !== -1) data[row * columns + place] = values[at]!;
      }
    }
    return { rows, columns, data };
  }
}

/** Some columns of a matrix. */
export function columnsAt({ rows, columns, data }: Dense, chosen: ArrayLike<number>): Dense {
  const taken = new Float64Array(rows * chosen.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let index = 0; index < chosen.length; index++) taken[at++] = data[row * columns + chosen[index]!]!;
  }
  return { rows, columns: chosen.length, data: taken };
}
