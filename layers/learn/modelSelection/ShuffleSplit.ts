import { InvalidInput } from '../errors.ts';
import type { Features } from '../matrix.ts';
import { permutation, seededRandom } from '../random.ts';
import { rowsOf, type Splitter } from './Splitter.ts';
import type { Split } from './split.ts';

export interface ShuffleSplitOptions {
  /** @default 10 */
  readonly nSplits?: number;
  /** A share below 1, or a number of rows. @default null: what `trainSize` leaves, or a tenth */
  readonly testSize?: number | null;
  /** A share below 1, or a number of rows. @default null: what `testSize` leaves */
  readonly trainSize?: number | null;
  /** @default 0 */
  readonly seed?: number;
}

/**
 * Rows drawn anew in each split: a row may be held out in some of them, or in none.
 *
 * @example new ShuffleSplit({ nSplits: 3, testSize: 0.25, seed: 1 }).split(8) // each with 2 rows held out
 */
export class ShuffleSplit implements Splitter {
  readonly nSplits: number;
  readonly #options: Required<ShuffleSplitOptions>;

  constructor({ nSplits = 10, testSize = null, trainSize = null, seed = 0 }: ShuffleSplitOptions = {}) {
    this.nSplits = nSplits;
    this.#options = { nSplits, testSize, trainSize, seed };
  }

  *split(X: Features | number): Generator<Split> {
    const n = rowsOf(X);
    const { nSplits, testSize, trainSize, seed } = this.#options;
    const { train, test } = sizesOf(n, testSize, trainSize);
    const random = seededRandom(seed);
    for (let split = 0; split < nSplits; split++) {
      const order = permutation(n, random);
      yield { train: order.slice(test, test + train).sort(), test: order.slice(0, test).sort() };
    }
  }
}

/** A share of the test rows is rounded up, of those to learn from down, as in scikit-learn. */
function sizesOf(
  n: number,
  testSize: number | null,
  trainSize: number | null,
): { train: number; test: number } {
  const rows = (size: number, round: (rows: number) => number) => (size < 1 ? round(size * n) : size);
  const train = trainSize === null ? undefined : rows(trainSize, Math.floor);
  const test = testSize === null && train !== undefined ? n - train : rows(testSize ?? 0.1, Math.ceil);
  const sizes = { train: train ?? n - test, test };
  const isPossible = [sizes.train, test].every((size) => Number.isInteger(size) && size > 0);
  if (!isPossible || sizes.train + test > n)
    throw new InvalidInput(
      `${n} rows cannot be split into ${sizes.train} to learn from and ${test} to judge by: choose other sizes`,
    );
  return sizes;
}
