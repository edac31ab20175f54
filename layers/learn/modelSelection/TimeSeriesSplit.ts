import { InvalidInput } from '../errors.ts';
import type { Features } from '../matrix.ts';
import { rowsOf, type Splitter } from './Splitter.ts';
import type { Split } from './split.ts';

export interface TimeSeriesSplitOptions {
  /** @default 5 */
  readonly nSplits?: number;
  /** Learns from the latest so many rows only. @default null */
  readonly maxTrainSize?: number | null;
  /** @default null: the rows divided by nSplits + 1 */
  readonly testSize?: number | null;
  /** Rows left out between what is learned from and what is judged. @default 0 */
  readonly gap?: number;
}

/**
 * Learns from what came before and judges by what came next, in rows that are in the order of time.
 *
 * @example new TimeSeriesSplit({ nSplits: 2 }).split(6) // train 0, 1, test 2, 3; train 0…3, test 4, 5
 */
export class TimeSeriesSplit implements Splitter {
  readonly nSplits: number;
  readonly #options: Required<TimeSeriesSplitOptions>;

  constructor({ nSplits = 5, maxTrainSize = null, testSize = null, gap = 0 }: TimeSeriesSplitOptions = {}) {
    this.nSplits = nSplits;
    this.#options = { nSplits, maxTrainSize, testSize, gap };
  }

  *split(X: Features | number): Generator<Split> {
    const n = rowsOf(X);
    const { nSplits, maxTrainSize, testSize, gap } = this.#options;
    if (!(Number.isInteger(nSplits) && nSplits >= 1))
      throw new InvalidInput(`nSplits must be a whole number above 0, not ${nSplits}`);
    const size = testSize ?? Math.floor(n / (nSplits + 1));
    const first = n - nSplits * size;
    if (size < 1 || first - gap < 1)
      throw new InvalidInput(
        `${n} rows are too few for ${nSplits} tests of ${Math.max(1, size)} with a gap of ${gap}: none is left to learn from before the first`,
      );
    const range = (start: number, end: number) =>
      Int32Array.from({ length: end - start }, (_, index) => start + index);
    for (let start = first; start < n; start += size) {
      const end = start - gap;
      const from = maxTrainSize === null ? 0 : Math.max(0, end - maxTrainSize);
      yield { train: range(from, end), test: range(start, start + size) };
    }
  }
}
