import {
  anyOf,
  atLeast,
  between,
  type Check,
  count,
  flag,
  nonNegative,
  oneOf,
  orNull,
  positive,
  seed,
} from '../../parameters.ts';
import type { InteractionConstraints, MonotonicConstraints } from './constraints.ts';
import type { CategoricalFeatures } from './FeatureEncoder.ts';

/** What both gradient boosting estimators take. */
export interface BoostingOptions {
  /** What leaves' values are multiplied by. @default 0.1 */
  readonly learningRate?: number;
  /** Iterations at most; each adds a tree, of more than two classes one for each. @default 100 */
  readonly maxIter?: number;
  /** @default 31 */
  readonly maxLeafNodes?: number | null;
  /** @default null */
  readonly maxDepth?: number | null;
  /** @default 20 */
  readonly minSamplesLeaf?: number;
  /** @default 0 */
  readonly l2Regularization?: number;
  /** Share of the columns that a node considers, drawn at random. @default 1 */
  readonly maxFeatures?: number;
  /** Bins of a column besides the missing values'. @default 255 */
  readonly maxBins?: number;
  /** @default 'from_dtype' */
  readonly categoricalFeatures?: CategoricalFeatures;
  /** @default null */
  readonly monotonicCst?: MonotonicConstraints;
  /** @default null */
  readonly interactionCst?: InteractionConstraints;
  /** 'auto' is true for more than 10,000 rows. @default 'auto' */
  readonly earlyStopping?: boolean | 'auto';
  /** What early stopping looks at. @default 'loss' */
  readonly scoring?: 'loss';
  /** Share of the rows held out for early stopping, or their number; null looks at the rows learned from. @default 0.1 */
  readonly validationFraction?: number | null;
  /** Iterations without a better loss after which it stops. @default 10 */
  readonly nIterNoChange?: number;
  /** By how much it must be better. @default 1e-7 */
  readonly tol?: number;
  /** Of rows held out, and of columns and quantiles drawn. @default 0 */
  readonly seed?: number;
}

export type BoostingParams = Readonly<Required<BoostingOptions>>;

export const boostingDefaults: BoostingParams = {
  learningRate: 0.1,
  maxIter: 100,
  maxLeafNodes: 31,
  maxDepth: null,
  minSamplesLeaf: 20,
  l2Regularization: 0,
  maxFeatures: 1,
  maxBins: 255,
  categoricalFeatures: 'from_dtype',
  monotonicCst: null,
  interactionCst: null,
  earlyStopping: 'auto',
  scoring: 'loss',
  validationFraction: 0.1,
  nIterNoChange: 10,
  tol: 1e-7,
  seed: 0,
};

const isSign = (value: unknown) => value === -1 || value === 0 || value === 1;
const listOf =
  (holds: (value: unknown) => boolean, must: string): Check =>
  (value) =>
    Array.isArray(value) && value.every(holds) ? undefined : `must be ${must}`;
const signs = listOf(isSign, 'a list of -1, 0 and 1');
const signsByName: Check = (value) =>
  typeof value === 'object' && value !== null && Object.values(value).every(isSign)
    ? undefined
    : 'must be -1, 0 or 1 by names';
const columns = listOf(
  (value) => ['number', 'string', 'boolean'].includes(typeof value),
  'a list of columns, names or flags',
);
const groups = listOf(
  (value) => Array.isArray(value) && value.every(Number.isInteger),
  'a list of lists of columns',
);

export const boostingParameters = {
  learningRate: positive,
  maxIter: count,
  maxLeafNodes: orNull(atLeast(2)),
  maxDepth: orNull(count),
  minSamplesLeaf: count,
  l2Regularization: nonNegative,
  maxFeatures: between(0, 1, 'low'),
  maxBins: wholeBetween(2, 255),
  categoricalFeatures: anyOf(orNull(oneOf('from_dtype')), columns),
  monotonicCst: anyOf(orNull(signs), signsByName),
  interactionCst: anyOf(orNull(oneOf('pairwise', 'no_interactions')), groups),
  earlyStopping: anyOf(flag, oneOf('auto')),
  scoring: oneOf('loss'),
  validationFraction: anyOf(orNull(between(0, 1, 'both')), count),
  nIterNoChange: count,
  tol: nonNegative,
  seed,
};

function wholeBetween(low: number, high: number): Check {
  return (value) =>
    Number.isInteger(value) && (value as number) >= low && (value as number) <= high
      ? undefined
      : `must be a whole number from ${low} to ${high}`;
}
