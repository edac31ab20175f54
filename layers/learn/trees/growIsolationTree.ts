import type { Dense } from '../matrix.ts';
import type { Random } from '../random.ts';
import { averagePathLength } from './averagePathLength.ts';
import { GrowingTree } from './GrowingTree.ts';
import type { Tree } from './Trees.ts';

/**
 * Splits rows at random, each time one column between its least and greatest value, until each is alone or the tree is as deep as
 * it may be. A leaf holds the depth at which its rows would be set apart.
 *
 * @param rows positions in X, which are reordered
 * @param columns among which splits choose, reordered too
 */
export function growIsolationTree(
  { columns: width, data }: Dense,
  rows: Int32Array,
  columns: Int32Array,
  maxDepth: number,
  random: Random,
): Tree {
  const tree = new GrowingTree(0, false);
  const split = { column: 0, threshold: 0, isMissingLeft: false, hasMissing: false };
  const open = [-1, 0, rows.length, 0];
  while (open.length > 0) {
    const depth = open.pop()!;
    const end = open.pop()!;
    const start = open.pop()!;
    const place = open.pop()!;
    if (end - start < 2 || depth === maxDepth || !choose(start, end)) {
      const leaf = tree.addLeaf();
      tree.values[leaf] = depth + averagePathLength(end - start);
      tree.attach(place, -1 - leaf);
      continue;
    }
    const middle = partition(start, end);
    const node = tree.addSplit(split.column, split.isMissingLeft, split.threshold);
    tree.attach(place, node);
    open.push(2 * node + 1, middle, end, depth + 1, 2 * node, start, middle, depth + 1);
  }
  return tree.grown();

  /** @returns false when every column is constant */
  function choose(start: number, end: number): boolean {
    for (let visited = 0; visited < columns.length; visited++) {
      const other = visited + Math.floor(random() * (columns.length - visited));
      const column = columns[other]!;
      columns[other] = columns[visited]!;
      columns[visited] = column;
      let least = Number.POSITIVE_INFINITY;
      let greatest = Number.NEGATIVE_INFINITY;
      let missing = 0;
      for (let index = start; index < end; index++) {
        const value = data[rows[index]! * width + column]!;
        if (value < least) least = value;
        if (value > greatest) greatest = value;
        if (Number.isNaN(value)) missing++;
      }
      if (!(least < greatest) && (missing === 0 || missing === end - start)) continue;
      split.column = column;
      split.hasMissing = missing > 0;
      // Where known values are all the same, the missing ones are set apart from them.
      split.isMissingLeft = least < greatest && missing > 0 && random() < 0.5;
      const drawn = least + random() * (greatest - least);
      split.threshold = drawn < greatest || least === greatest ? drawn : least;
      return true;
    }
    return false;
  }

  function partition(start: number, end: number): number {
    const { column, threshold, isMissingLeft } = split;
    let [left, right] = [start, end];
    while (left < right) {
      const row = rows[left]!;
      const value = data[row * width + column]!;
      if (value <= threshold || (isMissingLeft && Number.isNaN(value))) left++;
      else {
        rows[left] = rows[--right]!;
        rows[right] = row;
      }
    }
    if (!split.hasMissing) split.isMissingLeft = left - start > end - left;
    return left;
  }
}
