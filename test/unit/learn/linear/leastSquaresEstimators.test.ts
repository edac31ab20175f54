import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ElasticNet, Lasso, LinearRegression, Ridge } from '../../../../layers/learn/index.ts';
import { crossProducts } from '../../../../layers/learn/linear/crossProducts.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';

describe('linear-regression', () => checkEstimator(() => new LinearRegression()));
describe.each([{}, { alpha: 0 }, { alpha: 0.01, fitIntercept: false }, { alpha: 1e-12 }])(
  'ridge %j',
  (options) => checkEstimator(() => new Ridge(options)),
);
describe.each([
  { alpha: 0.05 },
  { alpha: 0.01, fitIntercept: false },
  { alpha: 0.05, selection: 'random', seed: 3 },
  { alpha: 0.02, positive: true, tol: 1e-8 },
] as const)('lasso %j', (options) => checkEstimator(() => new Lasso(options)));
describe.each([
  { alpha: 0.05 },
  { alpha: 0.1, l1Ratio: 0 },
  { alpha: 0.01, l1Ratio: 0.9, fitIntercept: false },
])('elastic-net %j', (options) => checkEstimator(() => new ElasticNet(options)));

const data = fc.record({
  rows: fc.integer({ min: 2, max: 40 }),
  columns: fc.integer({ min: 1, max: 12 }),
  seed: fc.nat(),
});

function made({ rows, columns, seed }: { rows: number; columns: number; seed: number }) {
  const random = seededRandom(seed);
  const X = dense(
    Array.from({ length: rows }, () =>
      Array.from({ length: columns }, (_, column) => 10 * random() - 3 * column),
    ),
  );
  return { X, y: Float64Array.from({ length: rows }, () => 5 * random()) };
}

/** What is left of the data once the model has explained its share. */
function slopesOf({ X, y }: ReturnType<typeof made>, predicted: Float64Array): Float64Array {
  const rest = y.map((value, row) => value - predicted[row]!);
  return Float64Array.from({ length: X.columns }, (_, column) =>
    rest.reduce((sum, value, row) => sum + value * X.data[row * X.columns + column]!, 0),
  );
}

test('products in one pass are those of the centred data, whatever the order of rows', () => {
  fc.assert(
    fc.property(data, (of) => {
      const { X, y } = made(of);
      // Sorted rows, so that no part of them is like the others.
      X.data.sort();
      const { means, mean, gram, moment } = crossProducts(X, y, true);
      const at = (row: number, column: number) => X.data[row * X.columns + column]! - means[column]!;
      const sum = (term: (row: number) => number) =>
        Array.from({ length: X.rows }, (_, row) => term(row)).reduce((a, b) => a + b, 0);
      for (let i = 0; i < X.columns; i++) {
        expect(sum((row) => at(row, i))).toBeCloseTo(0, 9);
        expect(moment[i]).toBeCloseTo(
          sum((row) => at(row, i) * (y[row]! - mean)),
          8,
        );
        for (let j = 0; j <= i; j++)
          expect(gram[i]![j]).toBeCloseTo(
            sum((row) => at(row, i) * at(row, j)),
            7,
          );
      }
    }),
  );
});

test('ridge: the slope of the squared errors is the weight times alpha, with more rows or more columns', () => {
  fc.assert(
    fc.property(data, fc.double({ min: 0.01, max: 100, noNaN: true }), (of, alpha) => {
      const problem = made(of);
      const model = new Ridge({ alpha }).fit(problem.X, problem.y);
      const slopes = slopesOf(problem, model.predict(problem.X));
      for (const [column, weight] of model.coef.entries())
        expect(slopes[column]).toBeCloseTo(alpha * weight, 6);
    }),
  );
});

test('elastic net: no slope beyond what the penalty holds, by products and by columns alike', () => {
  fc.assert(
    fc.property(data, fc.double({ min: 0, max: 1, noNaN: true }), (of, l1Ratio) => {
      const problem = made(of);
      const alpha = 0.2;
      const { coef, ...model } = new ElasticNet({ alpha, l1Ratio, tol: 1e-12, maxIter: 100_000 }).fit(
        problem.X,
        problem.y,
      );
      const slopes = slopesOf(
        problem,
        new LinearRegression()
          .fit(problem.X, problem.y)
          .predict(problem.X)
          .map((_, row) =>
            coef.reduce(
              (sum, weight, column) => sum + weight * problem.X.data[row * problem.X.columns + column]!,
              model.intercept,
            ),
          ),
      );
      const size = problem.X.rows;
      for (const [column, weight] of coef.entries()) {
        const pull = slopes[column]! / size - alpha * (1 - l1Ratio) * weight;
        if (weight === 0) expect(Math.abs(pull)).toBeLessThanOrEqual(alpha * l1Ratio + 1e-4);
        else expect(pull).toBeCloseTo(Math.sign(weight) * alpha * l1Ratio, 4);
      }
    }),
    { numRuns: 50 },
  );
});

test('lasso leaves out what does not matter, and a strong penalty everything', () => {
  const random = seededRandom(4);
  const X = dense(Array.from({ length: 200 }, () => Array.from({ length: 10 }, () => random() - 0.5)));
  const y = Float64Array.from({ length: 200 }, (_, row) => 4 * X.data[row * 10]! - 3 * X.data[row * 10 + 7]!);
  const used = (alpha: number) =>
    [...new Lasso({ alpha }).fit(X, y).coef.keys()].filter(
      (at) => new Lasso({ alpha }).fit(X, y).coef[at] !== 0,
    );
  expect(used(0.05)).toEqual([0, 7]);
  expect(used(10)).toEqual([]);
});
