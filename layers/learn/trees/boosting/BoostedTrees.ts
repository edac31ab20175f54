import { type PackedArray, packArray, unpackArray } from '../../arrays.ts';
import type { Dense } from '../../matrix.ts';

/** Bits of a node's code below its column. */
export const [missingGoesLeft, isOfCategories, columnShift] = [1, 2, 2];
/** The code of a leaf. */
export const leaf = -1;
/** 32-bit words of a set of categories. */
export const setWords = 8;

/** Every node of every tree, one tree after the other. A node's right child follows its left one. */
export interface TreeNodes {
  /** Where each tree begins. The trees of an iteration, one for each output, follow each other. */
  readonly roots: Int32Array<ArrayBuffer>;
  /** Of a leaf -1; else its column, shifted, and the flags. */
  readonly codes: Int32Array<ArrayBuffer>;
  /** Largest number that goes left; of categories which set of those that go left; of a leaf its value. */
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly lefts: Int32Array<ArrayBuffer>;
  /** Sets of categories: a bit for each. */
  readonly sets: Uint32Array<ArrayBuffer>;
}

/** Rows that go through a tree while it is in the cache. */
const blockRows = 256;

/** The sum of trees: one number a row for each output. */
export class BoostedTrees {
  /** What each output is without any tree. */
  readonly baseline: Float64Array;
  readonly nodes: TreeNodes;

  constructor(baseline: Float64Array, nodes: TreeNodes) {
    this.baseline = baseline;
    this.nodes = nodes;
  }

  /** n × outputs, row by row. */
  predict({ rows, columns, data }: Dense): Float64Array {
    const { baseline, nodes } = this;
    const outputs = baseline.length;
    const sums = new Float64Array(rows * outputs);
    for (let at = 0; at < sums.length; at++) sums[at] = baseline[at % outputs]!;
    const trees = nodes.roots.length;
    for (let start = 0; start < rows; start += blockRows) {
      const end = Math.min(rows, start + blockRows);
      for (let tree = 0; tree < trees; tree++)
        addTree(nodes, nodes.roots[tree]!, data, columns, start, end, sums, outputs, tree % outputs);
    }
    return sums;
  }

  toJSON(): Readonly<Record<string, unknown>> {
    const { roots, codes, numbers, lefts, sets } = this.nodes;
    return {
      baseline: [...this.baseline],
      roots: packArray(roots),
      codes: packArray(codes),
      numbers: packArray(numbers),
      lefts: packArray(lefts),
      // The same bits: arrays without a sign are not packed.
      sets: packArray(new Int32Array(sets.buffer, sets.byteOffset, sets.length)),
    };
  }

  static fromJSON(document: unknown): BoostedTrees {
    const { baseline, roots, codes, numbers, lefts, sets } = document as {
      baseline: number[];
    } & Record<keyof TreeNodes, PackedArray>;
    return new BoostedTrees(Float64Array.from(baseline), {
      roots: unpackArray<Int32Array<ArrayBuffer>>(roots),
      codes: unpackArray<Int32Array<ArrayBuffer>>(codes),
      numbers: unpackArray<Float64Array<ArrayBuffer>>(numbers),
      lefts: unpackArray<Int32Array<ArrayBuffer>>(lefts),
      sets: new Uint32Array(unpackArray<Int32Array<ArrayBuffer>>(sets).buffer),
    });
  }
}

/** Adds what a tree says of the rows from `from` to `to` to one of their sums. */
export function addTree(
  { codes, numbers, lefts, sets }: TreeNodes,
  root: number,
  data: Float64Array,
  columns: number,
  from: number,
  to: number,
  sums: Float64Array,
  outputs: number,
  output: number,
): void {
  for (let row = from; row < to; row++) {
    const start = row * columns;
    let node = root;
    for (let code = codes[node]!; code !== leaf; code = codes[node]!) {
      const value = data[start + (code >> columnShift)]!;
      let goesLeft: boolean;
      if (Number.isNaN(value)) goesLeft = (code & missingGoesLeft) !== 0;
      else if ((code & isOfCategories) === 0) goesLeft = value <= numbers[node]!;
      else goesLeft = ((sets[numbers[node]! * setWords + (value >> 5)]! >>> (value & 31)) & 1) === 1;
      node = lefts[node]! + (goesLeft ? 0 : 1);
    }
    sums[row * outputs + output]! += numbers[node]!;
  }
}
