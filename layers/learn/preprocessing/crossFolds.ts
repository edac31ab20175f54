import { permutation, seededRandom, shuffle } from '../random.ts';

interface CrossFolds {
  readonly folds: number;
  readonly isShuffled: boolean;
  readonly seed: number;
  /** Classes of the rows, of which each fold has as many. */
  readonly stratify?: Int32Array | undefined;
}

/** The fold of each of n rows: in blocks, as scikit-learn's KFold, or by classes, as its StratifiedKFold. */
export function crossFolds(n: number, { folds, isShuffled, seed, stratify }: CrossFolds): Int32Array {
  const random = seededRandom(seed);
  const foldOf = new Int32Array(n);
  if (!stratify) {
    const order = isShuffled ? permutation(n, random) : foldOf.map((_, row) => row);
    const larger = n % folds;
    const size = Math.floor(n / folds);
    // The first folds have one more.
    const split = larger * (size + 1);
    for (const [place, row] of order.entries())
      foldOf[row] =
        place < split ? Math.floor(place / (size + 1)) : larger + Math.floor((place - split) / size);
    return foldOf;
  }
  // Classes are dealt to the folds one row after the other, in the order in which they appear first.
  const rows = new Map<number, number[]>();
  for (const [row, code] of stratify.entries()) {
    const own = rows.get(code);
    if (own) own.push(row);
    else rows.set(code, [row]);
  }
  let dealt = 0;
  for (const own of rows.values()) {
    const counts = new Int32Array(folds);
    for (let place = 0; place < own.length; place++) counts[dealt++ % folds]! += 1;
    const foldsOfClass = Int32Array.from(
      [...counts].flatMap((count, fold) => new Array<number>(count).fill(fold)),
    );
    if (isShuffled) shuffle(foldsOfClass, random);
    for (const [place, row] of own.entries()) foldOf[row] = foldsOfClass[place]!;
  }
  return foldOf;
}
