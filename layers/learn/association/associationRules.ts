import { InvalidInput } from '../errors.ts';
import { type Item, inOrder } from './baskets.ts';

/** Items that are bought together. */
export interface Itemset {
  /** In order. */
  readonly items: readonly Item[];
  /** Share of the transactions that have all of them. */
  readonly support: number;
}

/** Who buys the antecedents also buys the consequents; A and C below. Definitions are mlxtend's. */
export interface Rule {
  readonly antecedents: readonly Item[];
  readonly consequents: readonly Item[];
  /** P(A) */
  readonly antecedentSupport: number;
  /** P(C) */
  readonly consequentSupport: number;
  /** P(A and C) */
  readonly support: number;
  /** P(C | A) */
  readonly confidence: number;
  /** P(C | A) / P(C): 1 where they are independent. */
  readonly lift: number;
  /** P(A and C) - P(A) P(C) */
  readonly leverage: number;
  /** (1 - P(C)) / (1 - P(C | A)): infinite for a rule without exception. */
  readonly conviction: number;
  /** Leverage as a share of the most there could be. */
  readonly zhangsMetric: number;
  /** P(A and C) / P(A or C) */
  readonly jaccard: number;
  /** (P(C | A) - P(C)) / (1 - P(C)) */
  readonly certainty: number;
  /** The mean of P(C | A) and P(A | C). */
  readonly kulczynski: number;
}

export type RuleMetric = Exclude<keyof Rule, 'antecedents' | 'consequents'>;

export interface RuleOptions {
  /** @default 'confidence' */
  readonly metric?: RuleMetric;
  /** Rules with less of the metric are left out. @default 0.8 */
  readonly minThreshold?: number;
}

/** Each from the supports of both, of the antecedents and of the consequents. */
const metrics: Readonly<Record<RuleMetric, (both: number, a: number, c: number) => number>> = {
  antecedentSupport: (_, a) => a,
  consequentSupport: (_, __, c) => c,
  support: (both) => both,
  confidence: (both, a) => both / a,
  lift: (both, a, c) => both / a / c,
  leverage: (both, a, c) => both - a * c,
  conviction: (both, a, c) => (both / a < 1 ? (1 - c) / (1 - both / a) : Number.POSITIVE_INFINITY),
  zhangsMetric: (both, a, c) => shareOf(both - a * c, Math.max(both * (1 - a), a * (c - both))),
  jaccard: (both, a, c) => both / (a + c - both),
  certainty: (both, a, c) => shareOf(both / a - c, 1 - c),
  kulczynski: (both, a, c) => (both / a + both / c) / 2,
};
const names = Object.keys(metrics) as RuleMetric[];

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/**
 * Rules from frequent itemsets, the best first.
 *
 * @param itemsets with every subset of each, as Apriori and FPGrowth give them
 * @example associationRules(model.itemsets, { metric: 'lift', minThreshold: 1.2 })
 */
export function associationRules(
  itemsets: readonly Itemset[],
  { metric = 'confidence', minThreshold = 0.8 }: RuleOptions = {},
): Rule[] {
  if (!Object.hasOwn(metrics, metric))
    throw new InvalidInput(`there is no metric ${JSON.stringify(metric)}: use one of ${names.join(', ')}`);
  if (!Number.isFinite(minThreshold))
    throw new InvalidInput(`minThreshold must be a finite number, not ${minThreshold}`);
  const items = [...new Set(itemsets.flatMap((set) => set.items))].sort(inOrder);
  const places = new Map(items.map((item, place) => [item, place]));
  const placesOf = (set: Itemset) => set.items.map((item) => places.get(item)!).sort((a, b) => a - b);
  const supports = new Map(itemsets.map((set) => [placesOf(set).join(), set.support]));
  const supportOf = (part: readonly number[]) => {
    const support = supports.get(part.join());
    if (support !== undefined) return support;
    const missing = part.map((place) => items[place]).join(', ');
    throw new InvalidInput(`the support of ${missing} is not there: give every subset of each itemset`);
  };

  const rules: Rule[] = [];
  for (const set of itemsets) {
    const own = placesOf(set);
    for (const [antecedents, consequents] of partitions(own)) {
      const supported = [set.support, supportOf(antecedents), supportOf(consequents)] as const;
      if (!(metrics[metric](...supported) >= minThreshold)) continue;
      const values = names.map((name) => [name, metrics[name](...supported)] as const);
      rules.push({
        antecedents: antecedents.map((place) => items[place]!),
        consequents: consequents.map((place) => items[place]!),
        ...(Object.fromEntries(values) as Record<RuleMetric, number>),
      });
    }
  }
  // Two infinite ones differ by no number.
  return rules.sort((a, b) => Number(a[metric] < b[metric]) - Number(a[metric] > b[metric]));
}

/** Every way to part a set in two that are not empty. */
function* partitions(set: readonly number[]): Generator<[number[], number[]]> {
  const all = 2 ** set.length - 1;
  for (let mask = all - 1; mask > 0; mask--) {
    const isFirst = (index: number) => (mask >> index) & 1;
    yield [set.filter((_, index) => isFirst(index)), set.filter((_, index) => !isFirst(index))];
  }
}
