import type { Tree } from './Trees.ts';

/** The nodes of a tree while it grows: splits, of which each child is a split again or a leaf. */
export class GrowingTree {
  splits = 0;
  leaves: number;
  /** Numbers that a leaf predicts. */
  readonly width: number;
  /** Twice the column, and 1 more where missing values go left. */
  columns = new Int32Array(64);
  thresholds = new Float64Array(64);
  /** Left and right child of each split: the number of a split, or -1 less that of a leaf. */
  children = new Int32Array(128);
  /** Weight times impurity of each split before it, of which pruning and importances are made. */
  risks = new Float64Array(64);
  /** The same of each leaf. */
  leafRisks: Float64Array;
  /** `[leaf * width]` */
  values: Float64Array;
  /** What each split would predict as a leaf; empty unless they are kept. */
  splitValues: Float64Array;
  /** Of the root, as of children. */
  root = -1;

  /** @param classes of which each has a leaf from the start that all of its pure nodes share; 0 for regression */
  constructor(classes: number, keepsValues: boolean) {
    this.width = Math.max(1, classes);
    this.leaves = classes;
    this.leafRisks = new Float64Array(64 + classes);
    this.values = new Float64Array(this.leafRisks.length * this.width);
    for (let code = 0; code < classes; code++) this.values[code * classes + code] = 1;
    this.splitValues = new Float64Array(keepsValues ? 64 * this.width : 0);
  }

  addSplit(column: number, isMissingLeft: boolean, threshold: number): number {
    if (this.splits === this.columns.length) {
      this.columns = doubled(this.columns);
      this.thresholds = doubled(this.thresholds);
      this.children = doubled(this.children);
      this.risks = doubled(this.risks);
      this.splitValues = doubled(this.splitValues);
    }
    this.columns[this.splits] = 2 * column + Number(isMissingLeft);
    this.thresholds[this.splits] = threshold;
    return this.splits++;
  }

  /** Makes room for the value of one leaf more. @returns its number */
  addLeaf(): number {
    if (this.leaves === this.leafRisks.length) {
      this.leafRisks = doubled(this.leafRisks);
      this.values = doubled(this.values);
    }
    return this.leaves++;
  }

  /** Puts a node, as written in `children`, where it hangs: -1 for the root, or a place of `children`. */
  attach(place: number, node: number): void {
    if (place === -1) this.root = node;
    else this.children[place] = node;
  }

  /** How much each column lessened the impurity, as a share of all that was (Breiman, 2001); all 0 for a lone leaf. */
  importances(columns: number): Float64Array {
    const importances = new Float64Array(columns);
    for (let split = 0; split < this.splits; split++) {
      const decrease =
        this.risks[split]! -
        this.#risk(this.children[2 * split]!) -
        this.#risk(this.children[2 * split + 1]!);
      importances[this.columns[split]! >> 1]! += decrease;
    }
    const sum = importances.reduce((total, one) => total + one, 0);
    return sum > 0 ? importances.map((one) => one / sum) : importances;
  }

  #risk(node: number): number {
    return node >= 0 ? this.risks[node]! : this.leafRisks[-1 - node]!;
  }

  /** The tree without what only growing needs. */
  grown(): Tree {
    const { root, splits, leaves, width } = this;
    return {
      root,
      columns: this.columns.slice(0, splits),
      thresholds: this.thresholds.slice(0, splits),
      children: this.children.slice(0, 2 * splits),
      values: this.values.slice(0, leaves * width),
    };
  }
}

function doubled<Array extends Int32Array | Float64Array>(array: Array): Array {
  const longer = (
    array instanceof Int32Array ? new Int32Array(2 * array.length) : new Float64Array(2 * array.length)
  ) as Array;
  longer.set(array);
  return longer;
}
