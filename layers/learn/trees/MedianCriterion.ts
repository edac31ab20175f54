import type { Criterion, LeafLimits } from './Criterion.ts';
import { sideOf } from './HistogramCriterion.ts';
import type { Sample } from './Sample.ts';

/**
 * Absolute error around the weighted median. Rows come in the order of a column's bins, forwards and backwards, into a tree of
 * sums by rank (Fenwick, 1994), which knows the median and the error of the rows so far in logarithmic time.
 */
export class MedianCriterion implements Criterion {
  weight = 0;
  impurity = 0;
  isPure = false;
  readonly pureClass = -1;
  gain = 0;
  readonly bins: Int32Array;
  limits: LeafLimits = { samples: 1, weight: 0 };
  #sample: Sample | undefined;
  #start = 0;
  #end = 0;
  #median = 0;
  /** Of the node's rows by target, one target for each rank; and the rank of each row. */
  #sorted: Float64Array = new Float64Array();
  #ranks: Int32Array = new Int32Array();
  /** Fenwick trees of weight and of weighted target by rank. */
  #weights: Float64Array = new Float64Array();
  #sums: Float64Array = new Float64Array();
  /** Rows, weight and error up to the end of each group, and the error from its end on. */
  readonly #rows: Int32Array;
  readonly #heavy: Float64Array;
  readonly #before: Float64Array;
  readonly #after: Float64Array;
  /** Rows of the node in the order of their group, and where each group ends. */
  #order: Int32Array = new Int32Array();
  readonly #ends: Int32Array;

  constructor(mostBins: number) {
    this.bins = new Int32Array(mostBins);
    this.#rows = new Int32Array(mostBins);
    this.#heavy = new Float64Array(mostBins);
    this.#before = new Float64Array(mostBins);
    this.#after = new Float64Array(mostBins);
    this.#ends = new Int32Array(mostBins);
  }

  enter(sample: Sample, start: number, end: number): void {
    this.#sample = sample;
    this.#start = start;
    this.#end = end;
    const size = end - start;
    const target = sample.target;
    const byTarget = Int32Array.from({ length: size }, (_, index) => start + index).sort(
      (a, b) => target[a]! - target[b]! || a - b,
    );
    this.#sorted = Float64Array.from(byTarget, (index) => target[index]!);
    this.#ranks = new Int32Array(size);
    for (const [rank, index] of byTarget.entries()) this.#ranks[index - start] = rank;
    this.#weights = new Float64Array(size + 1);
    this.#sums = new Float64Array(size + 1);
    this.isPure = this.#sorted[0] === this.#sorted[size - 1];
    this.weight = 0;
    for (let index = start; index < end; index++) this.weight += sample.weight[index]!;
    for (let index = 0; index < size; index++) this.#add(index);
    const { rank, below, error } = this.#errorOf(this.weight, this.#sumTo(size));
    // Where two targets share the middle it is their mean, as scikit-learn has it.
    const other = below < this.weight / 2 ? rank : rank - 1;
    this.#median = (this.#sorted[rank]! + this.#sorted[Math.max(0, other)]!) / 2;
    this.impurity = this.isPure ? 0 : error / this.weight;
  }

  writeValue(values: Float64Array, offset: number): void {
    values[offset] = this.#median;
  }

  group(column: number, bins: number): number {
    return this.#groupBy(bins, (bin) => bin, column);
  }

  part(column: number, cut: number, ceiling: number): void {
    this.#groupBy(2, (bin) => sideOf(bin, cut, ceiling), column);
  }

  #groupBy(keys: number, keyOf: (bin: number) => number, column: number): number {
    const { bins, rows, size } = this.#sample!;
    const of = Int32Array.from({ length: this.#end - this.#start }, (_, index) =>
      keyOf(bins[column * size + rows[this.#start + index]!]!),
    );
    const starts = new Int32Array(keys + 1);
    for (const key of of) starts[key + 1]!++;
    let groups = 0;
    for (let key = 0; key < keys; key++) {
      if (starts[key + 1]! > 0) {
        this.bins[groups] = key;
        this.#ends[groups++] = starts[key]! + starts[key + 1]!;
      }
      starts[key + 1]! += starts[key]!;
    }
    this.#order = new Int32Array(of.length);
    for (const [index, key] of of.entries()) this.#order[starts[key]!++] = index;
    return groups;
  }

  scan(groups: number, isLastLeft: boolean, floor: number): number {
    this.#measure(groups, isLastLeft);
    const { samples, weight } = this.limits;
    let best = -1;
    let gain = floor;
    const size = this.#end - this.#start;
    for (let group = 0; group < groups - (isLastLeft ? 2 : 1); group++) {
      const [rows, heavy] = [this.#rows[group]!, this.#heavy[group]!];
      if (rows < samples || size - rows < samples || heavy < weight || this.weight - heavy < weight) continue;
      const here = -this.#before[group]! - this.#after[group]!;
      if (!(here > gain)) continue;
      gain = here;
      best = group;
    }
    this.gain = gain;
    return best;
  }

  /** The errors of both sides of each cut. */
  #measure(groups: number, isLastLeft: boolean): void {
    const lead = isLastLeft ? this.#rowsOf(groups - 1) : [];
    const rest = isLastLeft ? groups - 1 : groups;
    this.#clear();
    let [rows, heavy, sum] = [0, 0, 0];
    const add = (index: number) => {
      rows++;
      heavy += this.#weightAt(index);
      sum += this.#weightAt(index) * this.#targetAt(index);
      this.#add(index);
    };
    lead.forEach(add);
    for (let group = 0; group < rest; group++) {
      this.#rowsOf(group).forEach(add);
      this.#rows[group] = rows;
      this.#heavy[group] = heavy;
      this.#before[group] = this.#errorOf(heavy, sum).error;
    }
    this.#clear();
    [rows, heavy, sum] = [0, 0, 0];
    for (let group = rest - 1; group > 0; group--) {
      this.#rowsOf(group).forEach(add);
      this.#after[group - 1] = this.#errorOf(heavy, sum).error;
    }
  }

  #rowsOf(group: number): Int32Array {
    return this.#order.subarray(group === 0 ? 0 : this.#ends[group - 1]!, this.#ends[group]!);
  }

  #weightAt(index: number): number {
    return this.#sample!.weight[this.#start + index]!;
  }

  #targetAt(index: number): number {
    return this.#sample!.target[this.#start + index]!;
  }

  #clear(): void {
    this.#weights.fill(0);
    this.#sums.fill(0);
  }

  #add(index: number): void {
    const weight = this.#weightAt(index);
    const sum = weight * this.#targetAt(index);
    for (let node = this.#ranks[index]! + 1; node < this.#weights.length; node += node & -node) {
      this.#weights[node]! += weight;
      this.#sums[node]! += sum;
    }
  }

  #sumTo(ranks: number): number {
    let sum = 0;
    for (let node = ranks; node > 0; node -= node & -node) sum += this.#sums[node]!;
    return sum;
  }

  /** Of the rows added, whose weight and weighted targets sum to these. @returns the median's rank, and the weight below it */
  #errorOf(weight: number, sum: number): { rank: number; below: number; error: number } {
    let [rank, below, sumBelow] = [0, 0, 0];
    for (let step = 1 << (31 - Math.clz32(this.#weights.length - 1)); step > 0; step >>= 1) {
      const node = rank + step;
      if (node >= this.#weights.length || below + this.#weights[node]! > weight / 2) continue;
      rank = node;
      below += this.#weights[node]!;
      sumBelow += this.#sums[node]!;
    }
    // Half of a weight that rounds may pass over all of them.
    rank = Math.min(rank, this.#sorted.length - 1);
    const median = this.#sorted[rank]!;
    const error = median * below - sumBelow + (sum - sumBelow - median * (weight - below));
    return { rank, below, error: Math.max(0, error) };
  }
}
