import type { Criterion, LeafLimits } from './Criterion.ts';
import type { Sample } from './Sample.ts';
import type { NodesKernel, Workspace } from './Workspace.ts';

/** A criterion of sums: those of each bin are enough to try every cut. */
export abstract class HistogramCriterion implements Criterion {
  weight = 0;
  impurity = 0;
  isPure = false;
  pureClass = -1;
  gain = 0;
  readonly bins: Int32Array;
  limits: LeafLimits = { samples: 1, weight: 0 };
  protected readonly kernel: NodesKernel | undefined;
  protected sample: Sample = noSample;
  protected start = 0;
  protected end = 0;
  /** Sums of each bin, `width` of them; all zero between two calls. */
  protected readonly histogram: Float64Array;
  /** Sums of each group, one after the other. */
  protected readonly groups: Float64Array;
  /** Rows of each group, where their number matters. */
  protected readonly rows: Int32Array;
  /** A bit for each bin: few rows pass over 32 empty bins at once. All zero between two calls. */
  protected readonly occupied: Int32Array;
  readonly #counts: Int32Array;

  constructor(width: number, mostBins: number, { arena, kernel }: Workspace) {
    this.kernel = kernel;
    this.bins = arena.allocate(Int32Array, mostBins);
    this.histogram = arena.allocate(Float64Array, width * mostBins);
    this.groups = arena.allocate(Float64Array, width * mostBins);
    this.rows = new Int32Array(mostBins);
    this.occupied = arena.allocate(Int32Array, (mostBins + 31) >>> 5);
    this.#counts = new Int32Array(mostBins);
  }

  abstract enter(sample: Sample, start: number, end: number): void;
  abstract writeValue(values: Float64Array, offset: number): void;
  abstract part(column: number, cut: number, ceiling: number): void;
  abstract scan(groups: number, isLastLeft: boolean, floor: number): number;

  group(column: number, bins: number): number {
    if (this.limits.samples > 1) this.#count(column);
    const groups = this.kernel
      ? this.groupByKernel(this.kernel, column, bins)
      : this.#groupPlainly(column, bins);
    if (this.limits.samples > 1) this.#moveCounts(groups);
    return groups;
  }

  protected abstract groupByKernel(kernel: NodesKernel, column: number, bins: number): number;

  /** The kernel's twin. */
  #groupPlainly(column: number, bins: number): number {
    const isDense = 4 * (this.end - this.start) >= bins;
    if (isDense) this.accumulate(column);
    else this.accumulateFew(column);
    return this.compress(isDense ? this.#listAll(bins) : this.#listOccupied(bins));
  }

  /** Sums the node's targets by bin. */
  protected abstract accumulate(column: number): void;
  /** The same, noting the bins. */
  protected abstract accumulateFew(column: number): void;
  /** Moves the sums of the bins listed, but for empty ones, to `groups`. @returns how many there are */
  protected abstract compress(listed: number): number;

  #listAll(bins: number): number {
    for (let bin = 0; bin < bins; bin++) this.bins[bin] = bin;
    return bins;
  }

  #listOccupied(bins: number): number {
    const list = this.bins;
    const occupied = this.occupied;
    let listed = 0;
    for (let word = 0; word << 5 < bins; word++) {
      let bits = occupied[word]!;
      if (bits === 0) continue;
      occupied[word] = 0;
      while (bits !== 0) {
        const least = bits & -bits;
        list[listed++] = (word << 5) + 31 - Math.clz32(least);
        bits ^= least;
      }
    }
    return listed;
  }

  #count(column: number): void {
    const { bins, rows, size } = this.sample;
    for (let index = this.start; index < this.end; index++) {
      this.#counts[bins[column * size + rows[index]!]!]!++;
    }
  }

  #moveCounts(groups: number): void {
    for (let group = 0; group < groups; group++) {
      const bin = this.bins[group]!;
      this.rows[group] = this.#counts[bin]!;
      this.#counts[bin] = 0;
    }
  }
}

/** 1 for bins above the cut and below the ceiling, without a branch that half of the rows would mispredict. */
export function sideOf(bin: number, cut: number, ceiling: number): number {
  return ((cut - bin) & (bin - ceiling)) >>> 31;
}

const noSample: Sample = {
  size: 0,
  bins: new Uint16Array(),
  rows: new Int32Array(),
  target: new Float64Array(),
  weight: new Float64Array(),
};
