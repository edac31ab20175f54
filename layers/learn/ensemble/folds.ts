import { InvalidInput } from '../errors.ts';
import type { Split } from '../modelSelection/split.ts';

/** k runs of rows of nearly equal length, as scikit-learn's KFold without shuffling. */
export function consecutiveFolds(n: number, k: number): Split[] {
  if (k > n) throw new InvalidInput(`${n} rows do not make ${k} folds: use fewer`);
  const fold = new Int32Array(n);
  for (let row = 0, index = 0; index < k; index++) {
    const size = Math.floor(n / k) + Number(index < n % k);
    fold.fill(index, row, row + size);
    row += size;
  }
  return splitsOf(fold, k);
}

/**
 * k folds in which each class is as frequent as in all rows, give or take one, as scikit-learn's StratifiedKFold without
 * shuffling.
 */
export function stratifiedFolds(codes: Int32Array, k: number): Split[] {
  // Classes count in the order in which they appear.
  const classes = new Map<number, number>();
  for (const code of codes) if (!classes.has(code)) classes.set(code, classes.size);
  const order = codes.map((code) => classes.get(code)!);
  const counts = new Int32Array(classes.size);
  for (const code of order) counts[code]! += 1;
  if (k > Math.max(...counts))
    throw new InvalidInput(
      `no class has the ${k} rows that ${k} folds need, the largest has ${Math.max(...counts)}: use fewer`,
    );
  // Rows sorted by class are dealt to the folds; how many a fold gets of a class is all that is kept of it.
  const dealt = Array.from(counts, () => new Int32Array(k));
  for (const [place, code] of order.slice().sort().entries()) dealt[code]![place % k]! += 1;
  const fold = order.map((code) => {
    const next = dealt[code]!.findIndex((left) => left > 0);
    dealt[code]![next]! -= 1;
    return next;
  });
  return splitsOf(fold, k);
}

function splitsOf(fold: Int32Array, k: number): Split[] {
  const rows = Int32Array.from(fold.keys());
  return Array.from({ length: k }, (_, index) => ({
    train: rows.filter((row) => fold[row] !== index),
    test: rows.filter((row) => fold[row] === index),
  }));
}

/** @throws InvalidInput unless every row is judged in exactly one of the splits, and learned from in some */
export function checkPartition(splits: readonly Split[], n: number): void {
  const judged = new Int32Array(n);
  for (const { train, test } of splits) {
    if (train.length === 0) throw new InvalidInput('a split has no rows to learn from');
    for (const row of [...train, ...test])
      if (!(row >= 0 && row < n)) throw new InvalidInput(`a split has row ${row}, of ${n} rows`);
    for (const row of test) judged[row]! += 1;
  }
  const odd = judged.findIndex((times) => times !== 1);
  if (odd !== -1)
    throw new InvalidInput(
      `row ${odd} is judged in ${judged[odd]} splits: stacking needs each row in exactly one, as k folds have it`,
    );
}
