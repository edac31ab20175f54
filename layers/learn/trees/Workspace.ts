import type { Arena } from '../kernels/Arena.ts';
import { instantiate } from '../kernels/instantiate.ts';
import { nodesBinary } from '../kernels/nodes.wasm.ts';
import type { Sample } from './Sample.ts';

/** See kernels/assembly/nodes.ts: arrays are given by their addresses. */
export interface NodesKernel {
  groupClasses(
    bins: number,
    rows: number,
    codes: number,
    weights: number,
    size: number,
    count: number,
    classes: number,
    histogram: number,
    occupied: number,
    list: number,
    groups: number,
  ): number;
  groupMoments(
    bins: number,
    rows: number,
    targets: number,
    weights: number,
    mean: number,
    size: number,
    count: number,
    histogram: number,
    occupied: number,
    list: number,
    groups: number,
  ): number;
  draw(
    bins: number,
    rows: number,
    size: number,
    missing: number,
    lows: number,
    highs: number,
    share: number,
    range: number,
  ): number;
  partClasses(
    bins: number,
    rows: number,
    codes: number,
    weights: number,
    size: number,
    cut: number,
    ceiling: number,
    classes: number,
    totals: number,
    groups: number,
  ): number;
  partMoments(
    bins: number,
    rows: number,
    targets: number,
    weights: number,
    mean: number,
    size: number,
    cut: number,
    ceiling: number,
    rights: number,
  ): number;
  partition(
    bins: number,
    rows: number,
    target: number,
    weights: number,
    size: number,
    targetBytes: number,
    cut: number,
    ceiling: number,
    otherRows: number,
    otherTarget: number,
    otherWeights: number,
  ): number;
}

/** The memory in which trees grow, one after the other: each takes over the arrays of the one before. */
export class Workspace {
  readonly arena: Arena;
  /** Undefined where only plain arrays and the kernel's twins are to be had. */
  readonly kernel: NodesKernel | undefined;
  /** Rows that go right, while a node is parted: one more than there are, since a row that goes left is written there too. */
  readonly right: Pick<Sample, 'rows' | 'target' | 'weight'>;
  /** What is drawn of a column: see Splitter. */
  readonly range: Int32Array;
  readonly #columns: number;
  readonly #isClassified: boolean;
  /** Of the whole tree, of its parts, of their parts and so on: only one of each is being grown at a time. */
  readonly #samples: Omit<Sample, 'size'>[] = [];

  constructor(arena: Arena, rows: number, columns: number, isClassified: boolean) {
    this.arena = arena;
    this.kernel = instantiate<NodesKernel>(nodesBinary, arena);
    this.#columns = columns;
    this.#isClassified = isClassified;
    this.right = this.#arrays(rows + 1);
    this.range = arena.allocate(Int32Array, 5);
  }

  /** Arrays of so many rows, which is the same at each call for a level. */
  sample(level: number, rows: number): Omit<Sample, 'size'> {
    this.#samples[level] ??= {
      ...this.#arrays(rows),
      bins: this.arena.allocate(Uint16Array, rows * this.#columns),
    };
    return this.#samples[level];
  }

  #arrays(rows: number): Pick<Sample, 'rows' | 'target' | 'weight'> {
    return {
      rows: this.arena.allocate(Int32Array, rows),
      target: this.#isClassified
        ? this.arena.allocate(Int32Array, rows)
        : this.arena.allocate(Float64Array, rows),
      weight: this.arena.allocate(Float64Array, rows),
    };
  }
}
