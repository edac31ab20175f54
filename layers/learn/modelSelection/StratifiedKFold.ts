import { InvalidInput } from '../errors.ts';
import { encodeLabels, type LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { seededRandom, shuffle as shuffleInPlace } from '../random.ts';
import type { FoldOptions } from './KFold.ts';
import { checkFolds, perRow, rowsOf, type Splitter, splitBy } from './Splitter.ts';
import type { Split } from './split.ts';

/**
 * Folds that each have the shares of the classes, give or take one row, and otherwise the order of the rows.
 *
 * @example new StratifiedKFold({ nSplits: 2 }).split(4, ['a', 'a', 'b', 'b']) // test 0, 2 and 1, 3
 */
export class StratifiedKFold implements Splitter {
  readonly nSplits: number;
  readonly #options: Required<FoldOptions>;

  constructor({ nSplits = 5, shuffle = false, seed = 0 }: FoldOptions = {}) {
    this.nSplits = nSplits;
    this.#options = { nSplits, shuffle, seed };
  }

  /** @param y the class of each row */
  *split(X: Features | number, y?: LabelsLike): Generator<Split> {
    const n = rowsOf(X);
    const { codes, classes } = encodeLabels(perRow(y, n, 'classes'));
    const { nSplits, shuffle, seed } = this.#options;
    checkFolds(nSplits, n, 'rows');
    const rowsOfClass = inOrderOfAppearance(codes, classes.length);
    const largest = Math.max(...rowsOfClass.map((rows) => rows.length));
    if (largest < nSplits)
      throw new InvalidInput(
        `no class has more than ${largest} rows, which do not make ${nSplits} folds: set nSplits to fewer, or use KFold`,
      );
    const random = seededRandom(seed);
    const foldOf = new Int32Array(n);
    let dealt = 0;
    for (const rows of rowsOfClass) {
      // Sorted by class, every nSplits-th row is dealt to the same fold, which says how many of each class it gets.
      const counts = new Int32Array(nSplits);
      for (let index = 0; index < rows.length; index++) counts[(dealt + index) % nSplits]! += 1;
      dealt += rows.length;
      const folds = Int32Array.from(
        [...counts].flatMap((count, fold) => new Array<number>(count).fill(fold)),
      );
      if (shuffle) shuffleInPlace(folds, random);
      for (const [index, row] of rows.entries()) foldOf[row] = folds[index]!;
    }
    for (let fold = 0; fold < nSplits; fold++) yield splitBy(n, (row) => foldOf[row] === fold);
  }
}

/** The rows of each class, the classes as they come. */
function inOrderOfAppearance(codes: Int32Array, classes: number): number[][] {
  const rowsOfClass = Array.from({ length: classes }, (): number[] => []);
  for (const [row, code] of codes.entries()) rowsOfClass[code]!.push(row);
  return rowsOfClass.sort(([a], [b]) => a! - b!);
}
