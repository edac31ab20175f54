import { describe, expect, test } from 'vitest';
import {
  BernoulliNB,
  CountVectorizer,
  GaussianNB,
  MultinomialNB,
  type Sparse,
} from '../../../../layers/learn/index.ts';
import { toDense } from '../../../../layers/learn/matrix.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

describe('gaussian-nb', () => checkEstimator(() => new GaussianNB(), { remainingError: 0.9 }));
describe('gaussian-nb, smoothed', () =>
  checkEstimator(() => new GaussianNB({ varSmoothing: 0.1 }), { remainingError: 0.9 }));
describe('multinomial-nb', () =>
  checkEstimator(() => new MultinomialNB({ alpha: 0.1 }), { nonNegative: true, remainingError: 0.95 }));
describe('multinomial-nb, equal priors', () =>
  checkEstimator(() => new MultinomialNB({ fitPrior: false }), { nonNegative: true, remainingError: 0.95 }));
describe('bernoulli-nb', () => checkEstimator(() => new BernoulliNB(), { remainingError: 0.9 }));
describe('bernoulli-nb, another threshold', () =>
  checkEstimator(() => new BernoulliNB({ binarize: -0.3, alpha: 0.5 }), { remainingError: 0.95 }));

describe('what all promise', () => {
  const X = [
    [1, 0, 2],
    [0, 3, 0],
    [4, 0, 1],
    [0, 1, 0],
  ];
  const y = ['a', 'b', 'a', 'b'];

  test.each([
    [[0.5], /1 priors for 2 classes/],
    [[0.5, 0.6], /sum to 1.1/],
    [[0, 1], /above 0/],
  ])('priors of %j are refused', (priors, message) => {
    expect(faultOf(() => new GaussianNB({ priors }).fit(X, y))).toEqual(invalid(message));
    expect(faultOf(() => new MultinomialNB({ classPrior: priors }).fit(X, y))).toEqual(invalid(message));
  });

  test('a class of no weight is refused', () => {
    const sampleWeight = [1, 0, 1, 0];
    for (const make of [() => new GaussianNB(), () => new MultinomialNB(), () => new BernoulliNB()])
      expect(faultOf(() => make().fit(X, y, { sampleWeight }))).toEqual(
        invalid(/class "b" has the weight 0/),
      );
  });

  test('a feature that is still within a class needs smoothing', () => {
    expect(faultOf(() => new GaussianNB({ varSmoothing: 0 }).fit(X, y))).toEqual(
      invalid(/feature 1 does not differ among the rows of class "a".*varSmoothing/),
    );
  });
});

describe('sparse counts', () => {
  const texts = ['good good film', 'bad film', 'a good one', 'bad bad plot', 'the plot is good', 'bad one'];
  const y = ['+', '-', '+', '-', '+', '-'];
  const counts = new CountVectorizer().fit(texts).transform(texts);

  test.each([
    ['multinomial', () => new MultinomialNB()],
    ['bernoulli', () => new BernoulliNB()],
    ['bernoulli below zero', () => new BernoulliNB({ binarize: -1 })],
  ])('%s: as dense ones', (_, make) => {
    const [sparse, dense] = [make().fit(counts, y), make().fit(toDense(counts), y)];
    expect(JSON.stringify(sparse)).toBe(JSON.stringify(dense));
    expect(sparse.predictProba(counts)).toEqual(dense.predictProba(toDense(counts)));
  });

  test('they tell good from bad', () => {
    expect(new MultinomialNB().fit(counts, y).predict(counts)).toEqual(y);
  });

  test('a negative count is refused by its place', () => {
    const values = counts.values.slice();
    values[0] = -1;
    const broken: Sparse = { ...counts, values };
    expect(faultOf(() => new MultinomialNB().fit(broken, y))).toEqual(invalid(/of row 0 is -1/));
  });
});
