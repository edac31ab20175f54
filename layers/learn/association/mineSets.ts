import { refuseWeights } from '../checkData.ts';
import type { FitOptions } from '../estimator.ts';
import { between, checkParameters, count, orNull } from '../parameters.ts';
import type { Progress, Steps } from '../steps.ts';
import { AssociationModel } from './AssociationModel.ts';
import { type Baskets, basketsOf, type Transactions } from './baskets.ts';
import { type FrequentSets, sortSets } from './FrequentSets.ts';

export interface ItemsetOptions {
  /** Share of the transactions that an itemset must be in. @default 0.5 */
  readonly minSupport?: number;
  /** Items that an itemset may have. @default null: any number */
  readonly maxLen?: number | null;
}

export const itemsetParameters = { minSupport: between(0, 1, 'low'), maxLen: orNull(count) };

type Miner = (baskets: Baskets, least: number, longest: number) => Generator<Progress, FrequentSets, void>;

/** What both algorithms do before and after: they find the same. */
export function* mineSets(
  kind: string,
  params: Readonly<Required<ItemsetOptions>>,
  mine: Miner,
  transactions: Transactions,
  { sampleWeight }: FitOptions,
): Steps<AssociationModel> {
  checkParameters(kind, params, itemsetParameters);
  refuseWeights(kind, sampleWeight);
  const baskets = basketsOf(transactions);
  const n = baskets.starts.length - 1;
  const { minSupport, maxLen } = params;
  const found = yield* mine(baskets, leastCount(minSupport, n), maxLen ?? Number.POSITIVE_INFINITY);
  return new AssociationModel(kind, n, baskets.items, sortSets(found));
}

/** The smallest count whose share is enough. The product may round above a whole number. */
function leastCount(minSupport: number, n: number): number {
  const least = Math.ceil(minSupport * n);
  return (least - 1) / n >= minSupport ? least - 1 : least;
}
