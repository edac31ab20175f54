import type { FitOptions } from '../estimator.ts';
import { runSteps, type Steps } from '../steps.ts';
import type { AssociationModel } from './AssociationModel.ts';
import type { Transactions } from './baskets.ts';
import { growPatterns } from './growPatterns.ts';
import { type ItemsetOptions, itemsetParameters, mineSets } from './mineSets.ts';

/**
 * Frequent itemsets and association rules by growing patterns in a prefix tree (Han, Pei and Yin, 2000); parameters are
 * those of mlxtend's fpgrowth.
 *
 * @example
 * const model = new FPGrowth({ minSupport: 0.01 }).fit([['bread', 'butter'], ['bread', 'milk'], ['bread', 'butter', 'milk']]);
 * model.rules({ metric: 'lift', minThreshold: 1 });
 * model.recommend(['butter']);
 */
export class FPGrowth {
  static readonly parameters = itemsetParameters;
  readonly kind = 'fp-growth';
  readonly params: Readonly<Required<ItemsetOptions>>;

  constructor({ minSupport = 0.5, maxLen = null }: ItemsetOptions = {}) {
    this.params = { minSupport, maxLen };
  }

  fit(transactions: Transactions, y?: undefined, options: FitOptions = {}): AssociationModel {
    return runSteps(this.fitSteps(transactions, y, options), options);
  }

  fitSteps(transactions: Transactions, _y?: undefined, options: FitOptions = {}): Steps<AssociationModel> {
    return mineSets(this.kind, this.params, growPatterns, transactions, options);
  }
}
