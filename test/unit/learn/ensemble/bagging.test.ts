import { describe, expect, test } from 'vitest';
import {
  BaggingClassifier,
  BaggingRegressor,
  LinearRegression,
  LinearSVC,
  LogisticRegression,
  Ridge,
} from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

describe.each([
  ['rows drawn with replacement', {}],
  ['half of the rows', { maxSamples: 0.5, bootstrap: false }],
  ['features drawn too', { maxFeatures: 0.7, nEstimators: 20, bootstrapFeatures: true }],
] as const)('a regressor, %s', (_, options) => {
  checkEstimator(() => new BaggingRegressor({ estimator: new LinearRegression(), ...options }), {
    weights: 'accepted',
  });
});

describe.each([
  ['rows drawn with replacement', { nEstimators: 5 }],
  ['features drawn too', { maxFeatures: 0.7, nEstimators: 15, oobScore: true }],
] as const)('a classifier, %s', (_, options) => {
  checkEstimator(() => new BaggingClassifier({ estimator: new LogisticRegression(), ...options }), {
    weights: 'accepted',
  });
});

describe('trees by default', () => {
  describe('a regressor', () =>
    checkEstimator(() => new BaggingRegressor({ nEstimators: 5 }), { weights: 'accepted', missing: true }));
  describe('a classifier', () =>
    checkEstimator(() => new BaggingClassifier({ nEstimators: 5 }), { weights: 'accepted', missing: true }));
});

const random = seededRandom(3);
const X = dense(Array.from({ length: 80 }, () => [random(), random(), random()]));
const y = Float64Array.from(
  { length: 80 },
  (_, row) => 4 * X.data[3 * row]! - X.data[3 * row + 1]! + 0.1 * random(),
);

test('without chance it is its estimator', () => {
  const bag = new BaggingRegressor({ estimator: new Ridge(), bootstrap: false, nEstimators: 3 }).fit(X, y);
  const alone = new Ridge().fit(X, y).predict(X);
  for (const [row, value] of bag.predict(X).entries()) expect(value).toBeCloseTo(alone[row]!, 12);
});

test('rows of no weight are never drawn, heavy ones often', () => {
  const sampleWeight = Float64Array.from(y, (_, row) => Number(row % 2 === 0));
  const broken = y.map((value, row) => (row % 2 === 0 ? value : 1e9));
  for (const bootstrap of [true, false]) {
    const options = { estimator: new LinearRegression(), bootstrap, maxSamples: 20 };
    const values = new BaggingRegressor(options).fit(X, broken, { sampleWeight }).predict(X);
    expect(Math.max(...values)).toBeLessThan(10);
  }
});

test('members see the features that they drew, and differ', () => {
  const { members } = new BaggingRegressor({ estimator: new Ridge(), maxFeatures: 2 }).fit(X, y);
  expect(members.every(({ features }) => features!.length === 2)).toBe(true);
  expect(new Set(members.map(({ features }) => features!.join())).size).toBeGreaterThan(1);
  expect(new Set(members.map(({ model }) => JSON.stringify(model))).size).toBe(members.length);
});

test('rows out of the bag tell how good it is', () => {
  const regression = new BaggingRegressor({
    estimator: new LinearRegression(),
    oobScore: true,
    nEstimators: 30,
  }).fit(X, y);
  expect(regression.oobScore).toBeGreaterThan(0.95);
  expect(regression.oobScore).toBeLessThan(1);
  const noise = y.map(() => random());
  expect(
    new BaggingRegressor({ estimator: new LinearRegression(), oobScore: true }).fit(X, noise).oobScore,
  ).toBeLessThan(0.2);
  const labels = Array.from(y, (value) => (value > 1.5 ? 'high' : 'low'));
  const classifier = new BaggingClassifier({
    estimator: new LogisticRegression({ C: 100 }),
    oobScore: true,
  }).fit(X, labels);
  expect(classifier.oobScore).toBeGreaterThan(0.9);
});

test('members without probabilities vote', () => {
  const labels = y.map((value) => Number(value > 1.5));
  const { data } = new BaggingClassifier({ estimator: new LinearSVC(), nEstimators: 4 })
    .fit(X, labels)
    .predictProba(X);
  expect([...new Set(data)].every((share) => Number.isInteger(share * 4))).toBe(true);
});

test.each<[string, () => unknown, RegExp]>([
  [
    'more rows than there are',
    () => new BaggingRegressor({ estimator: new Ridge(), bootstrap: false, maxSamples: 81 }).fit(X, y),
    /81 rows cannot be drawn of 80/,
  ],
  [
    'more features than there are',
    () => new BaggingRegressor({ estimator: new Ridge(), maxFeatures: 4 }).fit(X, y),
    /4 features cannot be drawn of 3/,
  ],
  [
    'nothing out of the bag',
    () => new BaggingRegressor({ estimator: new Ridge(), bootstrap: false, oobScore: true }).fit(X, y),
    /no rows out of the bag/,
  ],
  [
    'draws of a single row',
    () =>
      new BaggingClassifier({ estimator: new LogisticRegression(), maxSamples: 0.01 }).fit(
        X,
        y.map((value) => Number(value > 1)),
      ),
    /rows of one class only/,
  ],
  [
    'a classifier for numbers',
    () => new BaggingRegressor({ estimator: new LogisticRegression() as never }).fit(X, y),
    /must be a regressor/,
  ],
])('%s is refused', (_, work, message) => {
  expect(faultOf(work)).toEqual(invalid(message));
});
