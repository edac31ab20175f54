import { HistogramCriterion, sideOf } from './HistogramCriterion.ts';
import type { Sample } from './Sample.ts';
import type { NodesKernel, Workspace } from './Workspace.ts';

/** Gini's impurity or the entropy of the classes in a node, of the weight of each class in each bin. */
export class ClassCriterion extends HistogramCriterion {
  readonly #classes: number;
  readonly #isEntropy: boolean;
  readonly #totals: Float64Array;
  readonly #left: Float64Array;
  #codes: Int32Array = new Int32Array();

  constructor(classes: number, isEntropy: boolean, mostBins: number, workspace: Workspace) {
    super(classes, mostBins, workspace);
    this.#classes = classes;
    this.#isEntropy = isEntropy;
    this.#totals = workspace.arena.allocate(Float64Array, classes);
    this.#left = new Float64Array(classes);
  }

  enter(sample: Sample, start: number, end: number): void {
    this.sample = sample;
    this.start = start;
    this.end = end;
    const codes = sample.target as Int32Array;
    const weight = sample.weight;
    const totals = this.#totals;
    this.#codes = codes;
    for (let code = 0; code < totals.length; code++) totals[code] = 0;
    for (let index = start; index < end; index++) totals[codes[index]!]! += weight[index]!;
    let sum = 0;
    let present = 0;
    let last = -1;
    for (let code = 0; code < totals.length; code++) {
      if (totals[code] === 0) continue;
      sum += totals[code]!;
      present++;
      last = code;
    }
    this.weight = sum;
    this.isPure = present === 1;
    this.pureClass = this.isPure ? last : -1;
    this.impurity = this.isPure ? 0 : this.#isEntropy ? entropy(totals, sum) : gini(totals, sum);
  }

  writeValue(values: Float64Array, offset: number): void {
    for (let code = 0; code < this.#classes; code++)
      values[offset + code] = this.#totals[code]! / this.weight;
  }

  protected groupByKernel(kernel: NodesKernel, column: number, bins: number): number {
    const { sample, start } = this;
    return kernel.groupClasses(
      sample.bins.byteOffset + 2 * column * sample.size,
      sample.rows.byteOffset + 4 * start,
      sample.target.byteOffset + 4 * start,
      sample.weight.byteOffset + 8 * start,
      this.end - start,
      bins,
      this.#classes,
      this.histogram.byteOffset,
      this.occupied.byteOffset,
      this.bins.byteOffset,
      this.groups.byteOffset,
    );
  }

  protected accumulate(column: number): void {
    const { bins, rows, weight, size } = this.sample;
    const histogram = this.histogram;
    const codes = this.#codes;
    const classes = this.#classes;
    const offset = column * size;
    const end = this.end;
    for (let index = this.start; index < end; index++) {
      const bin = bins[offset + rows[index]!]!;
      histogram[Math.imul(bin, classes) + codes[index]!]! += weight[index]!;
    }
  }

  protected accumulateFew(column: number): void {
    const { bins, rows, weight, size } = this.sample;
    const histogram = this.histogram;
    const occupied = this.occupied;
    const codes = this.#codes;
    const classes = this.#classes;
    const offset = column * size;
    const end = this.end;
    for (let index = this.start; index < end; index++) {
      const bin = bins[offset + rows[index]!]!;
      occupied[bin >>> 5]! |= 1 << (bin & 31);
      histogram[Math.imul(bin, classes) + codes[index]!]! += weight[index]!;
    }
  }

  part(column: number, cut: number, ceiling: number): void {
    const right = this.kernel
      ? this.#partByKernel(this.kernel, column, cut, ceiling)
      : this.#partPlainly(column, cut, ceiling);
    this.rows[0] = this.end - this.start - right;
    this.rows[1] = right;
  }

  #partByKernel(kernel: NodesKernel, column: number, cut: number, ceiling: number): number {
    const { sample, start } = this;
    return kernel.partClasses(
      sample.bins.byteOffset + 2 * column * sample.size,
      sample.rows.byteOffset + 4 * start,
      sample.target.byteOffset + 4 * start,
      sample.weight.byteOffset + 8 * start,
      this.end - start,
      cut,
      ceiling,
      this.#classes,
      this.#totals.byteOffset,
      this.groups.byteOffset,
    );
  }

  /** The kernel's twin. */
  #partPlainly(column: number, cut: number, ceiling: number): number {
    const { bins, rows, weight, size } = this.sample;
    const groups = this.groups;
    const codes = this.#codes;
    const classes = this.#classes;
    const offset = column * size;
    const end = this.end;
    groups.fill(0, classes, 2 * classes);
    let right = 0;
    for (let index = this.start; index < end; index++) {
      const side = sideOf(bins[offset + rows[index]!]!, cut, ceiling);
      groups[classes + codes[index]!]! += side * weight[index]!;
      right += side;
    }
    for (let code = 0; code < classes; code++) groups[code] = this.#totals[code]! - groups[classes + code]!;
    return right;
  }

  protected compress(listed: number): number {
    const bins = this.bins;
    const histogram = this.histogram;
    const groups = this.groups;
    const classes = this.#classes;
    let used = 0;
    for (let place = 0; place < listed; place++) {
      const bin = bins[place]!;
      const from = bin * classes;
      const to = used * classes;
      let sum = 0;
      for (let code = 0; code < classes; code++) {
        const weight = histogram[from + code]!;
        groups[to + code] = weight;
        histogram[from + code] = 0;
        sum += weight;
      }
      bins[used] = bin;
      if (sum > 0) used++;
    }
    return used;
  }

  scan(groups: number, isLastLeft: boolean, floor: number): number {
    if (this.#isEntropy) return this.#scanEntropy(groups, isLastLeft, floor);
    return this.#classes === 2
      ? this.#scanBinary(groups, isLastLeft, floor)
      : this.#scanGini(groups, isLastLeft, floor);
  }

  /** Greatest sum of each side's squares over its weight. */
  #scanBinary(groups: number, isLastLeft: boolean, floor: number): number {
    const sums = this.groups;
    const zeros = this.#totals[0]!;
    const ones = this.#totals[1]!;
    const { samples, weight } = this.limits;
    const last = groups - 1;
    let best = -1;
    let gain = floor;
    let rows = isLastLeft ? this.rows[last]! : 0;
    let left0 = isLastLeft ? sums[2 * last]! : 0;
    let left1 = isLastLeft ? sums[2 * last + 1]! : 0;
    const end = isLastLeft ? last - 1 : last;
    for (let group = 0; group < end; group++) {
      left0 += sums[2 * group]!;
      left1 += sums[2 * group + 1]!;
      const right0 = zeros - left0;
      const right1 = ones - left1;
      const left = left0 + left1;
      const right = right0 + right1;
      const here = (left0 * left0 + left1 * left1) / left + (right0 * right0 + right1 * right1) / right;
      if (samples > 1) {
        rows += this.rows[group]!;
        if (rows < samples || this.end - this.start - rows < samples) continue;
      }
      if (!(here > gain) || left < weight || right < weight) continue;
      gain = here;
      best = group;
    }
    this.gain = gain;
    return best;
  }

  #scanGini(groups: number, isLastLeft: boolean, floor: number): number {
    const sums = this.groups;
    const classes = this.#classes;
    const totals = this.#totals;
    const lefts = this.#left;
    const { samples, weight } = this.limits;
    let best = -1;
    let gain = floor;
    let rows = this.#startScan(groups, isLastLeft);
    const end = isLastLeft ? groups - 2 : groups - 1;
    for (let group = 0; group < end; group++) {
      let left = 0;
      let right = 0;
      let leftSquares = 0;
      let rightSquares = 0;
      for (let code = 0; code < classes; code++) {
        const here = lefts[code]! + sums[group * classes + code]!;
        const rest = totals[code]! - here;
        lefts[code] = here;
        left += here;
        right += rest;
        leftSquares += here * here;
        rightSquares += rest * rest;
      }
      rows += this.rows[group]!;
      if (samples > 1 && (rows < samples || this.end - this.start - rows < samples)) continue;
      const here = leftSquares / left + rightSquares / right;
      if (!(here > gain) || left < weight || right < weight) continue;
      gain = here;
      best = group;
    }
    this.gain = gain;
    return best;
  }

  /** Least weight times entropy of both sides, the constant part left out. */
  #scanEntropy(groups: number, isLastLeft: boolean, floor: number): number {
    const sums = this.groups;
    const classes = this.#classes;
    const totals = this.#totals;
    const lefts = this.#left;
    const { samples, weight } = this.limits;
    let best = -1;
    let gain = floor;
    let rows = this.#startScan(groups, isLastLeft);
    const end = isLastLeft ? groups - 2 : groups - 1;
    for (let group = 0; group < end; group++) {
      let left = 0;
      let right = 0;
      let here = 0;
      for (let code = 0; code < classes; code++) {
        const inLeft = lefts[code]! + sums[group * classes + code]!;
        const inRight = totals[code]! - inLeft;
        lefts[code] = inLeft;
        left += inLeft;
        right += inRight;
        if (inLeft > 0) here += inLeft * Math.log(inLeft);
        if (inRight > 0) here += inRight * Math.log(inRight);
      }
      rows += this.rows[group]!;
      if (samples > 1 && (rows < samples || this.end - this.start - rows < samples)) continue;
      here -= left * Math.log(left) + right * Math.log(right);
      if (!(here > gain) || left < weight || right < weight) continue;
      gain = here;
      best = group;
    }
    this.gain = gain;
    return best;
  }

  /** @returns rows at the left before the first group */
  #startScan(groups: number, isLastLeft: boolean): number {
    const from = (groups - 1) * this.#classes;
    for (let code = 0; code < this.#classes; code++)
      this.#left[code] = isLastLeft ? this.groups[from + code]! : 0;
    return isLastLeft ? this.rows[groups - 1]! : 0;
  }
}

function gini(totals: Float64Array, sum: number): number {
  let squares = 0;
  for (let code = 0; code < totals.length; code++) squares += totals[code]! * totals[code]!;
  return 1 - squares / (sum * sum);
}

function entropy(totals: Float64Array, sum: number): number {
  let bits = 0;
  for (let code = 0; code < totals.length; code++) {
    const share = totals[code]! / sum;
    if (share > 0) bits -= share * Math.log2(share);
  }
  return bits;
}
