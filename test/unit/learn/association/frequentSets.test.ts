import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Apriori,
  type AssociationModel,
  FPGrowth,
  fitAsync,
  type Item,
  loadModel,
  type Transactions,
} from '../../../../layers/learn/index.ts';
import { dense } from '../../../contract/dense.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const miners = [Apriori, FPGrowth] as const;
const baskets = [
  ['bread', 'butter', 'milk'],
  ['bread', 'butter'],
  ['beer', 'bread'],
  ['milk', 'milk'],
];

/** Every set of the items that is in enough baskets, by looking at each set in each basket. */
function bruteForce(transactions: readonly (readonly number[])[], minSupport: number, maxLen: number) {
  const items = [...new Set(transactions.flat())].sort((a, b) => a - b);
  const found: { items: number[]; support: number }[] = [];
  for (let mask = 1; mask < 2 ** items.length; mask++) {
    const set = items.filter((_, index) => (mask >> index) & 1);
    const count = transactions.filter((basket) => set.every((item) => basket.includes(item))).length;
    if (set.length <= maxLen && count / transactions.length >= minSupport)
      found.push({ items: set, support: count / transactions.length });
  }
  const key = ({ items: own }: { items: number[] }) => [own.length, ...own];
  return found.sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    const place = left.findIndex((value, index) => value !== right[index]);
    return left[place]! - right[place]!;
  });
}

describe.each(miners.map((Miner) => [Miner.name, Miner] as const))('%s', (_, Miner) => {
  test('finds what looking at every set finds', () => {
    const basket = fc.array(fc.nat(7), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(basket, { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        (transactions, minSupport, maxLen) => {
          expect(new Miner({ minSupport, maxLen }).fit(transactions).itemsets).toEqual(
            bruteForce(transactions, minSupport, maxLen),
          );
        },
      ),
    );
  });

  test('a support of just so many baskets is enough, however it rounds', () => {
    for (let n = 1; n <= 100; n++) {
      const transactions = Array.from({ length: 100 }, (__, row) => (row < n ? ['a'] : []));
      expect(new Miner({ minSupport: n / 100 }).fit(transactions).itemsets).toHaveLength(1);
    }
  });

  test('items of lists, of a matrix and of a table are the same', () => {
    const expected = new Miner({ minSupport: 0.5 }).fit(baskets);
    expect(expected.itemsets).toEqual([
      { items: ['bread'], support: 0.75 },
      { items: ['butter'], support: 0.5 },
      { items: ['milk'], support: 0.5 },
      { items: ['bread', 'butter'], support: 0.5 },
    ]);
    const names = ['beer', 'bread', 'butter', 'milk'];
    const matrix = dense(baskets.map((own) => names.map((name) => Number(own.includes(name)))));
    const columns = names.map((name, item) => [
      name,
      { kind: 'number', values: Float64Array.from(baskets, (__, row) => matrix.data[row * 4 + item]!) },
    ]);
    const table = { length: 4, columns: Object.fromEntries(columns) } as Transactions;
    expect(new Miner({ minSupport: 0.5 }).fit(table).itemsets).toEqual(expected.itemsets);
    expect(
      new Miner({ minSupport: 0.5 })
        .fit(matrix)
        .itemsets.map(({ items }) => items.map((item) => names[item as number])),
    ).toEqual(expected.itemsets.map(({ items }) => items));
  });

  test('JSON and back is the same, and fitting leaves its input alone', () => {
    const before = JSON.stringify(baskets);
    const model = new Miner({ minSupport: 0.25 }).fit(baskets);
    const loaded = loadModel<AssociationModel>(JSON.parse(JSON.stringify(model)));
    expect(JSON.stringify(baskets)).toBe(before);
    expect(loaded.itemsets).toEqual(model.itemsets);
    expect(loaded.recommend(['butter'])).toEqual(model.recommend(['butter']));
    expect(JSON.stringify(loaded)).toBe(JSON.stringify(model));
    expect(model.kind).toBe(Miner.name === 'Apriori' ? 'apriori' : 'fp-growth');
  });

  test('no basket has anything', () => {
    expect(new Miner().fit([[], []]).itemsets).toEqual([]);
  });

  test('it can be ended between two rounds', async () => {
    const abort = new AbortController();
    const options = { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) };
    await expect(fitAsync(new Miner({ minSupport: 0.1 }), baskets, undefined, options)).rejects.toThrow(
      'enough',
    );
  });

  test.each<[string, Transactions, object, RegExp]>([
    ['no baskets', [], {}, /no transactions/],
    ['a support of 0', baskets, { minSupport: 0 }, /minSupport .*above 0/],
    ['sets of no items', baskets, { maxLen: 0 }, /maxLen .*null, or a whole number above 0/],
    ['other numbers than 0 and 1', dense([[0, 2]]), {}, /item 1 of transaction 0 is 2: it must be 0 or 1/],
    ['a missing item', [['a', Number.NaN as Item]], {}, /transaction 0 has the item NaN/],
    ['a basket that is none', ['bread' as never], {}, /transaction 0 is "bread"/],
  ])('%s is refused', (__, transactions, options, message) => {
    expect(faultOf(() => new Miner(options).fit(transactions))).toEqual(invalid(message));
  });
});

test('numbers and texts may be items of the same baskets', () => {
  const itemsets = new FPGrowth({ minSupport: 1 }).fit([['b', 10, 'a', 9]]).itemsets;
  expect(itemsets.at(-1)!.items).toEqual([9, 10, 'a', 'b']);
});
