import type { DatasetName } from '../datasets.ts';

/** One thing that an estimator and scikit-learn's of the same name must agree on. */
export interface Parity {
  /** The class: `Ridge`, with the parameters that matter: `SVC (kernel: 'poly')`. */
  readonly estimator: string;
  readonly dataset: DatasetName;
  /** What is compared: `coef`, `predict on the test rows`, `AUC, mean of 5 seeds`. */
  readonly what: string;
  /** exact: to 1e-8; iterative: to the tolerance it stops at; randomized: a quality within 0.005, the mean of 5 seeds. */
  readonly method: 'exact' | 'iterative' | 'randomized';
  readonly ours: () => ArrayLike<number>;
  readonly theirs: ArrayLike<number>;
  /** Allowed difference as a share of the largest value of theirs; of randomized ones the difference itself. */
  readonly tolerance: number;
}

/** As a share of the largest reference value (of 1, where all are zero); of randomized ones as it is. */
export function differenceOf({ method, theirs }: Parity, ours: ArrayLike<number>): number {
  if (ours.length !== theirs.length)
    throw new RangeError(`${ours.length} values cannot be compared with ${theirs.length}`);
  const scale = method === 'randomized' ? 1 : Math.max(...Array.from(theirs, Math.abs)) || 1;
  // Math.max loses no NaN, so that a missing number cannot pass for a small one.
  return Math.max(0, ...Array.from(theirs, (value, index) => Math.abs(ours[index]! - value) / scale));
}
