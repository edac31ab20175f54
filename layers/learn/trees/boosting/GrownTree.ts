/** A node of a tree as it was grown. */
export interface GrownNode {
  /** Rows of the index from `from` to `to`. */
  readonly from: number;
  readonly to: number;
  /** The leaf's value before shrinkage. */
  value: number;
  /** Undefined for a leaf. */
  split: GrownSplit | undefined;
}

export interface GrownSplit {
  readonly column: number;
  /** Reduction of the loss. */
  readonly gain: number;
  /** Last bin to the left, which is the last but the missing values' where only those go right; undefined for categories. */
  readonly bin: number | undefined;
  readonly missingLeft: boolean;
  /** 1 for each bin that goes left. */
  readonly goesLeft: Uint8Array;
  readonly left: GrownNode;
  readonly right: GrownNode;
}
