import type { FitOptions } from '../estimator.ts';
import { runSteps, type Steps } from '../steps.ts';
import type { AssociationModel } from './AssociationModel.ts';
import type { Transactions } from './baskets.ts';
import { countCandidates } from './countCandidates.ts';
import { type ItemsetOptions, itemsetParameters, mineSets } from './mineSets.ts';

/**
 * Frequent itemsets and association rules level by level (Agrawal and Srikant, 1994): the same as FPGrowth's.
 *
 * @example new Apriori({ minSupport: 0.01, maxLen: 3 }).fit([['bread', 'butter'], ['bread', 'milk']]).itemsets
 */
export class Apriori {
  static readonly parameters = itemsetParameters;
  readonly kind = 'apriori';
  readonly params: Readonly<Required<ItemsetOptions>>;

  constructor({ minSupport = 0.5, maxLen = null }: ItemsetOptions = {}) {
    this.params = { minSupport, maxLen };
  }

  fit(transactions: Transactions, y?: undefined, options: FitOptions = {}): AssociationModel {
    return runSteps(this.fitSteps(transactions, y, options), options);
  }

  fitSteps(transactions: Transactions, _y?: undefined, options: FitOptions = {}): Steps<AssociationModel> {
    return mineSets(this.kind, this.params, countCandidates, transactions, options);
  }
}
