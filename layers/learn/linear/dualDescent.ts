import type { Dense } from '../matrix.ts';
import { seededRandom, shuffle } from '../random.ts';
import type { Steps } from '../steps.ts';
import { dotAt } from './dot.ts';

/** Rows with a last feature for the intercept, and what coordinate descent in the dual needs to know of each. */
export interface DualProblem {
  readonly X: Dense;
  readonly y: Float64Array;
  /** Value of the intercept's feature; 0 without an intercept. */
  readonly ones: number;
  /** Highest value of each row's dual variable. */
  readonly bounds: Float64Array;
  /** What each row's own square adds to the dual: 1 / 2C of a squared loss. */
  readonly ridges: Float64Array;
}

interface Options {
  readonly maxIter: number;
  readonly tol: number;
  readonly seed: number;
}

interface DualSolution {
  /** p weights and the intercept's. */
  readonly weights: Float64Array;
  readonly nIter: number;
}

/**
 * A linear support vector classifier: each row's dual variable in turn takes its best value, rows in another order each round,
 * without those that seem settled at a bound (Hsieh, Chang, Lin, Keerthi and Sundararajan, 2008, algorithm 3).
 *
 * @param problem its y is 1 or -1
 */
export function* classifyByDual(problem: DualProblem, { maxIter, tol, seed }: Options): Steps<DualSolution> {
  const { y, bounds, ridges } = problem;
  const { weights, dot, add, squares } = primalOf(problem);
  const alpha = new Float64Array(y.length);
  const all = Int32Array.from(y.keys()).filter((row) => bounds[row]! > 0);
  const random = seededRandom(seed);
  let active = all.slice();
  let [highest, lowest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let nIter = 0;
  while (nIter < maxIter) {
    nIter++;
    shuffle(active, random);
    let [most, least, kept] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
    for (let place = 0; place < active.length; place++) {
      const row = active[place]!;
      const before = alpha[row]!;
      const slope = y[row]! * dot(row) - 1 + before * ridges[row]!;
      const isLow = before === 0;
      const isHigh = before === bounds[row]!;
      if ((isLow && slope > highest) || (isHigh && slope < lowest)) continue;
      active[kept++] = row;
      // What points out of the bounds is no slope.
      const inside = isLow ? Math.min(0, slope) : isHigh ? Math.max(0, slope) : slope;
      most = Math.max(most, inside);
      least = Math.min(least, inside);
      if (inside === 0) continue;
      const after = Math.min(Math.max(before - slope / (squares[row]! + ridges[row]!), 0), bounds[row]!);
      alpha[row] = after;
      add(row, (after - before) * y[row]!);
    }
    yield { done: nIter, total: maxIter };
    const isSettled = most - least <= tol;
    if (isSettled && active.length === all.length) break;
    if (isSettled || kept === 0) {
      active = all.slice();
      [highest, lowest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      continue;
    }
    active = active.subarray(0, kept);
    highest = most > 0 ? most : Number.POSITIVE_INFINITY;
    lowest = least < 0 ? least : Number.NEGATIVE_INFINITY;
  }
  return { weights, nIter };
}

/**
 * Linear support vector regression in the same way (Ho and Lin, 2012, algorithm 4, without shrinking).
 *
 * @param epsilon errors below it cost nothing
 */
export function* regressByDual(
  problem: DualProblem,
  epsilon: number,
  { maxIter, tol, seed }: Options,
): Steps<DualSolution> {
  const { y, bounds, ridges } = problem;
  const { weights, dot, add, squares } = primalOf(problem);
  const beta = new Float64Array(y.length);
  const order = Int32Array.from(y.keys()).filter((row) => bounds[row]! > 0);
  const random = seededRandom(seed);
  let [nIter, first] = [0, 0];
  while (nIter < maxIter) {
    nIter++;
    shuffle(order, random);
    let violation = 0;
    for (let place = 0; place < order.length; place++) {
      const row = order[place]!;
      const [before, bound] = [beta[row]!, bounds[row]!];
      const slope = dot(row) - y[row]! + ridges[row]! * before;
      const curvature = squares[row]! + ridges[row]!;
      violation += violationOf(before, bound, slope, epsilon);
      if (curvature === 0) continue;
      // The best of the three pieces of a parabola with |β|.
      const upper = slope + epsilon - curvature * before;
      const lower = slope - epsilon - curvature * before;
      const best = upper < 0 ? -upper / curvature : lower > 0 ? -lower / curvature : 0;
      const after = Math.min(Math.max(best, -bound), bound);
      if (after === before) continue;
      beta[row] = after;
      add(row, after - before);
    }
    yield { done: nIter, total: maxIter };
    if (nIter === 1) first = violation;
    if (violation <= tol * first) break;
  }
  return { weights, nIter };
}

/** How far the subgradient of least size is from 0. */
function violationOf(beta: number, bound: number, slope: number, epsilon: number): number {
  const [up, down] = [slope + epsilon, slope - epsilon];
  if (beta === 0) return Math.max(0, -up, down);
  if (beta > 0) return beta === bound ? Math.max(0, up) : Math.abs(up);
  return beta === -bound ? Math.max(0, -down) : Math.abs(down);
}

/** The weights that dual variables stand for, as they change. */
function primalOf({ X, ones }: DualProblem) {
  const { rows, columns, data } = X;
  const weights = new Float64Array(columns + 1);
  const squares = new Float64Array(rows).fill(ones * ones);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) squares[row]! += data[row * columns + column]! ** 2;
  return {
    weights,
    squares,
    dot: (row: number) => ones * weights[columns]! + dotAt(data, row * columns, weights, columns),
    add: (row: number, times: number) => {
      const start = row * columns;
      for (let column = 0; column < columns; column++) weights[column]! += times * data[start + column]!;
      weights[columns]! += times * ones;
    },
  };
}
