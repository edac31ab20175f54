import { atLeast, type Check, count, oneOf } from '../parameters.ts';
import type { NeighborSearchOptions } from './NeighborSearch.ts';
import type { NeighborWeights } from './NeighborsModel.ts';

export interface KNeighborsOptions extends NeighborSearchOptions {
  /** @default 5 */
  readonly nNeighbors?: number;
  /** Whether all count the same, or as the inverse of their distance. @default 'uniform' */
  readonly weights?: NeighborWeights;
}

export const neighborsChecks = {
  nNeighbors: count,
  weights: oneOf('uniform', 'distance'),
  algorithm: oneOf('auto', 'brute', 'kd_tree'),
  metric: oneOf('minkowski', 'euclidean', 'manhattan', 'chebyshev'),
  // Infinity too.
  p: (value) => (typeof value === 'number' && value > 0 ? undefined : 'must be a number above 0'),
  leafSize: atLeast(1),
} satisfies Record<keyof KNeighborsOptions, Check>;

export const neighborsDefaults = {
  nNeighbors: 5,
  weights: 'uniform',
  algorithm: 'auto',
  metric: 'minkowski',
  p: 2,
  leafSize: 30,
} as const satisfies Required<KNeighborsOptions>;
