/** Sums over rows, as whole numbers of the gradients' and the hessians' units: exact, whatever the order. */
export interface Sums {
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
}

/** The histogram of all columns on the rows of a node; what is in it is the kernel's own business. */
export type Histogram = Float64Array;

/** What the search of a split knows of its node. */
export interface SplitNode {
  readonly sums: Sums;
  readonly value: number;
  /** Bounds of the children's values. */
  readonly lower: number;
  readonly upper: number;
}

/** What holds for all nodes. */
export interface SplitRules {
  /** What a whole number of a gradient, and of a hessian, stands for. */
  readonly gradientUnit: number;
  readonly hessianUnit: number;
  readonly regularization: number;
  readonly fewestRows: number;
}

/** The smallest sum of hessians in a leaf, as scikit-learn has it. */
export const fewestHessians = 1e-3;
/** Keeps a value finite where there are no hessians, as scikit-learn does. */
export const smallest = 1e-15;

/** A split by a threshold. */
export interface Split {
  readonly gain: number;
  readonly column: number;
  /** Last bin that goes to the left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly left: Sums;
}

/** What is added for the rows that the index has from `from` to `to`. */
export interface Leaf {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** Inner loops of boosting over one workspace. The WebAssembly ones and the plain ones give the very same numbers. */
export interface Kernel {
  makeHistogram(): Histogram;
  /** Of the rows that the index has from `from` to `to`; `whole` says that these are all rows. */
  fillHistogram(histogram: Histogram, from: number, to: number, whole: boolean): void;
  /** The histogram of a node, less that of one child, is that of the other. */
  subtract(parent: Histogram, child: Histogram): void;
  /** One bin. */
  sumsOf(histogram: Histogram, bin: number): Sums;
  /** The best of the columns that are open, by threshold. */
  findSplit(histogram: Histogram, node: SplitNode, rules: SplitRules): Split | undefined;
  /**
   * Brings the rows from `from` to `to` of the index into the order of the children; `whole` says that these are all rows, whatever
   * the index had before.
   *
   * @param goesLeft 1 for bins that go left, 0 for others
   * @returns how many go left
   */
  partition(from: number, to: number, whole: boolean, column: number, goesLeft: Uint8Array): number;
  /** Adds to the number of each row of some leaves. */
  addLeaves(numbers: Float64Array, leaves: readonly Leaf[]): void;
  /** Gradients and hessians to whole numbers. Both are of paddedLength. */
  quantize(
    gradients: Float32Array,
    hessians: Float32Array,
    gradientScale: number,
    hessianScale: number,
  ): void;
  /** The same for the log loss of two classes, which the targets 0 and 1 stand for. */
  logisticGradients(
    predictions: Float64Array,
    targets: Float32Array,
    weights: Float32Array | undefined,
    gradientScale: number,
    hessianScale: number,
  ): void;
  /** Sends helpers home. */
  close?(): void;
}
