import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LinearRegression } from '../../../layers/learn/index.ts';
import { gramOf } from '../../../layers/learn/linear/gram.ts';
import { leastNorm } from '../../../layers/learn/linear/leastNorm.ts';
import { solveNormalEquation } from '../../../layers/learn/linear/normalEquation.ts';
import type { Dense } from '../../../layers/learn/matrix.ts';
import { seededRandom } from '../../../layers/learn/random.ts';
import { dense } from '../../contract/dense.ts';

const plainGram = (X: Dense) => gramOf(X, X, new Float64Array(X.columns));

/** Rows of one-hot groups and numbers: groups depend on each other. */
const groups = fc.record({
  sizes: fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 1, maxLength: 3 }),
  numbers: fc.nat(2),
  rows: fc.integer({ min: 5, max: 60 }),
  seed: fc.nat(),
});

function oneHot({
  sizes,
  numbers,
  rows,
  seed,
}: {
  sizes: number[];
  numbers: number;
  rows: number;
  seed: number;
}) {
  const random = seededRandom(seed);
  const made = Array.from({ length: rows }, () => [
    ...sizes.flatMap((size) => {
      const hot = Math.floor(random() * size);
      return Array.from({ length: size }, (_, index) => Number(index === hot));
    }),
    ...Array.from({ length: numbers }, () => 4 * random() - 2),
  ]);
  return { X: dense(made), y: Float64Array.from({ length: rows }, () => 10 * random()) };
}

function expectClose(ours: ArrayLike<number>, theirs: ArrayLike<number>, digits = 9): void {
  expect(ours.length).toBe(theirs.length);
  for (let index = 0; index < ours.length; index++) expect(ours[index]).toBeCloseTo(theirs[index]!, digits);
}

test('the normal equation and the singular values find the same solution of least norm', () => {
  fc.assert(
    fc.property(groups, (made) => {
      const { X, y } = oneHot(made);
      const solved = solveNormalEquation(X, y, plainGram(X));
      if (solved) expectClose(solved, leastNorm(X, y));
    }),
  );
});

test('dependent one-hot columns need no singular values', () => {
  const { X, y } = oneHot({ sizes: [6, 5, 4], numbers: 2, rows: 200, seed: 3 });
  expectClose(solveNormalEquation(X, y, plainGram(X))!, leastNorm(X, y), 12);
});

test('products of sparse columns are those of the centred data', () => {
  fc.assert(
    fc.property(groups, (made) => {
      const { X } = oneHot(made);
      const column = (of: Dense, index: number) =>
        Array.from({ length: of.rows }, (_, row) => of.data[row * of.columns + index]!);
      const means = Float64Array.from(
        { length: X.columns },
        (_, index) => column(X, index).reduce((sum, one) => sum + one, 0) / X.rows,
      );
      const Z = { ...X, data: X.data.map((value, index) => value - means[index % X.columns]!) };
      for (const [i, products] of gramOf(X, Z, means).entries()) {
        const expected = products.map((_, j) =>
          column(Z, i).reduce((sum, value, row) => sum + value * column(Z, j)[row]!, 0),
        );
        expectClose(products, expected);
      }
    }),
  );
});

describe('columns that are nearly the same, too near for the normal equation', () => {
  const random = seededRandom(5);
  test.each([1e-6, 1e-9, 1e-12, 1e-15])('but for %d', (apart) => {
    const x = Array.from({ length: 80 }, () => random());
    const X = dense(x.map((value, row) => [value, value + apart * ((row % 7) - 3)]));
    const y = Float64Array.from(x, (value, row) => 3 * value + 1 + 0.01 * ((row % 5) - 2));
    const single = new LinearRegression().fit(dense(x.map((value) => [value])), y);
    const predicted = new LinearRegression().fit(X, y).predict(X);
    const errorOf = (of: Float64Array) => of.reduce((sum, value, row) => sum + (value - y[row]!) ** 2, 0);
    const alone = errorOf(single.predict(dense(x.map((value) => [value]))));
    // Another column can only help.
    expect(errorOf(predicted)).toBeLessThanOrEqual(alone * (1 + 1e-9));
    expect(errorOf(predicted)).toBeGreaterThan(0.5 * alone);
  });
});

test.each([1e160, 1e300])('features of %d are refused, not waited for', (size) => {
  const X = dense(Array.from({ length: 10 }, (_, row) => [row * size, ((row * 7) % 10) * size]));
  const y = Float64Array.from({ length: 10 }, (_, row) => row);
  expect(() => new LinearRegression().fit(X, y)).toThrow(
    expect.objectContaining({ name: 'InvalidInput', message: expect.stringMatching(/scale them/) }),
  );
});
