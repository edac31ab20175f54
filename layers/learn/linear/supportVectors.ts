import { InvalidInput } from '../errors.ts';
import type { DualProblem } from './dualDescent.ts';
import type { Samples, SGDSolution } from './sgd.ts';

interface Params {
  readonly C: number;
  readonly fitIntercept: boolean;
  readonly interceptScaling: number;
}

/** A squared loss bounds no dual variable, and adds its square; the other way round for a linear one. */
export function dualProblem(
  { X, y, weights }: Samples,
  { C, fitIntercept, interceptScaling }: Params,
  isSquared: boolean,
): DualProblem {
  const costs = Float64Array.from(y, (_, row) => C * (weights ? weights[row]! : 1));
  return {
    X,
    y,
    ones: fitIntercept ? interceptScaling : 0,
    bounds: isSquared ? costs.map((cost) => (cost > 0 ? Number.POSITIVE_INFINITY : 0)) : costs,
    ridges: isSquared ? costs.map((cost) => 0.5 / cost) : new Float64Array(y.length),
  };
}

/** @throws InvalidInput when the weights are not finite */
export function linearModelOf(
  weights: Float64Array,
  { fitIntercept, interceptScaling }: Params,
  nIter: number,
): SGDSolution {
  if (!weights.every(Number.isFinite))
    throw new InvalidInput('the weights are not finite: look for huge values in the features, or scale them');
  const last = weights.length - 1;
  return {
    coef: weights.slice(0, last),
    intercept: fitIntercept ? weights[last]! * interceptScaling : 0,
    nIter,
  };
}
