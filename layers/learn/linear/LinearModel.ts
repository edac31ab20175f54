import { checkFinite, checkWidth } from '../checkData.ts';
import type { ModelDocument, RegressionModel } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';

/** Weights and an intercept: the model of every linear regressor. */
export class LinearModel implements RegressionModel {
  readonly kind: string;
  /** p weights. */
  readonly coef: Float64Array;
  readonly intercept: number;
  /** Rounds that an iterative estimator took. */
  readonly nIter: number | undefined;

  constructor(kind: string, coef: Float64Array, intercept: number, nIter?: number) {
    this.kind = kind;
    // Not -0, which JSON does not know.
    this.coef = coef.map((value) => value + 0);
    this.intercept = intercept + 0;
    this.nIter = nIter;
  }

  predict(features: Features): Float64Array {
    const X = toDense(features);
    checkWidth(X, this.coef.length);
    const out = new Float64Array(X.rows);
    for (let row = 0; row < X.rows; row++) {
      let sum = this.intercept;
      const start = row * X.columns;
      for (let column = 0; column < X.columns; column++) sum += X.data[start + column]! * this.coef[column]!;
      // Only then can an input be to blame, so that the common case costs nothing.
      if (!Number.isFinite(sum)) checkFinite(X);
      out[row] = sum;
    }
    return out;
  }

  toJSON(): ModelDocument {
    const { kind, coef, intercept, nIter } = this;
    return { kind, coef: [...coef], intercept, ...(nIter !== undefined && { nIter }) };
  }

  static fromJSON({ kind, coef, intercept, nIter }: ModelDocument): LinearModel {
    return new LinearModel(kind, Float64Array.from(coef as number[]), intercept as number, nIter as number);
  }
}
