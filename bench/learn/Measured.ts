/** What one fit in a fresh process took. */
export interface Measured {
  /** Seconds of processor time of all threads, compilation and garbage collection included. */
  readonly cpu: number;
  /** Seconds by the clock. */
  readonly wall: number;
  /** MB resident at most, the data included. */
  readonly peak: number;
  /** AUC of the test rows; of clusters the inertia a row, of components the share of the variance, of embeddings their trustworthiness. */
  readonly quality: number;
}
