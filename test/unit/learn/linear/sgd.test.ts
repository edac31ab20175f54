import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createEstimator,
  SGDClassifier,
  type SGDClassifierOptions,
  SGDProbabilisticModel,
  SGDRegressor,
  type SGDRegressorOptions,
} from '../../../../layers/learn/index.ts';
import { distanceLosses, marginLosses } from '../../../../layers/learn/linear/losses.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';

// A feature moves what the others get, as the step is the same for all.
const expectations = { weights: 'accepted', ignoresConstants: false } as const;

describe.each<SGDClassifierOptions>([
  {},
  { loss: 'log_loss', penalty: 'l1' },
  { loss: 'modified_huber', penalty: 'elasticnet', average: true },
  { loss: 'squared_hinge', learningRate: 'adaptive', classWeight: 'balanced' },
  { loss: 'perceptron', penalty: null, learningRate: 'constant', shuffle: false, average: 10 },
  { loss: 'log_loss', learningRate: 'invscaling', eta0: 0.5, tol: null, maxIter: 30, fitIntercept: false },
])('sgd-classifier %o', (options) => checkEstimator(() => new SGDClassifier(options), expectations));

describe.each<SGDRegressorOptions>([
  { tol: 1e-9, maxIter: 3000 },
  { loss: 'huber', learningRate: 'adaptive', tol: 1e-6 },
  {
    loss: 'epsilon_insensitive',
    epsilon: 0,
    penalty: 'l1',
    learningRate: 'adaptive',
    tol: 1e-7,
    alpha: 1e-6,
  },
  { loss: 'squared_epsilon_insensitive', epsilon: 0, learningRate: 'adaptive', alpha: 1e-6, tol: 1e-7 },
  { learningRate: 'adaptive', average: true, fitIntercept: false, tol: null, maxIter: 50 },
])('sgd-regressor %o', (options) =>
  checkEstimator(() => new SGDRegressor(options), { ...expectations, constantDigits: 2 }),
);

const losses = [
  ...Object.entries(marginLosses),
  ...Object.entries(distanceLosses).map(([name, loss]) => [name, loss(0.3)] as const),
];

test.each(losses)('%s: the slope is that of the value', (_, loss) => {
  const number = fc.double({ min: -20, max: 20, noNaN: true });
  fc.assert(
    fc.property(number, fc.constantFrom(-1, 1), (score, target) => {
      const [below, above] = [loss.value(score - 1e-6, target), loss.value(score + 1e-6, target)];
      const [left, right] = [loss.slope(score - 1e-6, target), loss.slope(score + 1e-6, target)];
      // Convex: what the value rises lies between the slopes at both ends.
      expect((above - below) / 2e-6).toBeGreaterThanOrEqual(Math.min(left, right) - 1e-5);
      expect((above - below) / 2e-6).toBeLessThanOrEqual(Math.max(left, right) + 1e-5);
    }),
  );
});

test('only the losses that say probabilities give them', () => {
  const X = [[0], [1], [2], [3]];
  const fit = (loss: NonNullable<SGDClassifierOptions['loss']>) =>
    new SGDClassifier({ loss }).fit(X, ['a', 'a', 'b', 'b']);
  for (const loss of ['log_loss', 'modified_huber'] as const)
    expect(fit(loss)).toBeInstanceOf(SGDProbabilisticModel);
  for (const loss of ['hinge', 'squared_hinge', 'perceptron'] as const)
    expect('predictProba' in fit(loss)).toBe(false);
});

test('an L1 penalty leaves features out', () => {
  const rows = Array.from({ length: 300 }, (_, row) => [
    Math.sin(row),
    Math.cos(7 * row),
    Math.sin(13 * row + 2),
  ]);
  const y = rows.map(([first]) => Number(first! > 0));
  const zeros = (penalty: 'l1' | 'l2') =>
    new SGDClassifier({ penalty, alpha: 0.1, loss: 'log_loss' })
      .fit(rows, y)
      .coef.data.filter((weight) => weight === 0).length;
  expect(zeros('l1')).toBe(2);
  expect(zeros('l2')).toBe(0);
});

test('a spec gets the SGDClassifier that gives probabilities, and no other', () => {
  const X = [[0], [1], [2], [3]];
  expect('predictProba' in createEstimator('sgd-classifier').fit(X, [0, 0, 1, 1])).toBe(true);
  expect(() => createEstimator('sgd-classifier', { loss: 'hinge' })).toThrow(
    /one of log_loss, modified_huber/,
  );
});
