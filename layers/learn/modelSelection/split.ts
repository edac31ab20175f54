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
 * Sizes are those of scikit-learn's train_test_split: the test set has ceil(n × test) rows.
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
  if (!stratify) {
    const order = permutation(n, random);
    return { train: order.slice(size).sort(), test: order.slice(0, size).sort() };
  }
  const classes = shuffledClasses(stratify, random);
  const learned = apportion(
    n - size,
    classes.map((rows) => rows.length),
  );
  const parts = (take: (rows: Int32Array, count: number) => Int32Array) =>
    Int32Array.from(classes.flatMap((rows, index) => [...take(rows, learned[index]!)])).sort();
  return {
    train: parts((rows, count) => rows.subarray(0, count)),
    test: parts((rows, count) => rows.subarray(count)),
  };
}

/**
 * k folds of nearly equal size; each row is judged in exactly one of them. Sizes, and with `stratify` the rows of each
 * class, are those of scikit-learn's KFold and StratifiedKFold.
 */
export function kFold(
  n: number,
  { folds, seed, stratify }: { folds: number; seed: number; stratify?: Int32Array },
): Split[] {
  if (folds < 2) throw new InvalidInput(`${folds} is no number of folds: use 2 or more`);
  if (folds > n) throw new InvalidInput(`${n} rows do not make ${folds} folds`);
  const random = seededRandom(seed);
  // Dealt one by one: class after class, so that each class is in every fold as often, give or take one.
  const order = stratify
    ? Int32Array.from(shuffledClasses(stratify, random).flatMap((rows) => [...rows]))
    : permutation(n, random);
  return Array.from({ length: folds }, (_, fold) => ({
    train: order.filter((__, index) => index % folds !== fold).sort(),
    test: order.filter((__, index) => index % folds === fold).sort(),
  }));
}

/** The rows of each class, in the order of the codes, shuffled. */
function shuffledClasses(codes: Int32Array, random: () => number): Int32Array[] {
  const classes = new Map<number, number[]>();
  for (const [row, code] of codes.entries()) {
    const rows = classes.get(code);
    if (rows) rows.push(row);
    else classes.set(code, [row]);
  }
  const ordered = [...classes].sort(([a], [b]) => a - b).map(([, rows]) => Int32Array.from(rows));
  for (const rows of ordered) shuffle(rows, random);
  return ordered;
}

/** Shares out a whole number in proportion to the counts, by the largest remainders. */
function apportion(whole: number, counts: readonly number[]): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (whole * count) / all);
  const shares = exact.map(Math.floor);
  const left = whole - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder);
  for (const { index } of byRemainder.slice(0, left)) shares[index]! += 1;
  return shares;
}
