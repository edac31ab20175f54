import type { Random } from '../random.ts';
import { type BinnedColumns, missingBin, thresholdBetween } from './BinnedColumns.ts';
import type { Criterion } from './Criterion.ts';
import { sideOf } from './HistogramCriterion.ts';
import type { Sample } from './Sample.ts';

export interface SplitterOptions {
  /** The best split of each column tried, or one at a random threshold. */
  readonly splitter: 'best' | 'random';
  /** Columns to try at each node, among which one at least is not constant. */
  readonly maxFeatures: number;
}

/** Above every bin. */
const noBin = 65_536;

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
  /** The rows that go right, while a node is parted. */
  readonly #right: Pick<Sample, 'rows' | 'target' | 'weight'>;

  constructor(
    columns: BinnedColumns,
    criterion: Criterion,
    { size, target }: Sample,
    options: SplitterOptions,
    random: Random,
  ) {
    this.#columns = columns;
    this.#criterion = criterion;
    this.#options = options;
    this.#random = random;
    this.#features = Int32Array.from({ length: columns.columns }, (_, column) => column);
    this.#right = {
      // One more, since a row that goes left is written there too.
      rows: new Int32Array(size + 1),
      target: target instanceof Int32Array ? new Int32Array(size + 1) : new Float64Array(size + 1),
      weight: new Float64Array(size + 1),
    };
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
  #tryOne({ bins, rows, size }: Sample, start: number, end: number, column: number): boolean {
    const missing = missingBin(this.#columns, column);
    const offset = column * size;
    let least = missing;
    let greatest = -1;
    let hasMissing = false;
    for (let index = start; index < end; index++) {
      const bin = bins[offset + rows[index]!]!;
      if (bin < least) least = bin;
      if (bin === missing) hasMissing = true;
      else if (bin > greatest) greatest = bin;
    }
    if (greatest === -1 || (least === greatest && !hasMissing)) return false;
    const lows = this.#columns.lows[column]!;
    const highs = this.#columns.highs[column]!;
    const drawn = lows[least]! + this.#random() * (highs[greatest]! - lows[least]!);
    let cut = least;
    for (let last = greatest - 1; cut < last; ) {
      const middle = (cut + last + 1) >>> 1;
      if (lows[middle]! <= drawn) cut = middle;
      else last = middle - 1;
    }
    const isMissingLeft = hasMissing && this.#random() < 0.5;
    // All of the rows would go left.
    if (least === greatest && isMissingLeft) return true;
    const criterion = this.#criterion;
    criterion.part(column, cut, isMissingLeft ? missing : noBin);
    if (criterion.scan(2, false, this.#gain) === -1) return true;
    this.#gain = criterion.gain;
    this.column = column;
    this.#cut = cut;
    // Rows of one bin stay together.
    const isBetween = drawn >= highs[cut]! && drawn < lows[cut + 1]!;
    this.threshold = isBetween ? drawn : thresholdBetween(this.#columns, column, cut, cut + 1);
    this.#hasMissing = hasMissing;
    this.isMissingLeft = isMissingLeft;
    return true;
  }

  /** Moves the rows that go left to the front, each side in its order. @returns where the right side begins */
  partition({ bins, size, rows, target, weight }: Sample, start: number, end: number): number {
    const { rows: rightRows, target: rightTarget, weight: rightWeight } = this.#right;
    const offset = this.column * size;
    const cut = this.#cut;
    const ceiling = this.isMissingLeft ? missingBin(this.#columns, this.column) : noBin;
    let left = start;
    let right = 0;
    for (let index = start; index < end; index++) {
      const row = rows[index]!;
      const code = target[index]!;
      const heavy = weight[index]!;
      const goesRight = sideOf(bins[offset + row]!, cut, ceiling);
      rightRows[right] = row;
      rightTarget[right] = code;
      rightWeight[right] = heavy;
      rows[left] = row;
      target[left] = code;
      weight[left] = heavy;
      right += goesRight;
      left += 1 - goesRight;
    }
    for (let index = 0; index < right; index++) {
      rows[left + index] = rightRows[index]!;
      target[left + index] = rightTarget[index]!;
      weight[left + index] = rightWeight[index]!;
    }
    // Rows that miss what none missed in training follow most of the others.
    if (!this.#hasMissing) this.isMissingLeft = left - start > end - left;
    return left;
  }
}
