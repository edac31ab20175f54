import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../layers/learn/kernels/Arena.ts';
import { exponential } from '../../../../layers/learn/linear/exponential.ts';
import { LinearLossSums } from '../../../../layers/learn/linear/LinearLossSums.ts';
import { sumProducts } from '../../../../layers/learn/linear/productSums.ts';
import type { Dense } from '../../../../layers/learn/matrix.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';

/** Enough numbers that a kernel is made, and rows that are no whole number of groups or blocks. */
const sizes = fc.record({
  columns: fc.integer({ min: 1, max: 40 }),
  more: fc.nat(9),
  scale: fc.constantFrom(1e-3, 1, 1e3),
  seed: fc.nat(),
});

function made({
  columns,
  more,
  scale,
  seed,
}: {
  columns: number;
  more: number;
  scale: number;
  seed: number;
}) {
  const random = seededRandom(seed);
  const rows = Math.ceil(20_000 / columns) + more;
  const numbers = (length: number, times = 1) =>
    Float64Array.from({ length }, () => times * (2 * random() - 1));
  const X: Dense = { rows, columns, data: numbers(rows * columns, scale) };
  return { X, random, numbers };
}

test('products: the kernel is its twin, to the bit', () => {
  fc.assert(
    fc.property(sizes, (of) => {
      const { X, numbers } = made(of);
      const [y, c] = [numbers(X.rows), numbers(X.columns + 1)];
      const plain = sumProducts(X, y, c, new Arena({ plain: true }));
      const fast = sumProducts(X, y, c);
      expect(fast.sums).toEqual(plain.sums);
      for (let i = 0; i <= X.columns; i++)
        for (let j = i; j <= X.columns; j++)
          expect(fast.products[i * fast.stride + j]).toBe(plain.products[i * plain.stride + j]);
    }),
    { numRuns: 30 },
  );
});

describe.each(['log', 'squared'] as const)('%s loss', (kind) => {
  test.each([true, false])('the kernel is its twin, to the bit; weights: %s', (weighted) => {
    fc.assert(
      fc.property(sizes, (of) => {
        const { X, random, numbers } = made(of);
        const targets = Float64Array.from({ length: X.rows }, () => Number(random() > 0.5));
        const weights = weighted ? Float64Array.from(targets, () => 2 * random()) : undefined;
        const data = { X, targets, weights };
        const [centre, solution] = [numbers(X.columns), numbers(X.columns + 1)];
        const [fast, plain] = [new Float64Array(X.columns + 1), new Float64Array(X.columns + 1)];
        const loss = new LinearLossSums(kind, data, centre).sum(solution, fast);
        const twin = new LinearLossSums(kind, data, centre, new Arena({ plain: true }));
        expect(loss).toBe(twin.sum(solution, plain));
        expect(fast).toEqual(plain);
        let expected = 0;
        for (let row = 0; row < X.rows; row++) {
          let score = solution[X.columns]!;
          for (let column = 0; column < X.columns; column++)
            score += (X.data[row * X.columns + column]! - centre[column]!) * solution[column]!;
          const margin = targets[row] === 1 ? score : -score;
          const own =
            kind === 'log'
              ? Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin)
              : (score - targets[row]!) ** 2 / 2;
          expected += (weights?.[row] ?? 1) * own;
        }
        expect(Math.abs(loss / expected - 1)).toBeLessThan(1e-12);
      }),
      { numRuns: 20 },
    );
  });
});

test('the exponential is as exact as numbers are', () => {
  fc.assert(
    fc.property(fc.double({ min: -708, max: 0, noNaN: true }), (x) => {
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(5e-16);
    }),
    { numRuns: 5000 },
  );
  expect(exponential(0)).toBe(1);
  expect(exponential(-1e6)).toBeLessThan(1e-307);
  expect(exponential(Number.NaN)).toBeNaN();
});
