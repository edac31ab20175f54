import type { Steps } from '../steps.ts';
import { dot } from './dot.ts';

/** A smooth function; it writes its gradient. */
export type Objective = (weights: Float64Array, gradient: Float64Array) => number;

/** Curvature as the last steps showed it: pairs of a step and what it changed of the gradient (Nocedal, 1980). */
export class CurvatureMemory {
  private readonly steps: Float64Array[] = [];
  private readonly changes: Float64Array[] = [];
  private readonly depth: number;
  /** Inverse curvature to begin with. */
  private scale: number;

  constructor(scale: number, depth = 10) {
    this.scale = scale;
    this.depth = depth;
  }

  /** Keeps a pair, unless it shows no curvature. */
  add(step: Float64Array, change: Float64Array): void {
    const along = dot(step, change);
    const square = dot(change, change);
    if (!(along > Number.EPSILON * square)) return;
    this.steps.push(step);
    this.changes.push(change);
    this.scale = along / square;
    if (this.steps.length <= this.depth) return;
    this.steps.shift();
    this.changes.shift();
  }

  /** The gradient times the inverse curvature, downhill. */
  direction(gradient: Float64Array): Float64Array {
    const { steps, changes, scale } = this;
    const out = gradient.slice();
    const shares = new Float64Array(steps.length);
    for (let pair = steps.length - 1; pair >= 0; pair--) {
      shares[pair] = dot(steps[pair]!, out) / dot(steps[pair]!, changes[pair]!);
      addTo(out, changes[pair]!, -shares[pair]!);
    }
    for (let index = 0; index < out.length; index++) out[index]! *= scale;
    for (const [pair, step] of steps.entries()) {
      const share = dot(changes[pair]!, out) / dot(step, changes[pair]!);
      addTo(out, step, shares[pair]! - share);
    }
    return out.map((value) => -value);
  }
}

interface Options {
  readonly maxIter: number;
  /** Ends when the gradient's largest component is below it. */
  readonly tol: number;
  /** Strengths of an L1 penalty beside the objective. */
  readonly l1: Float64Array;
}

/** More trials than this are made when rounding hides what a step wins. */
const mostTrials = 30;

/**
 * L-BFGS (Liu and Nocedal, 1989) by steps that fulfil the weak Wolfe conditions (Lewis and Overton, 2013). Weights with an L1
 * penalty keep their sign within a step, which makes the penalty linear: OWL-QN (Andrew and Gao, 2007).
 */
export function* minimize(
  objective: Objective,
  start: Float64Array,
  memory: CurvatureMemory,
  { maxIter, tol, l1 }: Options,
): Steps<{ weights: Float64Array; nIter: number }> {
  const isSparse = l1.some((strength) => strength > 0);
  const value = (weights: Float64Array, gradient: Float64Array) =>
    objective(weights, gradient) +
    (isSparse ? weights.reduce((sum, weight, index) => sum + l1[index]! * Math.abs(weight), 0) : 0);
  let weights = start;
  let gradient = new Float64Array(start.length);
  let loss = value(weights, gradient);
  let nIter = 0;
  for (; nIter < maxIter; nIter++) {
    const slope = isSparse ? steepest(weights, gradient, l1) : gradient;
    if (slope.every((one) => Math.abs(one) <= tol)) break;
    const direction = memory.direction(slope);
    if (isSparse) keepDownhill(direction, slope, l1);
    const next = search(value, { weights, loss, slope, direction, l1: isSparse ? l1 : undefined });
    if (!next) break;
    memory.add(
      next.weights.map((weight, index) => weight - weights[index]!),
      next.gradient.map((one, index) => one - gradient[index]!),
    );
    ({ weights, gradient, loss } = next);
    yield { done: nIter + 1, total: maxIter, loss };
  }
  return { weights, nIter };
}

interface Point {
  readonly weights: Float64Array<ArrayBuffer>;
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly loss: number;
}

interface Line {
  readonly weights: Float64Array;
  readonly loss: number;
  readonly slope: Float64Array;
  readonly direction: Float64Array;
  /** With it, the line bends where a weight would change its sign. */
  readonly l1: Float64Array | undefined;
}

/** The first point that wins enough; none when rounding hides it, or the direction leads uphill. */
function search(value: Objective, { weights, loss, slope, direction, l1 }: Line): Point | undefined {
  const along = dot(slope, direction);
  if (!(along < 0)) return undefined;
  const slack = 4 * Number.EPSILON * Math.abs(loss);
  let [low, high, length] = [0, Number.POSITIVE_INFINITY, 1];
  for (let trial = 0; trial < mostTrials; trial++) {
    const next = Float64Array.from(weights, (weight, index) => weight + length * direction[index]!);
    if (l1) keepSign(next, weights, slope, l1);
    const gradient = new Float64Array(weights.length);
    const reached = value(next, gradient);
    const won = l1
      ? slope.reduce((sum, one, index) => sum + one * (next[index]! - weights[index]!), 0)
      : length * along;
    if (!(reached <= loss + 1e-4 * won + slack)) high = length;
    else if (!l1 && dot(gradient, direction) < 0.9 * along) low = length;
    else return { weights: next, gradient, loss: reached };
    length = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * length;
  }
  return undefined;
}

/** The subgradient of least size. */
function steepest(weights: Float64Array, gradient: Float64Array, l1: Float64Array): Float64Array {
  return gradient.map((one, index) => {
    const strength = l1[index]!;
    const weight = weights[index]!;
    if (weight !== 0) return one + Math.sign(weight) * strength;
    return Math.sign(one) * Math.max(0, Math.abs(one) - strength);
  });
}

/** No weight with a penalty moves against its own slope. */
function keepDownhill(direction: Float64Array, slope: Float64Array, l1: Float64Array): void {
  for (let index = 0; index < direction.length; index++)
    if (l1[index]! > 0 && direction[index]! * slope[index]! >= 0) direction[index] = 0;
}

/** A weight that would change its sign becomes 0. */
function keepSign(next: Float64Array, weights: Float64Array, slope: Float64Array, l1: Float64Array): void {
  for (let index = 0; index < next.length; index++) {
    const sign = weights[index] === 0 ? -Math.sign(slope[index]!) : Math.sign(weights[index]!);
    if (l1[index]! > 0 && next[index]! * sign <= 0) next[index] = 0;
  }
}

function addTo(out: Float64Array, other: Float64Array, share: number): void {
  for (let index = 0; index < out.length; index++) out[index]! += share * other[index]!;
}
