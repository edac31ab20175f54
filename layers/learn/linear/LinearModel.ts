import { checkFinite, checkWidth } from '../checkData.ts';
import type { ModelDocument, RegressionModel } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';

/** Weights and an intercept: the model of every linear regressor. */
export class LinearModel implements RegressionModel {
  readonly kind: string;
  /** p weights. */
  readonly coef: Float64Array;
  readonly intercept: number;

  constructor(kind: string, coef: Float64Array, intercept: number) {
    this.kind = kind;
    this.coef = coef;
    // Not -0, which JSON does not know.
    this.intercept = intercept + 0;
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
    return { kind: this.kind, coef: [...this.coef], intercept: this.intercept };
  }

  static fromJSON({ kind, coef, intercept }: ModelDocument): LinearModel {
    return new LinearModel(kind, Float64Array.from(coef as number[]), intercept as number);
  }
}
