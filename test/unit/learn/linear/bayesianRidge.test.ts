import { describe, expect, test } from 'vitest';
import { BayesianRidge } from '../../../../layers/learn/index.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';

describe.each([{}, { fitIntercept: false }, { lambda1: 1, alphaInit: 0.5, lambdaInit: 2, maxIter: 5 }])(
  'bayesian-ridge %j',
  (options) => {
    checkEstimator(() => new BayesianRidge(options));
  },
);

test('a prediction is the less certain the farther it is from the data', () => {
  const rows = Array.from({ length: 30 }, (_, row) => [row, (row * 7) % 11]);
  const y = rows.map(([a, b], row) => a! - 2 * b! + (((row * 37) % 13) - 6) / 5);
  const model = new BayesianRidge().fit(rows, y);
  const [near, far] = model.predictStd([
    [15, 5],
    [300, -90],
  ]);
  expect(near).toBeGreaterThan(0.3);
  expect(near).toBeLessThan(1.5);
  expect(far).toBeGreaterThan(2 * near!);
});
