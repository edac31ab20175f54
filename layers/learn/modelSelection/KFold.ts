import type { Features } from '../matrix.ts';
import { permutation, seededRandom } from '../random.ts';
import { checkFolds, rowsOf, type Splitter, splitBy } from './Splitter.ts';
import type { Split } from './split.ts';

export interface FoldOptions {
  /** @default 5 */
  readonly nSplits?: number;
  /** @default false */
  readonly shuffle?: boolean;
  /** Of the shuffle. @default 0 */
  readonly seed?: number;
}

/**
 * Folds of equal size, give or take one row, in the order of the rows.
 *
 * @example for (const { train, test } of new KFold({ nSplits: 3 }).split(10)) … // test 0…3, 4…6, 7…9
 */
export class KFold implements Splitter {
  readonly nSplits: number;
  readonly #options: Required<FoldOptions>;

  constructor({ nSplits = 5, shuffle = false, seed = 0 }: FoldOptions = {}) {
    this.nSplits = nSplits;
    this.#options = { nSplits, shuffle, seed };
  }

  *split(X: Features | number): Generator<Split> {
    const n = rowsOf(X);
    const { nSplits, shuffle, seed } = this.#options;
    checkFolds(nSplits, n, 'rows');
    const order = shuffle
      ? permutation(n, seededRandom(seed))
      : Int32Array.from({ length: n }, (_, row) => row);
    for (const [start, end] of sections(n, nSplits)) {
      const held = new Set(order.subarray(start, end));
      yield splitBy(n, (row) => held.has(row));
    }
  }
}

/** Ends of `parts` neighbouring parts of nearly equal size, the larger ones first. */
export function sections(n: number, parts: number): [start: number, end: number][] {
  const [size, larger] = [Math.floor(n / parts), n % parts];
  const startOf = (part: number) => part * size + Math.min(part, larger);
  return Array.from({ length: parts }, (_, part) => [startOf(part), startOf(part + 1)]);
}
