import type { Sample } from './Sample.ts';

/** Rows and weight that each side of a split must have. */
export interface LeafLimits {
  readonly samples: number;
  readonly weight: number;
}

/** What is minimized: it measures a node, and every way to cut it in two. */
export interface Criterion {
  /** Of the tree that is being grown. */
  limits: LeafLimits;
  /** Of the node entered last. */
  readonly weight: number;
  readonly impurity: number;
  /** All targets are the same. */
  readonly isPure: boolean;
  /** The class of a pure node, whose leaf is shared; -1 of others. */
  readonly pureClass: number;
  /** Takes the rows of a sample from `start` up to `end` as the node. */
  enter(sample: Sample, start: number, end: number): void;
  /** What a leaf of this node predicts, one number or one for each class. */
  writeValue(values: Float64Array, offset: number): void;
  /** The bin of each group that `group` made. */
  readonly bins: Int32Array;
  /** Groups the node's rows by the bins of a column, in order. @returns the number of groups */
  group(column: number, bins: number): number;
  /** Makes two groups of a split: bins up to the cut and from the ceiling on, and those between. */
  part(column: number, cut: number, ceiling: number): void;
  /**
   * Finds the best cut after a group.
   *
   * @param isLastLeft the last group, which is of missing values, belongs to the left
   * @returns the group, or -1 when no cut is allowed and above the floor
   */
  scan(groups: number, isLastLeft: boolean, floor: number): number;
  /** What `scan` found: the greater the better, comparable within a node. */
  readonly gain: number;
}
