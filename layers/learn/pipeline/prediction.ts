/** Predictions of n rows. */
export interface Prediction {
  /** Numbers, or the most probable class of each row. */
  readonly values: Float64Array | string[];
  /** For each class, the probability of each row. */
  readonly probabilities?: Float64Array[];
  readonly classes?: string[];
}
