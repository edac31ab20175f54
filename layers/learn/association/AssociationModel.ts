import type { Model, ModelDocument } from '../estimator.ts';
import {
  associationRules,
  type Itemset,
  type Rule,
  type RuleMetric,
  type RuleOptions,
} from './associationRules.ts';
import type { Item } from './baskets.ts';
import type { FrequentSets } from './FrequentSets.ts';

export interface Recommendation {
  readonly item: Item;
  /** The rule that speaks for it most. */
  readonly rule: Rule;
}

export interface RecommendOptions extends RuleOptions {
  /** Items at most. @default 10 */
  readonly n?: number;
}

/** What is often bought together. */
export class AssociationModel implements Model {
  readonly kind: string;
  /** Transactions that were looked at. */
  readonly nTransactions: number;
  readonly #items: readonly Item[];
  readonly #found: FrequentSets;
  readonly #rules = new Map<RuleMetric, Rule[]>();

  constructor(kind: string, nTransactions: number, items: readonly Item[], found: FrequentSets) {
    this.kind = kind;
    this.nTransactions = nTransactions;
    this.#items = items;
    this.#found = found;
  }

  /** The frequent ones, small before large. */
  get itemsets(): Itemset[] {
    const { sets, counts } = this.#found;
    return sets.map((set, index) => ({
      items: Array.from(set, (item) => this.#items[item]!),
      support: counts[index]! / this.nTransactions,
    }));
  }

  /** The best first. */
  rules(options: RuleOptions = {}): Rule[] {
    return associationRules(this.itemsets, options);
  }

  /**
   * Items that the rules add to a basket, the best first: those whose antecedents are all in the basket, and of which the
   * item is the only consequent, so that their confidence is its own.
   *
   * @example model.recommend(['bread', 'butter'], { n: 3, metric: 'lift' })
   */
  recommend(
    basket: readonly Item[],
    { n = 10, metric = 'confidence', minThreshold = Number.NEGATIVE_INFINITY }: RecommendOptions = {},
  ): Recommendation[] {
    const has = new Set(basket);
    const best = new Map<Item, Rule>();
    for (const rule of this.#singleRules(metric)) {
      if (best.size === n || rule[metric] < minThreshold) break;
      const item = rule.consequents[0]!;
      if (!has.has(item) && !best.has(item) && rule.antecedents.every((one) => has.has(one)))
        best.set(item, rule);
    }
    return Array.from(best, ([item, rule]) => ({ item, rule }));
  }

  /** Kept, since baskets are many. */
  #singleRules(metric: RuleMetric): readonly Rule[] {
    const known = this.#rules.get(metric);
    if (known) return known;
    const rules = this.rules({ metric, minThreshold: -Number.MAX_VALUE }).filter(
      ({ consequents }) => consequents.length === 1,
    );
    this.#rules.set(metric, rules);
    return rules;
  }

  toJSON(): ModelDocument {
    const { sets, counts } = this.#found;
    const { kind, nTransactions } = this;
    return { kind, nTransactions, items: this.#items, sets: sets.map((set) => [...set]), counts };
  }

  static fromJSON(document: ModelDocument): AssociationModel {
    const { kind, nTransactions, items, sets, counts } = document as unknown as {
      kind: string;
      nTransactions: number;
      items: Item[];
      sets: number[][];
      counts: number[];
    };
    return new AssociationModel(kind, nTransactions, items, {
      sets: sets.map((set) => Int32Array.from(set)),
      counts,
    });
  }
}
