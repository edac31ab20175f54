import type { Dense } from './matrix.ts';

/** Keeps parameters only; fitting gives a new, immutable model, so that "not fitted" cannot happen. */
export interface Estimator {
  readonly kind: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** What it predicts: numbers, or the probability of the second of two classes, coded 0 and 1. */
  readonly predicts: 'number' | 'class';
  /**
   * @param X n × p, without missing values
   * @param y n numbers, or class codes
   * @throws InvalidInput when the data cannot be learned from
   */
  fit(X: Dense, y: Float64Array, seed: number): Model;
}

export interface Model {
  readonly kind: string;
  /** n numbers, or probabilities of class 1. */
  predict(X: Dense): Float64Array;
  /** Plain JSON from which the model's loader makes an equal one. */
  toJSON(): ModelDocument;
}

export interface ModelDocument {
  readonly kind: string;
  readonly [key: string]: unknown;
}
