import type { Random } from '../random.ts';
import { type BinnedColumns, missingBin, thresholdBetween } from './BinnedColumns.ts';
import type { Criterion } from './Criterion.ts';
import { sideOf } from './HistogramCriterion.ts';
import type { Sample } from './Sample.ts';
import type { NodesKernel, Workspace } from './Workspace.ts';

export interface SplitterOptions {
  /** The best split of each column tried, or one at a random threshold. */
  readonly splitter: 'best' | 'random';
  /** Columns to try at each node, among which one at least is not constant. */
  readonly maxFeatures: number;
}

/** Above every bin. */
const noBin = 65_536;

/** Rows that are looked at one by one for the bins beside a threshold; for more of them all bins are, by halving. */
const fewRows = 32;

/** Finds the split of a node, and parts its rows. */
export class Splitter {
  /** The split found last. */
  column = -1;
  threshold = 0;
  isMissingLeft = false;
  /** Greatest bin that goes left. */
  #cut = 0;
  #gain = 0;
  /** The node has missing values in the column. */
  #hasMissing = false;
  readonly #columns: BinnedColumns;
  readonly #criterion: Criterion;
  readonly #options: SplitterOptions;
  readonly #random: Random;
  /** A permutation of the columns. */
  readonly #features: Int32Array;
  readonly #workspace: Workspace;
  /** The least and the greatest bin, whether values are missing, and the bins left and right of a threshold drawn. */
  readonly #range: Int32Array;

  constructor(
    columns: BinnedColumns,
    criterion: Criterion,
    workspace: Workspace,
    options: SplitterOptions,
    random: Random,
  ) {
    this.#columns = columns;
    this.#criterion = criterion;
    this.#options = options;
    this.#random = random;
    this.#features = Int32Array.from({ length: columns.columns }, (_, column) => column);
    this.#workspace = workspace;
    this.#range = workspace.range;
  }

  /** Looks at the node that the criterion has entered. @returns whether it can be split */
  find(sample: Sample, start: number, end: number): boolean {
    const features = this.#features;
    const { maxFeatures, splitter } = this.#options;
    this.column = -1;
    this.#gain = Number.NEGATIVE_INFINITY;
    let varying = 0;
    for (let visited = 0; visited < features.length; visited++) {
      if (visited >= maxFeatures && varying > 0) break;
      const other = visited + Math.floor(this.#random() * (features.length - visited));
      const column = features[other]!;
      features[other] = features[visited]!;
      features[visited] = column;
      const isVarying = splitter === 'best' ? this.#tryAll(column) : this.#tryOne(sample, start, end, column);
      if (isVarying) varying++;
    }
    return this.column !== -1;
  }

  /** @returns false for a constant column */
  #tryAll(column: number): boolean {
    const criterion = this.#criterion;
    const missing = missingBin(this.#columns, column);
    const groups = criterion.group(column, missing + 1);
    if (groups < 2) return false;
    const hasMissing = criterion.bins[groups - 1] === missing;
    this.#take(column, criterion.scan(groups, false, this.#gain), hasMissing, false);
    if (hasMissing) this.#take(column, criterion.scan(groups, true, this.#gain), hasMissing, true);
    return true;
  }

  #take(column: number, group: number, hasMissing: boolean, isMissingLeft: boolean): void {
    if (group === -1) return;
    const { bins, gain } = this.#criterion;
    this.#gain = gain;
    this.column = column;
    this.#cut = bins[group]!;
    this.threshold = thresholdBetween(this.#columns, column, bins[group]!, bins[group + 1]!);
    this.#hasMissing = hasMissing;
    this.isMissingLeft = isMissingLeft;
  }

  /** A threshold anywhere between the least and the greatest value. @returns false for a constant column */
  #tryOne(sample: Sample, start: number, end: number, column: number): boolean {
    const { kernel } = this.#workspace;
    const share = this.#random();
    const drawn = kernel
      ? this.#drawByKernel(kernel, sample, start, end, column, share)
      : this.#drawPlainly(sample, start, end, column, share);
    const range = this.#range;
    const least = range[0]!;
    const greatest = range[1]!;
    const hasMissing = range[2] === 1;
    const cut = range[3]!;
    const next = least < greatest ? range[4]! : missingBin(this.#columns, column);
    if (greatest === -1 || (least === greatest && !hasMissing)) return false;
    const isMissingLeft = hasMissing && this.#random() < 0.5;
    // All of the rows would go left.
    if (least === greatest && isMissingLeft) return true;
    const criterion = this.#criterion;
    criterion.part(column, cut, isMissingLeft ? missingBin(this.#columns, column) : noBin);
    if (criterion.scan(2, false, this.#gain) === -1) return true;
    this.#gain = criterion.gain;
    this.column = column;
    this.#cut = cut;
    // Rows of one bin stay together.
    const { lows, highs } = this.#columns;
    const isBetween = drawn >= highs[column]![cut]! && drawn < lows[column]![next]!;
    this.threshold = isBetween ? drawn : thresholdBetween(this.#columns, column, cut, next);
    this.#hasMissing = hasMissing;
    this.isMissingLeft = isMissingLeft;
    return true;
  }

  #drawByKernel(
    kernel: NodesKernel,
    { bins, size, rows }: Sample,
    start: number,
    end: number,
    column: number,
    share: number,
  ): number {
    const { lows, highs } = this.#columns;
    return kernel.draw(
      bins.byteOffset + 2 * column * size,
      rows.byteOffset + 4 * start,
      end - start,
      missingBin(this.#columns, column),
      lows[column]!.byteOffset,
      highs[column]!.byteOffset,
      share,
      this.#range.byteOffset,
    );
  }

  /** The kernel's twin. */
  #drawPlainly(
    { bins, size, rows }: Sample,
    start: number,
    end: number,
    column: number,
    share: number,
  ): number {
    const missing = missingBin(this.#columns, column);
    const offset = column * size;
    let least = missing;
    let greatest = -1;
    let hasMissing = 0;
    for (let index = start; index < end; index++) {
      const bin = bins[offset + rows[index]!]!;
      if (bin < least) least = bin;
      if (bin === missing) hasMissing = 1;
      else if (bin > greatest) greatest = bin;
    }
    const range = this.#range;
    range[0] = least;
    range[1] = greatest;
    range[2] = hasMissing;
    if (greatest === -1) return 0;
    const lows = this.#columns.lows[column]!;
    const from = lows[least]!;
    const drawn = from + share * (this.#columns.highs[column]![greatest]! - from);
    let cut = least;
    let next = greatest;
    if (end - start <= fewRows) {
      for (let index = start; index < end; index++) {
        const bin = bins[offset + rows[index]!]!;
        if (bin < greatest && lows[bin]! <= drawn) cut = Math.max(cut, bin);
        else next = Math.min(next, bin);
      }
    } else {
      for (let length = Math.max(1, greatest - least); length > 1; ) {
        const half = length >>> 1;
        if (lows[cut + half]! <= drawn) cut += half;
        length -= half;
      }
      next = cut + 1;
    }
    range[3] = cut;
    range[4] = next;
    return drawn;
  }

  /** Moves the rows that go left to the front, each side in its order. @returns where the right side begins */
  partition(sample: Sample, start: number, end: number): number {
    const { kernel } = this.#workspace;
    const ceiling = this.isMissingLeft ? missingBin(this.#columns, this.column) : noBin;
    const middle = kernel
      ? this.#partitionByKernel(kernel, sample, start, end, ceiling)
      : this.#partitionPlainly(sample, start, end, ceiling);
    // Rows that miss what none missed in training follow most of the others.
    if (!this.#hasMissing) this.isMissingLeft = middle - start > end - middle;
    return middle;
  }

  #partitionByKernel(
    kernel: NodesKernel,
    { bins, size, rows, target, weight }: Sample,
    start: number,
    end: number,
    ceiling: number,
  ): number {
    const { right } = this.#workspace;
    const bytes = target.BYTES_PER_ELEMENT;
    const left = kernel.partition(
      bins.byteOffset + 2 * this.column * size,
      rows.byteOffset + 4 * start,
      target.byteOffset + bytes * start,
      weight.byteOffset + 8 * start,
      end - start,
      bytes,
      this.#cut,
      ceiling,
      right.rows.byteOffset,
      right.target.byteOffset,
      right.weight.byteOffset,
    );
    return start + left;
  }

  /** The kernel's twin. */
  #partitionPlainly(
    { bins, size, rows, target, weight }: Sample,
    start: number,
    end: number,
    ceiling: number,
  ): number {
    const { rows: rightRows, target: rightTarget, weight: rightWeight } = this.#workspace.right;
    const offset = this.column * size;
    const cut = this.#cut;
    let left = start;
    let right = 0;
    for (let index = start; index < end; index++) {
      const row = rows[index]!;
      const own = target[index]!;
      const heavy = weight[index]!;
      const goesRight = sideOf(bins[offset + row]!, cut, ceiling);
      rightRows[right] = row;
      rightTarget[right] = own;
      rightWeight[right] = heavy;
      rows[left] = row;
      target[left] = own;
      weight[left] = heavy;
      right += goesRight;
      left += 1 - goesRight;
    }
    for (let index = 0; index < right; index++) {
      rows[left + index] = rightRows[index]!;
      target[left + index] = rightTarget[index]!;
      weight[left + index] = rightWeight[index]!;
    }
    return left;
  }
}
