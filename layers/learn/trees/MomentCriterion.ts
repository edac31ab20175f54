import { HistogramCriterion, sideOf } from './HistogramCriterion.ts';
import type { Sample } from './Sample.ts';
import type { NodesKernel, Workspace } from './Workspace.ts';

/** Cuts that part the same rows differ by this share, by the order of the sums: the first of them is taken. */
const rounding = 1e-12;

/**
 * Squared error around the mean, or half the Poisson deviance from it. A bin has its weight, and the weighted sum of the
 * distances from the node's mean, which rounds less than that of the targets.
 */
export class MomentCriterion extends HistogramCriterion {
  readonly #isPoisson: boolean;
  #targets: Float64Array = new Float64Array();
  #mean = 0;
  /** Weighted sum of the distances: 0 but for rounding. */
  #rest = 0;

  constructor(isPoisson: boolean, mostBins: number, workspace: Workspace) {
    super(2, mostBins, workspace);
    this.#isPoisson = isPoisson;
  }

  enter(sample: Sample, start: number, end: number): void {
    this.sample = sample;
    this.start = start;
    this.end = end;
    const targets = sample.target as Float64Array;
    const weight = sample.weight;
    this.#targets = targets;
    const first = targets[start]!;
    let sum = 0;
    let weights = 0;
    let isPure = true;
    for (let index = start; index < end; index++) {
      isPure = isPure && targets[index] === first;
      sum += weight[index]! * targets[index]!;
      weights += weight[index]!;
    }
    this.weight = weights;
    this.isPure = isPure;
    this.#mean = isPure ? first : sum / weights;
    this.impurity = isPure ? 0 : this.#error(targets, weight) / weights;
  }

  #error(targets: Float64Array, weight: Float64Array): number {
    const mean = this.#mean;
    let rest = 0;
    let error = 0;
    for (let index = this.start; index < this.end; index++) {
      const distance = targets[index]! - mean;
      rest += weight[index]! * distance;
      error += weight[index]! * (this.#isPoisson ? deviance(targets[index]!, mean) : distance * distance);
    }
    this.#rest = rest;
    return error;
  }

  writeValue(values: Float64Array, offset: number): void {
    values[offset] = this.#mean;
  }

  protected groupByKernel(kernel: NodesKernel, column: number, bins: number): number {
    const { sample, start } = this;
    return kernel.groupMoments(
      sample.bins.byteOffset + 2 * column * sample.size,
      sample.rows.byteOffset + 4 * start,
      sample.target.byteOffset + 8 * start,
      sample.weight.byteOffset + 8 * start,
      this.#mean,
      this.end - start,
      bins,
      this.histogram.byteOffset,
      this.occupied.byteOffset,
      this.bins.byteOffset,
      this.groups.byteOffset,
    );
  }

  protected accumulate(column: number): void {
    const { bins, rows, weight, size } = this.sample;
    const histogram = this.histogram;
    const targets = this.#targets;
    const mean = this.#mean;
    const offset = column * size;
    const end = this.end;
    for (let index = this.start; index < end; index++) {
      const bin = 2 * bins[offset + rows[index]!]!;
      const heavy = weight[index]!;
      histogram[bin]! += heavy;
      histogram[bin + 1]! += heavy * (targets[index]! - mean);
    }
  }

  protected accumulateFew(column: number): void {
    const { bins, rows, size } = this.sample;
    const occupied = this.occupied;
    const offset = column * size;
    const end = this.end;
    for (let index = this.start; index < end; index++) {
      const bin = bins[offset + rows[index]!]!;
      occupied[bin >>> 5]! |= 1 << (bin & 31);
    }
    this.accumulate(column);
  }

  part(column: number, cut: number, ceiling: number): void {
    const { groups } = this;
    const right = this.kernel
      ? this.#partByKernel(this.kernel, column, cut, ceiling)
      : this.#partPlainly(column, cut, ceiling);
    groups[0] = this.weight - groups[2]!;
    groups[1] = this.#rest - groups[3]!;
    this.rows[0] = this.end - this.start - right;
    this.rows[1] = right;
  }

  #partByKernel(kernel: NodesKernel, column: number, cut: number, ceiling: number): number {
    const { sample, start } = this;
    return kernel.partMoments(
      sample.bins.byteOffset + 2 * column * sample.size,
      sample.rows.byteOffset + 4 * start,
      sample.target.byteOffset + 8 * start,
      sample.weight.byteOffset + 8 * start,
      this.#mean,
      this.end - start,
      cut,
      ceiling,
      this.groups.byteOffset + 16,
    );
  }

  /** The kernel's twin. */
  #partPlainly(column: number, cut: number, ceiling: number): number {
    const { bins, rows, weight, size } = this.sample;
    const targets = this.#targets;
    const mean = this.#mean;
    const offset = column * size;
    const end = this.end;
    let right = 0;
    let heavy = 0;
    let sum = 0;
    for (let index = this.start; index < end; index++) {
      const side = sideOf(bins[offset + rows[index]!]!, cut, ceiling);
      const own = side * weight[index]!;
      right += side;
      heavy += own;
      sum += own * (targets[index]! - mean);
    }
    this.groups[2] = heavy;
    this.groups[3] = sum;
    return right;
  }

  protected compress(listed: number): number {
    const bins = this.bins;
    const histogram = this.histogram;
    const groups = this.groups;
    let used = 0;
    for (let place = 0; place < listed; place++) {
      const bin = bins[place]!;
      const weight = histogram[2 * bin]!;
      bins[used] = bin;
      groups[2 * used] = weight;
      groups[2 * used + 1] = histogram[2 * bin + 1]!;
      histogram[2 * bin] = 0;
      histogram[2 * bin + 1] = 0;
      if (weight > 0) used++;
    }
    return used;
  }

  scan(groups: number, isLastLeft: boolean, floor: number): number {
    const sums = this.groups;
    const { samples, weight } = this.limits;
    const total = this.weight;
    const all = this.#rest;
    const last = groups - 1;
    let best = -1;
    let gain = floor;
    let rows = isLastLeft ? this.rows[last]! : 0;
    let left = isLastLeft ? sums[2 * last]! : 0;
    let sum = isLastLeft ? sums[2 * last + 1]! : 0;
    const end = isLastLeft ? last - 1 : last;
    for (let group = 0; group < end; group++) {
      left += sums[2 * group]!;
      sum += sums[2 * group + 1]!;
      const right = total - left;
      const rest = all - sum;
      const here = this.#isPoisson
        ? this.#logMeans(left, sum, right, rest)
        : (sum * sum) / left + (rest * rest) / right;
      if (samples > 1) {
        rows += this.rows[group]!;
        if (rows < samples || this.end - this.start - rows < samples) continue;
      }
      if (!(here - gain > rounding * Math.abs(here)) || left < weight || right < weight) continue;
      gain = here;
      best = group;
    }
    this.gain = gain;
    return best;
  }

  /** The part of the deviance that depends on the split; a side without events has no logarithm and is refused. */
  #logMeans(left: number, sum: number, right: number, rest: number): number {
    const here = sum + left * this.#mean;
    const there = rest + right * this.#mean;
    if (here <= Number.EPSILON || there <= Number.EPSILON) return Number.NEGATIVE_INFINITY;
    return here * Math.log(here / left) + there * Math.log(there / right);
  }
}

function deviance(target: number, mean: number): number {
  return target > 0 ? target * Math.log(target / mean) : 0;
}
