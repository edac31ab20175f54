import { describe, expect, test } from 'vitest';
import { AdaBoostClassifier, LogisticRegression, Ridge } from '../../../../layers/learn/index.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const estimator = new LogisticRegression({ C: 100 });

describe.each([
  ['as it is', {}],
  ['slow', { learningRate: 0.3, nEstimators: 5 }],
] as const)('AdaBoost, %s', (_, options) => {
  checkEstimator(() => new AdaBoostClassifier({ estimator, ...options }), { weightTolerance: 1e-3 });
});

describe('stumps by default', () => {
  checkEstimator(() => new AdaBoostClassifier({ nEstimators: 20 }), { weights: 'accepted', missing: true });
});

/** Ones in the middle: no line parts them from the rest. */
const X = dense(Array.from({ length: 60 }, (_, row) => [row]));
const y = Float64Array.from({ length: 60 }, (_, row) => Number(row >= 10 && row < 30));

test('weights are those of SAMME', () => {
  const { estimatorErrors, estimatorWeights, estimators } = new AdaBoostClassifier({
    estimator,
    nEstimators: 3,
  }).fit(X, y);
  const wrong = Array.from(estimators[0]!.predict(X) as Float64Array, (label, row) => label !== y[row]);
  expect(estimatorErrors[0]).toBeCloseTo(wrong.filter(Boolean).length / 60, 12);
  for (const [index, error] of estimatorErrors.entries())
    expect(estimatorWeights[index]).toBeCloseTo(Math.log((1 - error) / error), 12);
});

test('the second member learns from weights that grew where the first was wrong', () => {
  const flipped = Float64Array.from({ length: 60 }, (_, row) => Number(row > 30 !== (row % 7 === 0)));
  const { estimators, estimatorWeights } = new AdaBoostClassifier({ estimator, learningRate: 0.5 }).fit(
    X,
    flipped,
  );
  const wrong = Array.from(estimators[0]!.predict(X) as Float64Array, (label, row) => label !== flipped[row]);
  const weights = wrong.map((isWrong) => (isWrong ? Math.exp(estimatorWeights[0]!) : 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const second = estimator.fit(X, flipped, { sampleWeight: weights.map((weight) => weight / sum) });
  expect(estimators.length).toBeGreaterThan(1);
  for (const [index, value] of second.predictProba(X).data.entries())
    expect((estimators[1] as typeof second).predictProba(X).data[index]).toBeCloseTo(value, 6);
});

test('what is perfect needs no other', () => {
  const model = new AdaBoostClassifier({ estimator: new LogisticRegression({ C: 1e6 }) }).fit(
    X,
    y.map((_, row) => Number(row > 30)),
  );
  expect(model.estimators).toHaveLength(1);
  expect(model.estimatorErrors).toEqual([0]);
});

test('what is no better than guessing stands alone', () => {
  const same = dense(Array.from({ length: 10 }, () => [1]));
  const model = new AdaBoostClassifier({ estimator }).fit(same, [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
  expect(model.estimators).toHaveLength(1);
});

test('a regressor is refused', () => {
  expect(faultOf(() => new AdaBoostClassifier({ estimator: new Ridge() as never }).fit(X, y))).toEqual(
    invalid(/must be a classifier/),
  );
});
