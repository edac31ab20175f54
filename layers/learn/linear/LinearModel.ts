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
    this.intercept = intercept;
  }

  predict(X: Dense): Float64Array {
    const out = new Float64Array(X.rows);
    for (let row = 0; row < X.rows; row++) {
      let sum = this.intercept;
      const start = row * X.columns;
      for (let column = 0; column < X.columns; column++) sum += X.data[start + column]! * this.coef[column]!;
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
