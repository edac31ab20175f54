import { classWeightCheck } from '../linear/classWeight.ts';
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
  seed,
} from '../parameters.ts';
import type { Growth } from './growTree.ts';

/** What all trees are grown by. Whole numbers count rows or columns, others are shares of them. */
export interface TreeOptions {
  /** Most splits between the root and a leaf; null is no limit. @default null */
  readonly maxDepth?: number | null;
  /** Rows that a node needs to be split. @default 2 */
  readonly minSamplesSplit?: number;
  /** Rows that each leaf has at least. @default 1 */
  readonly minSamplesLeaf?: number;
  /** Share of the weight that each leaf has at least. @default 0 */
  readonly minWeightFractionLeaf?: number;
  /**
   * Columns tried at each node; null is all of them. A share is below 1, since 1 is one column.
   * @default 'sqrt' for forests of classifiers, else null
   */
  readonly maxFeatures?: 'sqrt' | 'log2' | number | null;
  /** Grows by the greatest gain until there are as many leaves; null is no limit. @default null */
  readonly maxLeafNodes?: number | null;
  /** Splits that lessen the impurity by less are not made. @default 0 */
  readonly minImpurityDecrease?: number;
  /** Strength of cost-complexity pruning. @default 0 */
  readonly ccpAlpha?: number;
  /** Of the order of columns, random thresholds and drawn rows. @default 0 */
  readonly seed?: number;
}

export interface ForestOptions extends TreeOptions {
  /** Trees. @default 100 */
  readonly nEstimators?: number;
  /** Grows each tree on rows drawn with replacement, in proportion to their weights. @default true for random forests, false for extra trees */
  readonly bootstrap?: boolean;
  /** Measures the forest on the rows that each tree did not see: needs `bootstrap`. @default false */
  readonly oobScore?: boolean;
  /** Rows drawn for each tree; null is as many as there are. @default null */
  readonly maxSamples?: number | null;
}

export type TreeParameters = Readonly<Required<TreeOptions>>;
export type ForestParameters = Readonly<Required<ForestOptions>>;

const share = between(0, 1, 'both');

/** A share, or a whole number. */
export function countOrShare(least: number): Check {
  return anyOf(atLeast(least), share);
}

export const treeChecks = {
  maxDepth: orNull(count),
  minSamplesSplit: anyOf(atLeast(2), between(0, 1, 'both')),
  minSamplesLeaf: countOrShare(1),
  minWeightFractionLeaf: between(0, 0.5),
  maxFeatures: anyOf(oneOf('sqrt', 'log2'), orNull(countOrShare(1))),
  maxLeafNodes: orNull(atLeast(2)),
  minImpurityDecrease: nonNegative,
  ccpAlpha: nonNegative,
  seed,
};

export const forestChecks = {
  ...treeChecks,
  nEstimators: count,
  bootstrap: flag,
  oobScore: flag,
  maxSamples: orNull(countOrShare(1)),
};

export const classCriterion = oneOf('gini', 'entropy', 'log_loss');
export const numberCriterion = oneOf('squared_error', 'absolute_error', 'poisson');
/** Of forests, which can weigh the classes of each tree's rows too. */
export const forestClassWeight = anyOf(oneOf('balanced_subsample'), classWeightCheck);

export const treeDefaults = {
  maxDepth: null,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  minWeightFractionLeaf: 0,
  maxFeatures: null,
  maxLeafNodes: null,
  minImpurityDecrease: 0,
  ccpAlpha: 0,
  seed: 0,
} as const;

export const forestDefaults = {
  ...treeDefaults,
  nEstimators: 100,
  oobScore: false,
  maxSamples: null,
} as const;

/** What the parameters mean for so many rows and columns of this weight. */
export function growthOf(
  params: TreeParameters,
  splitter: 'best' | 'random',
  { rows, columns }: { readonly rows: number; readonly columns: number },
  weight: number,
): Growth {
  const countOf = (value: number) => (Number.isInteger(value) ? value : Math.ceil(value * rows));
  return {
    splitter,
    maxFeatures: featuresOf(params.maxFeatures, columns),
    limits: { samples: countOf(params.minSamplesLeaf), weight: params.minWeightFractionLeaf * weight },
    maxDepth: params.maxDepth ?? Number.POSITIVE_INFINITY,
    minSamplesSplit: Math.max(2, countOf(params.minSamplesSplit)),
    maxLeafNodes: params.maxLeafNodes ?? Number.POSITIVE_INFINITY,
    minImpurityDecrease: params.minImpurityDecrease,
    keepsValues: params.ccpAlpha > 0,
  };
}

export function featuresOf(maxFeatures: TreeParameters['maxFeatures'], columns: number): number {
  if (maxFeatures === null) return columns;
  const wanted =
    maxFeatures === 'sqrt'
      ? Math.sqrt(columns)
      : maxFeatures === 'log2'
        ? Math.log2(columns)
        : Number.isInteger(maxFeatures)
          ? maxFeatures
          : maxFeatures * columns;
  return Math.min(columns, Math.max(1, Math.floor(wanted)));
}
