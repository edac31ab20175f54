import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { associationRules, FPGrowth } from '../../../../layers/learn/index.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const baskets = [['a', 'b'], ['a', 'b'], ['a', 'c'], ['b'], ['a', 'b', 'c']];
const model = new FPGrowth({ minSupport: 0.2 }).fit(baskets);
const everyRule = (minThreshold = -1e9) => model.rules({ metric: 'leverage', minThreshold });

test('measures are those of their definitions', () => {
  const rule = everyRule().find(
    ({ antecedents, consequents }) => antecedents.join() === 'a' && consequents.join() === 'b',
  );
  const [both, a, c] = [0.6, 0.8, 0.8];
  const expected = {
    antecedentSupport: a,
    consequentSupport: c,
    support: both,
    confidence: 0.75,
    lift: 0.9375,
    leverage: -0.04,
    conviction: 0.8,
    zhangsMetric: -0.04 / Math.max(0.6 * 0.2, 0.8 * 0.2),
    jaccard: 0.6,
    certainty: -0.25,
    kulczynski: 0.75,
  };
  for (const [name, value] of Object.entries(expected)) expect(rule![name as 'lift']).toBeCloseTo(value, 12);
});

test('a rule without exception convinces infinitely', () => {
  const rule = everyRule().find(
    ({ antecedents, consequents }) => antecedents.join() === 'c' && consequents.join() === 'a',
  )!;
  expect(rule.confidence).toBe(1);
  expect(rule.conviction).toBe(Number.POSITIVE_INFINITY);
  expect(everyRule().every((one) => !Object.values(one).some(Number.isNaN))).toBe(true);
});

test('each rule agrees with counting baskets, and none above the threshold is left out', () => {
  const basket = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 });
  fc.assert(
    fc.property(
      fc.array(basket, { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (from, minThreshold) => {
        const fitted = new FPGrowth({ minSupport: 0.1 }).fit(from);
        const share = (items: readonly unknown[]) =>
          from.filter((own) => items.every((item) => own.includes(item as 'a'))).length / from.length;
        const rules = fitted.rules({ minThreshold });
        for (const { antecedents, consequents, confidence, lift } of rules) {
          const both = share([...antecedents, ...consequents]);
          expect(confidence).toBeCloseTo(both / share(antecedents), 12);
          expect(lift).toBeCloseTo(both / share(antecedents) / share(consequents), 12);
          expect(confidence).toBeGreaterThanOrEqual(minThreshold);
        }
        const all = fitted.itemsets.reduce((sum, { items }) => sum + 2 ** items.length - 2, 0);
        expect(fitted.rules({ minThreshold: 0 })).toHaveLength(all);
        expect(
          fitted.rules({ minThreshold: 0 }).filter(({ confidence }) => confidence >= minThreshold),
        ).toEqual(rules);
      },
    ),
  );
});

describe('recommendations', () => {
  test('come from rules whose antecedents are in the basket, the best first', () => {
    const recommended = model.recommend(['c']);
    expect(recommended.map(({ item }) => item)).toEqual(['a', 'b']);
    expect(recommended[0]!.rule.confidence).toBe(1);
    expect(recommended[1]!.rule.confidence).toBeCloseTo(0.5, 12);
    expect(model.recommend(['c'], { n: 1 })).toHaveLength(1);
    expect(model.recommend(['c'], { minThreshold: 0.9 })).toHaveLength(1);
  });

  test('are none of what is there, and none for what nobody bought', () => {
    expect(model.recommend(['a', 'b', 'c'])).toEqual([]);
    expect(model.recommend(['z'])).toEqual([]);
    expect(model.recommend([])).toEqual([]);
  });

  test('the larger the basket, the nearer the rule', () => {
    const [best] = model.recommend(['a', 'c'], { metric: 'lift' });
    expect(best!.item).toBe('b');
    expect(best!.rule.antecedents).toEqual(['a']);
  });
});

test.each<[string, () => unknown, RegExp]>([
  ['another metric', () => model.rules({ metric: 'charm' as never }), /no metric "charm": use one of .*lift/],
  ['no threshold', () => model.rules({ minThreshold: Number.NaN }), /minThreshold must be a finite number/],
  [
    'sets without their subsets',
    () => associationRules([{ items: ['a', 'b'], support: 0.5 }]),
    /support of a is not there|support of b is not there/,
  ],
])('%s is refused', (_, work, message) => {
  expect(faultOf(work)).toEqual(invalid(message));
});
