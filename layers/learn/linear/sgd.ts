import { InvalidInput } from '../errors.ts';
import type { Dense } from '../matrix.ts';
import {
  anyOf,
  between,
  type Check,
  count,
  finite,
  flag,
  nonNegative,
  oneOf,
  orNull,
  positive,
  seed,
} from '../parameters.ts';
import { permutation, seededRandom, shuffle } from '../random.ts';
import type { Steps } from '../steps.ts';
import { dot, dotAt } from './dot.ts';
import { type LearningRate, rateOf } from './learningRate.ts';
import type { Loss } from './losses.ts';

/** Parameters of both estimators that learn by one row a step. */
export interface SGDOptions {
  /** @default 'l2' */
  readonly penalty?: 'l2' | 'l1' | 'elasticnet' | null;
  /** Strength of the penalty. @default 1e-4 */
  readonly alpha?: number;
  /** Share of the L1 penalty of elasticnet. @default 0.15 */
  readonly l1Ratio?: number;
  /** @default true */
  readonly fitIntercept?: boolean;
  /** Largest number of epochs. @default 1000 */
  readonly maxIter?: number;
  /** Ends when the objective has not sunk by more for `nIterNoChange` epochs; null never. @default 1e-3 */
  readonly tol?: number | null;
  /** Another order of rows in each epoch. @default true */
  readonly shuffle?: boolean;
  /** Of the losses with a threshold. @default 0.1 */
  readonly epsilon?: number;
  /** @default 'optimal' of the classifier, 'invscaling' of the regressor */
  readonly learningRate?: LearningRate;
  /** First step of all but `optimal`. @default 0.01 */
  readonly eta0?: number;
  /** @default 0.5 of the classifier, 0.25 of the regressor */
  readonly powerT?: number;
  /** @default 5 */
  readonly nIterNoChange?: number;
  /** Gives the mean of the weights of all steps, or of those from the given one. @default false */
  readonly average?: boolean | number;
  /** Of the order of rows. @default 0 */
  readonly seed?: number;
}

export const sgdDefaults = {
  penalty: 'l2',
  alpha: 1e-4,
  l1Ratio: 0.15,
  fitIntercept: true,
  maxIter: 1000,
  tol: 1e-3,
  shuffle: true,
  epsilon: 0.1,
  eta0: 0.01,
  nIterNoChange: 5,
  average: false,
  seed: 0,
} as const;

export const sgdParameters: Readonly<Record<keyof SGDOptions, Check>> = {
  penalty: orNull(oneOf('l2', 'l1', 'elasticnet')),
  alpha: nonNegative,
  l1Ratio: between(0, 1),
  fitIntercept: flag,
  maxIter: count,
  tol: orNull(nonNegative),
  shuffle: flag,
  epsilon: nonNegative,
  learningRate: oneOf('optimal', 'constant', 'invscaling', 'adaptive'),
  eta0: positive,
  powerT: finite,
  nIterNoChange: count,
  average: anyOf(flag, count),
  seed,
};

export interface Samples {
  readonly X: Dense;
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
}

export interface SGDSolution {
  readonly coef: Float64Array;
  readonly intercept: number;
  readonly nIter: number;
}

/** Slopes beyond it are cut, so that an outlier cannot throw the weights out of all numbers. */
const steepest = 1e12;

/**
 * Descent by one row a step (Bottou, 2010), with the penalty's share at each: an L2 penalty shrinks the weights, an L1 penalty
 * takes off what has added up since (Tsuruoka, Tsujii and Ananiadou, 2009).
 */
export function* descendByRows(
  { X, y, weights }: Samples,
  loss: Loss,
  params: Readonly<Required<SGDOptions>>,
): Steps<SGDSolution> {
  const { alpha, fitIntercept, maxIter, tol, average } = params;
  const { rows, columns, data } = X;
  const sparse = { l2: 0, l1: 1, elasticnet: params.l1Ratio }[params.penalty ?? 'l2'];
  const strength = params.penalty === null ? 0 : alpha;
  const random = seededRandom(params.seed);
  const order = permutation(rows, random);
  if (!params.shuffle) order.sort();
  const rate = rateOf(params, loss);
  const averageFrom = average === false ? Number.POSITIVE_INFINITY : Number(average);
  const coef = new Float64Array(columns);
  const mean = new Float64Array(columns);
  const taken = new Float64Array(columns);
  const lengths = squaredLengths(X);
  // The weights are `scale` times these, so that shrinking them all is one product.
  let scale = 1;
  let [intercept, meanIntercept, squares, penalty, due] = [0, 0, 0, 0, 0];
  let [step, stalled, nIter] = [1, 0, 0];
  let best = Number.POSITIVE_INFINITY;
  while (nIter < maxIter) {
    nIter++;
    if (params.shuffle) shuffle(order, random);
    let lost = 0;
    for (let place = 0; place < rows; place++, step++) {
      const row = order[place]!;
      const start = row * columns;
      const along = scale * dotAt(data, start, coef, columns);
      const score = intercept + along;
      const target = y[row]!;
      lost += loss.value(score, target) + penalty;
      const eta = rate.at(step);
      const slope = Math.max(-steepest, Math.min(steepest, loss.slope(score, target)));
      const update = -eta * slope * (weights ? weights[row]! : 1);
      const kept = Math.max(0, 1 - (1 - sparse) * eta * strength);
      scale *= kept;
      if (scale < smallestScale) scale = rescale(coef, scale);
      if (update !== 0) {
        const by = update / scale;
        for (let column = 0; column < columns; column++) coef[column]! += by * data[start + column]!;
        if (fitIntercept) intercept += update;
      }
      // |w|² as the step changed it.
      squares = kept * (kept * squares + 2 * update * along) + update * update * lengths[row]!;
      penalty = (strength * (1 - sparse) * squares) / 2;
      if (sparse > 0 && strength > 0) {
        due += sparse * eta * strength;
        penalty += strength * sparse * takeOff(coef, scale, taken, due);
        squares = scale * scale * dot(coef, coef);
      }
      if (step >= averageFrom) {
        const share = 1 / (step - averageFrom + 1);
        for (let column = 0; column < columns; column++)
          mean[column]! += (scale * coef[column]! - mean[column]!) * share;
        meanIntercept += (intercept - meanIntercept) * share;
      }
    }
    scale = rescale(coef, scale);
    if (!Number.isFinite(intercept) || !coef.every(Number.isFinite))
      throw new InvalidInput(`the weights grew beyond all numbers in epoch ${nIter}: scale the features`);
    const objective = lost / rows;
    yield { done: nIter, total: maxIter, loss: objective };
    stalled = tol !== null && objective > best - tol ? stalled + 1 : 0;
    best = Math.min(best, objective);
    if (stalled < params.nIterNoChange) continue;
    if (!rate.slower()) break;
    stalled = 0;
  }
  return step > averageFrom ? { coef: mean, intercept: meanIntercept, nIter } : { coef, intercept, nIter };
}

/** What the L1 penalty took from each weight catches up with what is due, and stops at 0. Returns |w|₁. */
function takeOff(coef: Float64Array, scale: number, taken: Float64Array, due: number): number {
  let sum = 0;
  for (let column = 0; column < coef.length; column++) {
    const before = coef[column]! * scale;
    if (before === 0) continue;
    const after =
      before > 0
        ? Math.max(0, before - (due + taken[column]!))
        : Math.min(0, before + (due - taken[column]!));
    coef[column] = after / scale;
    taken[column]! += after - before;
    sum += Math.abs(after);
  }
  return sum;
}

/** Below it digits would get lost. */
const smallestScale = 1e-9;

/** Multiplies by the scale, which is 1 then. */
function rescale(coef: Float64Array, scale: number): 1 {
  for (let column = 0; column < coef.length; column++) coef[column]! *= scale;
  return 1;
}

function squaredLengths({ rows, columns, data }: Dense): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const own = data.subarray(row * columns, (row + 1) * columns);
    return dot(own, own);
  });
}
