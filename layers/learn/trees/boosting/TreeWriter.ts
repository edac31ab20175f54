import type { ColumnBins } from '../binning.ts';
import {
  columnShift,
  isOfCategories,
  leaf,
  missingGoesLeft,
  setWords,
  type TreeNodes,
} from './BoostedTrees.ts';
import type { GrownNode, GrownSplit } from './GrownTree.ts';

/** Writes grown trees into flat arrays, one after the other. */
export class TreeWriter {
  /** What the splits on each column have gained. */
  readonly gains: Float64Array;
  readonly #columns: readonly ColumnBins[];
  readonly #roots: number[] = [];
  readonly #codes: number[] = [];
  readonly #numbers: number[] = [];
  readonly #lefts: number[] = [];
  readonly #sets: number[] = [];

  constructor(columns: readonly ColumnBins[]) {
    this.#columns = columns;
    this.gains = new Float64Array(columns.length);
  }

  /** @param learningRate what leaves' values are multiplied by */
  write(root: GrownNode, learningRate: number): void {
    const place = this.#reserve(1);
    this.#roots.push(place);
    this.#writeNode(root, place, learningRate);
  }

  /** The nodes of all trees so far; of the last `trees` only, if said. */
  read(trees = this.#roots.length): TreeNodes {
    const roots = trees === 0 ? [] : this.#roots.slice(-trees);
    const start = roots[0] ?? this.#codes.length;
    const allSets = trees === this.#roots.length;
    return {
      roots: Int32Array.from(roots, (root) => root - start),
      codes: Int32Array.from(this.#codes.slice(start)),
      numbers: Float64Array.from(this.#numbers.slice(start)),
      lefts: Int32Array.from(this.#lefts.slice(start), (left) => left - (allSets ? 0 : start)),
      sets: Uint32Array.from(this.#sets),
    };
  }

  #reserve(nodes: number): number {
    const place = this.#codes.length;
    for (let node = 0; node < nodes; node++) {
      this.#codes.push(leaf);
      this.#numbers.push(0);
      this.#lefts.push(place);
    }
    return place;
  }

  #writeNode(node: GrownNode, place: number, learningRate: number): void {
    const { split } = node;
    if (!split) {
      // Not -0, so that a document loads to the very same.
      this.#numbers[place] = node.value * learningRate + 0;
      return;
    }
    const { column, gain, bin, missingLeft, left, right } = split;
    this.gains[column]! += gain;
    const flags = (missingLeft ? missingGoesLeft : 0) | (bin === undefined ? isOfCategories : 0);
    this.#codes[place] = (column << columnShift) | flags;
    this.#numbers[place] =
      bin === undefined
        ? this.#writeSet(split)
        : (this.#columns[column]!.edges[bin] ?? Number.POSITIVE_INFINITY);
    const children = this.#reserve(2);
    this.#lefts[place] = children;
    this.#writeNode(left, children, learningRate);
    this.#writeNode(right, children + 1, learningRate);
  }

  /** @returns which one it is */
  #writeSet({ goesLeft }: GrownSplit): number {
    const start = this.#sets.length;
    for (let word = 0; word < setWords; word++) {
      let bits = 0;
      for (let bit = 0; bit < 32; bit++) if (goesLeft[32 * word + bit] === 1) bits |= 1 << bit;
      this.#sets.push(bits >>> 0);
    }
    return start / setWords;
  }
}
