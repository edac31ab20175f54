import type { Part } from '../compose/part.ts';
import type { Parameters } from '../estimator.ts';

/** The same estimator with another seed, if it has one: else its members would all choose alike. */
export function reseeded<Of extends Part>(estimator: Of, seed: number): Of {
  if (!('seed' in estimator.params)) return estimator;
  const Estimator = estimator.constructor as new (params: Parameters) => Of;
  return new Estimator({ ...estimator.params, seed });
}
