import { type Random, standardNormal } from '../random.ts';
import { normalMass } from '../special/normal.ts';
import { boundsOf, type Dimension, isLog, valueAt } from './space.ts';

/** Weight of a trial among the latest 25; older ones rise to it from 1 / n. */
const recent = 25;

/**
 * A density over some dimensions: a kernel around each observation and a wide one over all of the space, each the product of
 * its dimensions' normal distributions cut off at the bounds, or of categories of which the observed one is likelier.
 */
export class ParzenEstimator {
  readonly #dimensions: readonly Dimension[];
  readonly #marginals: readonly Marginal[];
  readonly #logWeights: Float64Array;
  /** Sums of the weights up to each kernel. */
  readonly #cumulated: Float64Array;
  readonly #sums: Float64Array;

  /** @param observations values of each dimension, the oldest first */
  constructor(dimensions: readonly Dimension[], observations: readonly (readonly unknown[])[]) {
    this.#dimensions = dimensions;
    this.#marginals = dimensions.map((dimension, index) => {
      const values = observations.map((one) => one[index]);
      return dimension.type === 'categorical'
        ? new CategoryKernels(dimension.choices, values)
        : new NormalKernels(dimension, values as number[]);
    });
    const weights = weightsOf(observations.length);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#logWeights = weights.map((weight) => Math.log(weight / total));
    let sum = 0;
    this.#cumulated = weights.map((weight) => {
      sum += weight / total;
      return sum;
    });
    this.#sums = new Float64Array(weights.length);
  }

  /** A place in each dimension: the number in its scale, or the position of the category. */
  draw(random: Random): Float64Array {
    const at = random();
    const found = this.#cumulated.findIndex((sum) => at < sum);
    const kernel = found === -1 ? this.#cumulated.length - 1 : found;
    return Float64Array.from(this.#marginals, (marginal) => marginal.draw(kernel, random));
  }

  logDensity(places: Float64Array): number {
    const sums = this.#sums;
    sums.set(this.#logWeights);
    for (const [index, marginal] of this.#marginals.entries()) marginal.addLogs(places[index]!, sums);
    let largest = Number.NEGATIVE_INFINITY;
    for (const sum of sums) if (sum > largest) largest = sum;
    let total = 0;
    for (let kernel = 0; kernel < sums.length; kernel++) total += Math.exp(sums[kernel]! - largest);
    return largest + Math.log(total);
  }

  valuesOf(places: Float64Array): unknown[] {
    return this.#dimensions.map((dimension, index) =>
      dimension.type === 'categorical'
        ? dimension.choices[places[index]!]
        : valueAt(dimension, places[index]!),
    );
  }
}

/** One dimension of every kernel. */
interface Marginal {
  draw(kernel: number, random: Random): number;
  /** Adds the logarithm of each kernel's density at a place. */
  addLogs(place: number, sums: Float64Array): void;
}

class NormalKernels implements Marginal {
  readonly #dimension: Extract<Dimension, { low: number }>;
  readonly #bounds: readonly [number, number];
  readonly #means: Float64Array;
  readonly #widths: Float64Array;
  /** Logarithm of the constant factor: what the bounds leave of a kernel, and for densities its height. */
  readonly #logFactors: Float64Array;

  constructor(dimension: Extract<Dimension, { low: number }>, values: readonly number[]) {
    const [low, high] = boundsOf(dimension);
    this.#dimension = dimension;
    this.#bounds = [low, high];
    const observed = Float64Array.from(values, (value) => (isLog(dimension) ? Math.log(value) : value));
    this.#means = Float64Array.from([...observed, (low + high) / 2]);
    this.#widths = Float64Array.from([...neighbourDistances(observed, low, high), high - low || 1]);
    const isDensity = dimension.type !== 'integer';
    this.#logFactors = this.#means.map((mean, kernel) => {
      const width = this.#widths[kernel]!;
      const inside = normalMass((low - mean) / width, (high - mean) / width);
      // A dimension of one value has nothing to say.
      if (low === high) return 0;
      return -Math.log(inside) - (isDensity ? Math.log(width * Math.sqrt(2 * Math.PI)) : 0);
    });
  }

  /** Means are within the bounds, so that a third at least of the draws of a kernel is. */
  draw(kernel: number, random: Random): number {
    const [low, high] = this.#bounds;
    if (low === high) return low;
    for (;;) {
      const place = this.#means[kernel]! + this.#widths[kernel]! * standardNormal(random);
      if (place < low || place > high) continue;
      if (this.#dimension.type !== 'integer') return place;
      const value = valueAt(this.#dimension, place);
      return isLog(this.#dimension) ? Math.log(value) : value;
    }
  }

  addLogs(place: number, sums: Float64Array): void {
    if (this.#dimension.type === 'integer') this.#addMasses(place, sums);
    else
      for (let kernel = 0; kernel < sums.length; kernel++) {
        const z = (place - this.#means[kernel]!) / this.#widths[kernel]!;
        sums[kernel]! += this.#logFactors[kernel]! - 0.5 * z * z;
      }
  }

  /** An integer has the mass of all that is rounded to it. */
  #addMasses(place: number, sums: Float64Array): void {
    const value = valueAt(this.#dimension, place);
    const ends = [value - 0.5, value + 0.5].map((end) => (isLog(this.#dimension) ? Math.log(end) : end));
    for (let kernel = 0; kernel < sums.length; kernel++) {
      const [mean, width] = [this.#means[kernel]!, this.#widths[kernel]!];
      const mass = normalMass((ends[0]! - mean) / width, (ends[1]! - mean) / width);
      sums[kernel]! += this.#logFactors[kernel]! + Math.log(mass);
    }
  }
}

class CategoryKernels implements Marginal {
  readonly #choices: number;
  /** Position of each kernel's observed category; the last, wide kernel has none. */
  readonly #observed: Int32Array;
  readonly #logs: { readonly observed: number; readonly other: number; readonly wide: number };
  readonly #chance: number;

  constructor(choices: readonly unknown[], values: readonly unknown[]) {
    this.#choices = choices.length;
    this.#observed = Int32Array.from([...values.map((value) => choices.indexOf(value)), -1]);
    // Each category has a share of one more observation, so that none is impossible.
    const share = 1 / this.#observed.length;
    const whole = 1 + choices.length * share;
    this.#chance = 1 / whole;
    this.#logs = {
      observed: Math.log((1 + share) / whole),
      other: Math.log(share / whole),
      wide: -Math.log(choices.length),
    };
  }

  draw(kernel: number, random: Random): number {
    const observed = this.#observed[kernel]!;
    if (observed !== -1 && random() < this.#chance) return observed;
    return Math.floor(random() * this.#choices);
  }

  addLogs(place: number, sums: Float64Array): void {
    const { observed, other, wide } = this.#logs;
    for (let kernel = 0; kernel < sums.length; kernel++) {
      const own = this.#observed[kernel]!;
      sums[kernel]! += own === -1 ? wide : own === place ? observed : other;
    }
  }
}

/** The larger of the distances to both neighbours, neither too small for the number of kernels nor larger than the space. */
function neighbourDistances(observed: Float64Array, low: number, high: number): Float64Array {
  const order = Int32Array.from(observed.keys()).sort((a, b) => observed[a]! - observed[b]!);
  const smallest = (high - low) / Math.min(100, 2 + observed.length);
  const widths = new Float64Array(observed.length);
  for (const [place, index] of order.entries()) {
    const own = observed[index]!;
    const before = place > 0 ? own - observed[order[place - 1]!]! : undefined;
    const after = place + 1 < order.length ? observed[order[place + 1]!]! - own : undefined;
    // The ends of the space are neighbours only of an observation that is alone.
    const distance = Math.max(before ?? after ?? own - low, after ?? before ?? high - own);
    widths[index] = Math.min(high - low, Math.max(smallest, distance)) || 1;
  }
  return widths;
}

function weightsOf(observations: number): Float64Array {
  const weights = new Float64Array(observations + 1).fill(1);
  const old = observations - recent;
  for (let index = 0; index < old; index++)
    weights[index] =
      old === 1 ? 1 / observations : 1 / observations + ((1 - 1 / observations) * index) / (old - 1);
  return weights;
}
