import { InvalidInput } from '../errors.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import type { Split } from './split.ts';

/** A way of splitting rows for cross-validation, which may look at the target or at groups of rows. */
export interface Splitter {
  readonly nSplits: number;
  /**
   * @param X the rows, or how many there are
   * @throws InvalidInput when they cannot be split so
   */
  split(X: Features | number, y?: LabelsLike, groups?: LabelsLike): Iterable<Split>;
}

export function rowsOf(X: Features | number): number {
  if (typeof X === 'number') return X;
  return 'rows' in X ? X.rows : X.length;
}

/** Positions at which a part is held out, and all others. */
export function splitBy(rows: number, isHeldOut: (row: number) => boolean): Split {
  const every = Int32Array.from({ length: rows }, (_, row) => row);
  return { train: every.filter((row) => !isHeldOut(row)), test: every.filter(isHeldOut) };
}

/** @throws InvalidInput unless there are two folds or more, and no more of them than there are `things` */
export function checkFolds(nSplits: number, available: number, things: string): void {
  if (!(Number.isInteger(nSplits) && nSplits >= 2))
    throw new InvalidInput(`nSplits must be a whole number of 2 or more, not ${nSplits}`);
  if (nSplits > available)
    throw new InvalidInput(`${available} ${things} do not make ${nSplits} folds: set nSplits to fewer`);
}

/** @throws InvalidInput unless there is one for each row */
export function perRow(values: LabelsLike | undefined, rows: number, what: string): LabelsLike {
  if (values?.length === rows) return values;
  throw new InvalidInput(`${values ? values.length : 'no'} ${what} for ${rows} rows: each row needs its own`);
}
