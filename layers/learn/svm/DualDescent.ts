import type { Steps } from '../steps.ts';
import type { KernelMatrix } from './KernelMatrix.ts';

/**
 * Minimizes β'Kβ / 2 - s'β, where Σ β = 0 and each β lies between its bounds: the dual of support vector machines, written in
 * signed variables, so that one form serves classification (β = yα, s = y) and regression.
 */
export interface DualProblem {
  /** The row of the kernel matrix that each variable belongs to; several may share one. */
  readonly places: Int32Array;
  readonly slopes: Float64Array;
  /** 0 or below. */
  readonly low: Float64Array;
  /** 0 or above. */
  readonly high: Float64Array;
}

export interface DualOptions {
  /** Ends when no pair of variables breaks the conditions of optimality by more. */
  readonly tol: number;
  /** Whether to leave variables aside that seem to stay at their bounds. */
  readonly shrinking: boolean;
  /** -1 for LIBSVM's limit, which is 10 million, or 100 for each variable where that is more. */
  readonly maxIter: number;
}

export interface DualSolution {
  readonly beta: Float64Array;
  /** Of the decision function Σ β k(x) + intercept. */
  readonly intercept: number;
  readonly iterations: number;
}

/** Curvature of pairs that have none. */
const leastCurvature = 1e-12;
/** Whether β can grow, and whether it can shrink. */
const canGrow = 1;
const canShrink = 2;
/** Iterations between two looks at the outside. */
const roundLength = 1000;

/**
 * Sequential minimal optimization as in LIBSVM: two variables at a time, the first the one that breaks the conditions of
 * optimality most, the second the one that promises the largest decrease with it (Fan, Chen and Lin, 2005, "Working set selection
 * using second order information for training support vector machines"), with shrinking (Joachims, 1998).
 */
export class DualDescent {
  readonly #matrix: KernelMatrix;
  readonly #problem: DualProblem;
  readonly #options: DualOptions;
  /** What follows is in an order of its own, in which the variables that are left aside come last. */
  readonly #order: Int32Array;
  readonly #places: Int32Array;
  readonly #beta: Float64Array;
  /** s - Kβ: below the intercept it pulls β down, above it up. */
  readonly #pull: Float64Array;
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #curvature: Float64Array;
  readonly #state: Uint8Array;
  #active: number;
  /** The variable that can grow and is pulled up most. */
  #first = -1;
  #unshrunk = false;

  constructor(matrix: KernelMatrix, problem: DualProblem, options: DualOptions) {
    const { places, slopes, low, high } = problem;
    this.#matrix = matrix;
    this.#problem = problem;
    this.#options = options;
    this.#active = places.length;
    this.#order = Int32Array.from(places, (_, index) => index);
    this.#places = places.slice();
    this.#beta = new Float64Array(places.length);
    this.#pull = slopes.slice();
    this.#low = low.slice();
    this.#high = high.slice();
    this.#curvature = Float64Array.from(places, (place) => matrix.diagonal[place]!);
    this.#state = new Uint8Array(places.length);
    for (let index = 0; index < places.length; index++) this.#look(index);
    this.#findFirst();
  }

  *solve(): Steps<DualSolution> {
    const { shrinking, maxIter } = this.#options;
    const size = this.#order.length;
    const total = maxIter === -1 ? Math.max(10_000_000, 100 * size) : maxIter;
    const period = Math.min(size, 1000);
    let untilShrink = period;
    let iterations = 0;
    while (iterations < total) {
      if (shrinking && --untilShrink === 0) {
        untilShrink = period;
        this.#shrink();
      }
      if (!this.#step()) {
        if (this.#active === size) break;
        this.#restore();
        if (!this.#step()) break;
        untilShrink = 1;
      }
      iterations++;
      if (iterations % roundLength === 0) yield { done: iterations, total };
    }
    if (this.#active < size) this.#restore();
    const beta = new Float64Array(size);
    for (let index = 0; index < size; index++) beta[this.#order[index]!] = this.#beta[index]!;
    return { beta, intercept: this.#intercept(), iterations };
  }

  /** @returns false when the active variables are optimal */
  #step(): boolean {
    const i = this.#first;
    if (i === -1) return false;
    const [beta, places] = [this.#beta, this.#places];
    const ki = this.#matrix.row(places[i]!);
    const j = this.#findSecond(i, ki);
    if (j === -1) return false;
    const kj = this.#matrix.row(places[j]!);
    const curvature = this.#curvature[i]! + this.#curvature[j]! - 2 * ki[places[j]!]!;
    const wanted = (this.#pull[i]! - this.#pull[j]!) / (curvature > 0 ? curvature : leastCurvature);
    const [above, below] = [this.#high[i]! - beta[i]!, beta[j]! - this.#low[j]!];
    const by = Math.min(wanted, above, below);
    // Bounds are reached exactly.
    beta[i] = by === above ? this.#high[i]! : beta[i]! + by;
    beta[j] = by === below ? this.#low[j]! : beta[j]! - by;
    this.#look(i);
    this.#look(j);
    this.#move(by, ki, kj);
    return true;
  }

  /** @returns -1 when no variable breaks the conditions of optimality together with the first by more than the tolerance */
  #findSecond(first: number, row: Float32Array): number {
    const [pull, state, curvatures, places] = [this.#pull, this.#state, this.#curvature, this.#places];
    const most = pull[first]!;
    const own = curvatures[first]!;
    let least = Number.POSITIVE_INFINITY;
    let best = 0;
    let second = -1;
    for (let index = 0; index < this.#active; index++) {
      if ((state[index]! & canShrink) === 0) continue;
      const value = pull[index]!;
      if (value < least) least = value;
      const gap = most - value;
      if (gap <= 0) continue;
      const curvature = own + curvatures[index]! - 2 * row[places[index]!]!;
      const decrease = (gap * gap) / (curvature > 0 ? curvature : leastCurvature);
      if (decrease >= best) {
        best = decrease;
        second = index;
      }
    }
    return most - least < this.#options.tol ? -1 : second;
  }

  /** The pulls after a step, and the first variable of the next one, in one pass. */
  #move(by: number, ki: Float32Array, kj: Float32Array): void {
    const [pull, state, places] = [this.#pull, this.#state, this.#places];
    let most = Number.NEGATIVE_INFINITY;
    let first = -1;
    for (let index = 0; index < this.#active; index++) {
      const place = places[index]!;
      const value = pull[index]! - by * (ki[place]! - kj[place]!);
      pull[index] = value;
      if (value >= most && (state[index]! & canGrow) !== 0) {
        most = value;
        first = index;
      }
    }
    this.#first = first;
  }

  #findFirst(): void {
    this.#first = -1;
    for (let index = 0, most = Number.NEGATIVE_INFINITY; index < this.#active; index++) {
      if ((this.#state[index]! & canGrow) === 0 || this.#pull[index]! < most) continue;
      most = this.#pull[index]!;
      this.#first = index;
    }
  }

  #look(index: number): void {
    const beta = this.#beta[index]!;
    this.#state[index] =
      (beta < this.#high[index]! ? canGrow : 0) | (beta > this.#low[index]! ? canShrink : 0);
  }

  /** Leaves variables aside that are at a bound, and pulled against it more than any pair can change. */
  #shrink(): void {
    let { most, least } = this.#extremes();
    if (!this.#unshrunk && most - least <= 10 * this.#options.tol) {
      this.#unshrunk = true;
      this.#restore();
      ({ most, least } = this.#extremes());
    }
    for (let index = this.#active - 1; index >= 0; index--) {
      const value = this.#pull[index]!;
      const isStuck =
        (this.#state[index] === canShrink && value > most) ||
        (this.#state[index] === canGrow && value < least);
      if (isStuck || this.#state[index] === 0) this.#swap(index, --this.#active);
    }
    this.#findFirst();
  }

  /** The largest pull of those that can grow, and the smallest of those that can shrink. */
  #extremes(): { most: number; least: number } {
    let [most, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let index = 0; index < this.#active; index++) {
      const value = this.#pull[index]!;
      if ((this.#state[index]! & canGrow) !== 0 && value > most) most = value;
      if ((this.#state[index]! & canShrink) !== 0 && value < least) least = value;
    }
    return { most, least };
  }

  #swap(index: number, other: number): void {
    for (const values of [
      this.#order,
      this.#places,
      this.#beta,
      this.#pull,
      this.#low,
      this.#high,
      this.#curvature,
      this.#state,
    ]) {
      const kept = values[index]!;
      values[index] = values[other]!;
      values[other] = kept;
    }
  }

  /** Takes all variables up again, with the pulls that they would have had. */
  #restore(): void {
    const [active, size] = [this.#active, this.#order.length];
    if (active === size) return;
    const pull = this.#pull;
    for (let index = active; index < size; index++) pull[index] = this.#problem.slopes[this.#order[index]!]!;
    const sums = this.#sums();
    const others = Int32Array.from(sums.keys()).filter((place) => sums[place] !== 0);
    // Two rows at a time, as many as are sure to be there together.
    for (let pair = 0; pair < others.length; pair += 2) {
      const [a, b] = [others[pair]!, others[pair + 1] ?? others[pair]!];
      this.#pullBy(sums[a]!, this.#matrix.row(a), a === b ? 0 : sums[b]!, this.#matrix.row(b));
    }
    this.#active = size;
    this.#findFirst();
  }

  /** Adds to the pulls of what is left aside. */
  #pullBy(a: number, first: Float32Array, b: number, second: Float32Array): void {
    const [pull, places] = [this.#pull, this.#places];
    for (let index = this.#active; index < places.length; index++) {
      const place = places[index]!;
      pull[index]! -= a * first[place]! + b * second[place]!;
    }
  }

  /** Σ β of each row of the kernel matrix. */
  #sums(): Float64Array {
    const sums = new Float64Array(this.#matrix.rows);
    for (const [index, beta] of this.#beta.entries()) sums[this.#places[index]!]! += beta;
    return sums;
  }

  /** The pull of variables between their bounds, or the middle of what the others leave open. */
  #intercept(): number {
    let [sum, count] = [0, 0];
    for (const [index, state] of this.#state.entries()) {
      if (state !== (canGrow | canShrink)) continue;
      sum += this.#pull[index]!;
      count++;
    }
    if (count > 0) return sum / count;
    const { most, least } = this.#extremes();
    return (most + least) / 2;
  }
}
