import { checkFinite, checkWidth } from '../checkData.ts';
import type { Model, ModelDocument } from '../estimator.ts';
import type { Dense } from '../matrix.ts';

/** Weights and an intercept; with the logistic link the prediction is the probability of class 1. */
export class LinearModel implements Model {
  readonly kind: 'linear-regression' | 'logistic-regression';
  /** p weights. */
  readonly coef: Float64Array;
  readonly intercept: number;

  constructor(kind: LinearModel['kind'], coef: Float64Array, intercept: number) {
    this.kind = kind;
    this.coef = coef;
    // Not -0, which JSON does not know.
    this.intercept = intercept + 0;
  }

  /** @throws InvalidInput when a row has another width, or a number that is NaN or infinite */
  predict(X: Dense): Float64Array {
    checkWidth(X, this.coef.length);
    const out = new Float64Array(X.rows);
    for (let row = 0; row < X.rows; row++) {
      let sum = this.intercept;
      const start = row * X.columns;
      for (let column = 0; column < X.columns; column++) sum += X.data[start + column]! * this.coef[column]!;
      // Only then can an input be to blame, so that the common case costs nothing.
      if (!Number.isFinite(sum)) checkFinite(X);
      out[row] = this.kind === 'linear-regression' ? sum : sigmoid(sum);
    }
    return out;
  }

  toJSON(): ModelDocument {
    return { kind: this.kind, coef: [...this.coef], intercept: this.intercept };
  }

  static fromJSON({ kind, coef, intercept }: ModelDocument): LinearModel {
    return new LinearModel(
      kind as LinearModel['kind'],
      Float64Array.from(coef as number[]),
      intercept as number,
    );
  }
}

/** 1 / (1 + e^-z) without overflow. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}
