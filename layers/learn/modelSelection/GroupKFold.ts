import { encodeLabels, type LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { permutation, seededRandom } from '../random.ts';
import { type FoldOptions, sections } from './KFold.ts';
import { checkFolds, perRow, rowsOf, type Splitter, splitBy } from './Splitter.ts';
import type { Split } from './split.ts';

/**
 * Folds that split no group of rows, such as those of one customer: of nearly equal size, or with `shuffle` of nearly as many
 * groups.
 *
 * @example new GroupKFold({ nSplits: 2 }).split(4, undefined, ['x', 'x', 'y', 'z']) // test 0, 1 and 2, 3
 */
export class GroupKFold implements Splitter {
  readonly nSplits: number;
  readonly #options: Required<FoldOptions>;

  constructor({ nSplits = 5, shuffle = false, seed = 0 }: FoldOptions = {}) {
    this.nSplits = nSplits;
    this.#options = { nSplits, shuffle, seed };
  }

  /** @param groups the group of each row */
  *split(X: Features | number, _y?: LabelsLike, groups?: LabelsLike): Generator<Split> {
    const n = rowsOf(X);
    const { codes, classes } = encodeLabels(perRow(groups, n, 'groups'));
    const { nSplits, shuffle, seed } = this.#options;
    checkFolds(nSplits, classes.length, 'groups');
    const foldOf = shuffle ? dealt(classes.length, nSplits, seed) : balanced(codes, classes.length, nSplits);
    for (let fold = 0; fold < nSplits; fold++) yield splitBy(n, (row) => foldOf[codes[row]!] === fold);
  }
}

function dealt(groups: number, folds: number, seed: number): Int32Array {
  const order = permutation(groups, seededRandom(seed));
  const foldOf = new Int32Array(groups);
  for (const [fold, [start, end]] of sections(groups, folds).entries())
    for (const group of order.subarray(start, end)) foldOf[group] = fold;
  return foldOf;
}

/** The largest group that is left goes to the fold that has the fewest rows. */
function balanced(codes: Int32Array, groups: number, folds: number): Int32Array {
  const sizes = new Int32Array(groups);
  for (const code of codes) sizes[code]! += 1;
  // Of equally large ones the last comes first, as in scikit-learn.
  const order = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]! || b - a);
  const rows = new Float64Array(folds);
  const foldOf = new Int32Array(groups);
  for (const group of order) {
    const fold = rows.indexOf(Math.min(...rows));
    rows[fold]! += sizes[group]!;
    foldOf[group] = fold;
  }
  return foldOf;
}
