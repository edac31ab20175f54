import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../layers/learn/random.ts';
import { sortOrder } from '../../../layers/learn/sortOrder.ts';

const byComparison = (values: Float64Array) =>
  Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);

test('few numbers and many are in ascending order, equal ones in their own', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(10, 5000),
      fc.nat(),
      fc.integer({ min: -300, max: 300 }),
      (n, seed, power) => {
        const random = seededRandom(seed);
        const values = Float64Array.from(
          { length: n },
          () => Math.round((random() - 0.5) * 1000) * (random() < 0.5 ? 1 : 10 ** power),
        );
        expect(sortOrder(values)).toEqual(byComparison(values));
      },
    ),
    { numRuns: 20 },
  );
});

test('infinite numbers are at the ends, and -0 is 0', () => {
  const values = new Float64Array(5000).fill(1);
  values.set([0, Number.POSITIVE_INFINITY, -0, Number.NEGATIVE_INFINITY, -1]);
  expect(sortOrder(values)).toEqual(byComparison(values));
});
