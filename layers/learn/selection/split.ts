import { InvalidInput } from '../errors.ts';
import { permutation, seededRandom, shuffle } from '../random.ts';

export interface Split {
  /** Positions of the rows to learn from, ascending. */
  readonly train: Int32Array;
  /** Positions of the rows to judge by, ascending. */
  readonly test: Int32Array;
}

/**
 * Splits n rows at random. With `stratify`, class codes of the rows, every class is split alike.
 * As scikit-learn's train_test_split, the test set has ceil(n × test) rows.
 */
export function trainTestSplit(
  n: number,
  { test, seed, stratify }: { test: number; seed: number; stratify?: Int32Array },
): Split {
  const size = Math.ceil(n * test);
  if (size >= n)
    throw new InvalidInput(
      `${n} rows cannot be split with a test share of ${test}: no row is left to learn from`,
    );
  const random = seededRandom(seed);
  const order = stratify ? interleaved(stratify, random) : permutation(n, random);
  return { train: order.slice(size).sort(), test: order.slice(0, size).sort() };
}

/** k folds of nearly equal size; each row is judged in exactly one of them. */
export function kFold(
  n: number,
  { folds, seed, stratify }: { folds: number; seed: number; stratify?: Int32Array },
): Split[] {
  if (folds > n) throw new InvalidInput(`${n} rows do not make ${folds} folds`);
  const random = seededRandom(seed);
  const order = stratify ? interleaved(stratify, random) : permutation(n, random);
  return Array.from({ length: folds }, (_, fold) => {
    const judged = stratify
      ? (index: number) => index % folds === fold
      : (index: number) => Math.floor((index * folds) / n) === fold;
    return {
      train: order.filter((_, index) => !judged(index)).sort(),
      test: order.filter((_, index) => judged(index)).sort(),
    };
  });
}

/** A random order in which every stretch holds the classes in their shares. */
function interleaved(codes: Int32Array, random: () => number): Int32Array {
  const classes = new Map<number, number[]>();
  for (const [row, code] of codes.entries()) {
    const rows = classes.get(code);
    if (rows) rows.push(row);
    else classes.set(code, [row]);
  }
  const placed = [...classes.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, rows]) => {
      const shuffled = Int32Array.from(rows);
      shuffle(shuffled, random);
      return Array.from(shuffled, (row, index) => ({ row, place: (index + random()) / rows.length }));
    });
  return Int32Array.from(placed.sort((a, b) => a.place - b.place).map(({ row }) => row));
}
