import { describe, expect, test } from 'vitest';
import {
  fitAsync,
  HistGradientBoostingClassifier,
  HistGradientBoostingRegressor,
} from '../../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../../layers/learn/random.ts';
import { holdOut } from '../../../../../layers/learn/trees/boosting/holdOut.ts';
import { mixed } from './data.ts';

const { X, y } = mixed(600);
/** Nothing can be learned of it. */
const noise = y.map(seededRandom(3));

describe('early stopping', () => {
  test('ends when rows held out are predicted no better', () => {
    const fit = (options: object, target: Float64Array = noise) =>
      new HistGradientBoostingRegressor({
        maxIter: 60,
        earlyStopping: true,
        nIterNoChange: 5,
        ...options,
      }).fit(X, target).nIter;
    expect(fit({})).toBeLessThan(30);
    expect(fit({ earlyStopping: false })).toBe(60);
    expect(fit({ earlyStopping: 'auto' })).toBe(60);
    expect(fit({ validationFraction: 100 })).toBeLessThan(60);
    // On the rows learned from the loss goes on falling, unless it must fall by much.
    expect(fit({ validationFraction: null })).toBe(60);
    expect(fit({ validationFraction: null, tol: 10 })).toBe(5);
    expect(fit({}, y)).toBe(60);
  });

  test('is automatic for more than 10,000 rows', () => {
    const many = mixed(10_001);
    const labels = many.y.map((_, row) => (row * 7919) % 2);
    expect(new HistGradientBoostingClassifier({ nIterNoChange: 3 }).fit(many.X, labels).nIter).toBeLessThan(
      100,
    );
  });
});

test('rows held out are of each class, and every class keeps some', () => {
  const classes = Float64Array.from({ length: 101 }, (_, row) => (row === 100 ? 2 : Number(row < 20)));
  const { train, validation } = holdOut(101, 0.1, seededRandom(0), classes);
  const count = (rows: Int32Array, code: number) => rows.filter((row) => classes[row] === code).length;
  expect([0, 1, 2].map((code) => count(validation, code))).toEqual([8, 2, 0]);
  expect([...train, ...validation].sort((a, b) => a - b)).toEqual(Array.from(classes.keys()));
});

test('a fit tells its progress, and ends when it is told to', async () => {
  const seen: number[] = [];
  const estimator = new HistGradientBoostingRegressor({ maxIter: 4 });
  estimator.fit(X, y, { onProgress: ({ done, total }) => seen.push(done / total) });
  expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
  const controller = new AbortController();
  const fitting = fitAsync(new HistGradientBoostingRegressor({ maxIter: 1000 }), X, y, {
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('enough')),
  });
  await expect(fitting).rejects.toThrow('enough');
});

test.each([
  ['gamma', [1, 0, 2], /a target is 0.*gamma/],
  ['poisson', [1, -1, 2], /a target is -1.*Poisson/],
  ['poisson', [0, 0, 0], /every target is 0/],
  ['quantile', [1, 2, 3], /quantile.*is missing/],
] as const)('%s refuses targets %j', (loss, targets, message) => {
  expect(() => new HistGradientBoostingRegressor({ loss }).fit([[1], [2], [3]], targets)).toThrow(message);
});
