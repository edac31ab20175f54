import { type PackedArray, packArray, unpackArray } from '../arrays.ts';
import type { Dense } from '../matrix.ts';

/** One tree as it is kept; what its numbers mean is said at Trees. */
export interface Tree {
  readonly root: number;
  readonly columns: Int32Array;
  readonly thresholds: Float64Array;
  readonly children: Int32Array;
  readonly values: Float64Array;
}

export interface TreesDocument {
  readonly width: number;
  readonly features: number;
  readonly roots: PackedArray;
  readonly columns: PackedArray;
  readonly thresholds: PackedArray;
  readonly children: PackedArray;
  readonly values: PackedArray;
}

/** The trees of a model, all of their nodes in one set of arrays: a row walks through them without making an object. */
export class Trees {
  /** Columns of the rows they take. */
  readonly features: number;
  /** Numbers in each leaf. */
  readonly width: number;
  /** The node at which each tree begins, as in `children`. */
  readonly roots: Int32Array;
  /** Of each split twice its column, and 1 more where missing values go left. */
  readonly columns: Int32Array;
  /** Of each split the greatest value that goes left. */
  readonly thresholds: Float64Array;
  /** Left and right child of each split: the number of a split, or -1 less that of a leaf. */
  readonly children: Int32Array;
  /** `[leaf * width]` */
  readonly values: Float64Array;

  constructor(
    parts: Pick<Trees, 'features' | 'width' | 'roots' | 'columns' | 'thresholds' | 'children' | 'values'>,
  ) {
    this.features = parts.features;
    this.width = parts.width;
    this.roots = parts.roots;
    this.columns = parts.columns;
    this.thresholds = parts.thresholds;
    this.children = parts.children;
    this.values = parts.values;
  }

  /** @param shared leaves at the beginning of each tree that are the same in all of them, and are kept once */
  static join(trees: readonly Tree[], features: number, width: number, shared: number): Trees {
    const lengthOf = (of: (tree: Tree) => number) => trees.reduce((sum, tree) => sum + of(tree), 0);
    const splits = lengthOf(({ columns }) => columns.length);
    const own = lengthOf(({ values }) => values.length - shared * width);
    const joined = {
      features,
      width,
      roots: new Int32Array(trees.length),
      columns: new Int32Array(splits),
      thresholds: new Float64Array(splits),
      children: new Int32Array(2 * splits),
      values: new Float64Array(shared * width + own),
    };
    joined.values.set(trees[0]!.values.subarray(0, shared * width));
    let [split, leaf] = [0, shared];
    for (const [number, { root, columns, thresholds, children, values }] of trees.entries()) {
      const moved = (node: number) =>
        node >= 0 ? node + split : -1 - node < shared ? node : node - (leaf - shared);
      joined.roots[number] = moved(root);
      joined.columns.set(columns, split);
      joined.thresholds.set(thresholds, split);
      joined.values.set(values.subarray(shared * width), leaf * width);
      for (let place = 0; place < children.length; place++)
        joined.children[2 * split + place] = moved(children[place]!);
      split += columns.length;
      leaf += values.length / width - shared;
    }
    return new Trees(joined);
  }

  /** Of all trees together. */
  get leaves(): number {
    return this.columns.length + this.roots.length;
  }

  /** The leaf that a row, whose values begin at `start`, comes to in a tree. */
  leafOf(tree: number, data: Float64Array, start: number): number {
    const { columns, thresholds, children } = this;
    let node = this.roots[tree]!;
    while (node >= 0) {
      const column = columns[node]!;
      const value = data[start + (column >> 1)]!;
      let side = 1;
      // NaN is not below any threshold.
      if (value <= thresholds[node]! || (Number.isNaN(value) && (column & 1) === 1)) side = 0;
      node = children[2 * node + side]!;
    }
    return -1 - node;
  }

  /** n × width: the sum over the trees of the values of each row's leaf. */
  sums({ rows, columns, data }: Dense): Float64Array {
    const { width, values, roots } = this;
    const sums = new Float64Array(rows * width);
    // A tree at a time, so that it stays in the cache.
    for (let tree = 0; tree < roots.length; tree++) {
      for (let row = 0; row < rows; row++) {
        const from = this.leafOf(tree, data, row * columns) * width;
        for (let index = 0; index < width; index++) sums[row * width + index]! += values[from + index]!;
      }
    }
    return sums;
  }

  toJSON(): TreesDocument {
    const { features, width } = this;
    return {
      features,
      width,
      roots: packArray(this.roots),
      columns: packArray(this.columns),
      thresholds: packArray(this.thresholds),
      children: packArray(this.children),
      values: packArray(this.values),
    };
  }

  static fromJSON(document: TreesDocument): Trees {
    const { features, width, roots, columns, thresholds, children, values } = document;
    return new Trees({
      features,
      width,
      roots: unpackArray(roots),
      columns: unpackArray(columns),
      thresholds: unpackArray(thresholds),
      children: unpackArray(children),
      values: unpackArray(values),
    });
  }
}
