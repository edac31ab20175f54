import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  fitAsync,
  LinearRegression,
  LogisticRegression,
  type ProbabilisticClassifier,
  Ridge,
  VotingClassifier,
  type VotingClassifierOptions,
  VotingRegressor,
  type VotingRegressorOptions,
} from '../../../../layers/learn/index.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const regressors = [
  ['linear', new LinearRegression()],
  ['ridge', new Ridge({ alpha: 10 })],
] as const;
const classifiers = [
  ['weak', new LogisticRegression({ C: 0.1 })],
  ['strong', new LogisticRegression({ C: 10 })],
] as const;

describe.each<[string, VotingRegressorOptions]>([
  ['equal', { estimators: regressors }],
  ['weighted', { estimators: regressors, weights: [1, 3] }],
  ['one dropped', { estimators: [...regressors, ['none', 'drop']], weights: [2, 1, 5] }],
])('a regressor, %s', (_, options) => {
  checkEstimator(() => new VotingRegressor(options), { ignoresConstants: true });
});

describe.each<[string, VotingClassifierOptions]>([
  ['hard', { estimators: classifiers }],
  ['soft', { estimators: classifiers, voting: 'soft' }],
  ['soft, weighted', { estimators: classifiers, voting: 'soft', weights: [1, 3] }],
])('a classifier, %s', (_, options) => {
  checkEstimator(() => new VotingClassifier(options), { ignoresConstants: true, weightTolerance: 1e-4 });
});

const X = dense([[0], [1], [2], [3], [4], [5]]);
const y = ['a', 'a', 'b', 'a', 'b', 'b'];

test('the prediction is the weighted mean', () => {
  const values = Float64Array.of(0, 1, 4, 9, 16, 25);
  const model = new VotingRegressor({ estimators: regressors, weights: [1, 3] }).fit(X, values);
  const [linear, ridge] = regressors.map(([, member]) => member.fit(X, values).predict(X));
  for (const [row, value] of model.predict(X).entries())
    expect(value).toBeCloseTo((linear![row]! + 3 * ridge![row]!) / 4, 12);
  expect([...model.transform(X).data]).toEqual([...linear!].flatMap((value, row) => [value, ridge![row]!]));
  expect(model.featureNames()).toEqual(['votingregressor_linear', 'votingregressor_ridge']);
});

describe('hard votes', () => {
  /** Always says the same. */
  const constant = (label: string) => ({
    kind: 'constant',
    type: 'classifier' as const,
    params: {},
    fit: () => ({
      kind: 'constant',
      classes: ['a', 'b'] as const,
      predict: (rows: typeof X) => Array<string>(rows.rows).fill(label),
      toJSON: () => ({ kind: 'constant' }),
    }),
  });
  const vote = (weights: number[] | null, ...labels: string[]) =>
    new VotingClassifier({
      estimators: labels.map((label, index) => [`${index}`, constant(label) as never]),
      weights,
    })
      .fit(X, y)
      .predict(X)[0];

  test('the majority wins, the first class when there is none', () => {
    expect(vote(null, 'b', 'b', 'a')).toBe('b');
    expect(vote(null, 'b', 'a')).toBe('a');
  });

  test('weights count as so many votes, exactly', () => {
    expect(vote([3, 1, 1], 'b', 'a', 'a')).toBe('b');
    expect(vote([3, 1, 2], 'b', 'a', 'a')).toBe('a');
    expect(vote([0.3, 0.1, 0.1], 'b', 'a', 'a')).toBe('b');
  });
});

test('only a soft vote has probabilities', () => {
  const hard = new VotingClassifier({ estimators: classifiers }).fit(X, y);
  expect('predictProba' in hard).toBe(false);
  expect(hard.transform(X).columns).toBe(2);
  const soft = new VotingClassifier({ estimators: classifiers, voting: 'soft' });
  expectTypeOf(soft).toExtend<ProbabilisticClassifier>();
  expect(soft.fit(X, y).transform(X).columns).toBe(4);
  expect(soft.fit(X, y).featureNames()).toEqual(
    ['weak0', 'weak1', 'strong0', 'strong1'].map((name) => `votingclassifier_${name}`),
  );
});

test('members are rounds that can be the last', async () => {
  const abort = new AbortController();
  const options = { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) };
  await expect(
    fitAsync(new VotingRegressor({ estimators: regressors }), X, [1, 2, 3, 4, 5, 6], options),
  ).rejects.toThrow('enough');
});

test.each<[string, VotingClassifierOptions, RegExp]>([
  ['too few weights', { estimators: classifiers, weights: [1] }, /1 weights for 2 estimators/],
  [
    'negative weights',
    { estimators: classifiers, weights: [1, -1] },
    /weights of voting-classifier must be null or/,
  ],
  ['nobody', { estimators: [['a', 'drop']] }, /every estimator/],
  ['a regressor', { estimators: [['a', new Ridge() as never]] }, /names and classifiers/],
  ['another vote', { estimators: classifiers, voting: 'loud' as never }, /one of hard, soft/],
])('%s is refused', (_, options, message) => {
  expect(faultOf(() => new VotingClassifier(options).fit(X, y))).toEqual(invalid(message));
});
