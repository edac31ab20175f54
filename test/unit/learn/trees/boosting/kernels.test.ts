import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  HistGradientBoostingClassifier,
  HistGradientBoostingRegressor,
  type Model,
} from '../../../../../layers/learn/index.ts';
import { asTable, mixed } from './data.ts';

afterEach(() => vi.unstubAllGlobals());

/** The same fit with the kernels and without WebAssembly. */
function expectTwins(fit: () => Model): void {
  const byKernel = JSON.stringify(fit());
  vi.stubGlobal('WebAssembly', undefined);
  expect(JSON.stringify(fit()) === byKernel).toBe(true);
}

const options = { maxIter: 10, earlyStopping: false };

describe('the kernels and their twins fit the same model to the byte', () => {
  // More than a block of each; few rows have histograms of each column alone, many joint ones; an odd number of them.
  test.each([25, 301, 5000, 10_001])('of two classes on %d rows, with weights', (rows) => {
    const { X, y, weights } = mixed(rows);
    const labels = y.map((value) => Number(value > 3));
    const estimator = new HistGradientBoostingClassifier({ ...options, minSamplesLeaf: 5 });
    expectTwins(() => estimator.fit(X, labels));
    expectTwins(() => estimator.fit(X, labels, { sampleWeight: weights }));
  });

  test('of three classes on categories and missing values', () => {
    const { X, y } = mixed(3000);
    const labels = Array.from(y, (value) => (value > 5 ? 'high' : value > 0 ? 'middle' : 'low'));
    expectTwins(() => new HistGradientBoostingClassifier(options).fit(asTable(X), labels));
  });

  test.each(['squared_error', 'absolute_error', 'poisson', 'gamma', 'quantile'] as const)('of %s', (loss) => {
    const { X, y, weights } = mixed(9001);
    const positive = y.map((value) => Math.exp(value / 5));
    const estimator = new HistGradientBoostingRegressor({ ...options, loss, quantile: 0.3, maxBins: 40 });
    expectTwins(() => estimator.fit(X, positive, { sampleWeight: weights }));
  });

  // Every row of a block in the same bin, with the same hessian: the largest sums there can be.
  test.each([8192, 16_384, 20_001])('of %d rows that are all alike but for one column', (rows) => {
    const data = Float64Array.from({ length: 3 * rows }, (_, at) => (at % 3 === 2 ? at : 7));
    const y = Float64Array.from({ length: rows }, (_, row) => Number(row > rows / 2));
    const X = { rows, columns: 3, data };
    expectTwins(() => new HistGradientBoostingRegressor(options).fit(X, y));
    const model = new HistGradientBoostingRegressor({ ...options, learningRate: 1 }).fit(X, y);
    const predicted = model.predict(X);
    expect([predicted[0], predicted[rows - 1]]).toEqual([expect.closeTo(0, 6), expect.closeTo(1, 6)]);
  });

  test('of predictions beyond what a power can be', () => {
    const { X, y } = mixed(3000);
    const labels = y.map((value) => Number(value > 3));
    expectTwins(() =>
      new HistGradientBoostingClassifier({ ...options, learningRate: 50, minSamplesLeaf: 1 }).fit(X, labels),
    );
  });

  test('with monotonic constraints', () => {
    const { X, y } = mixed(2000);
    const monotonicCst = [1, -1, 1, 0, 0, 0, 0, 0];
    expectTwins(() => new HistGradientBoostingRegressor({ ...options, monotonicCst }).fit(X, y));
  });
});
