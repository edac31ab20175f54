import { describe, expect, test } from 'vitest';
import { createEstimator } from '../../../layers/learn/index.ts';
import { checkEstimator } from '../../contract/estimator/checkEstimator.ts';

const candidates: [name: string, params: Record<string, unknown>, weights?: 'accepted'][] = [
  ['linear-regression', {}],
  ['linear-regression', { fitIntercept: false }],
  ['ridge', {}],
  ['lasso', { alpha: 0.01 }],
  ['elastic-net', { alpha: 0.01 }],
  ['logistic-regression', {}],
  ['logistic-regression', { fitIntercept: false }],
  ['logistic-regression', { C: 1000 }],
  ['logistic-regression', { C: 0.1 }],
  ['logistic-regression', { solver: 'batch' }],
  ['logistic-regression', { solver: 'mini-batch' }, 'accepted'],
  ['logistic-regression', { solver: 'mini-batch', batchSize: 7, maxIter: 20 }, 'accepted'],
  ['logistic-regression', { solver: 'stochastic' }, 'accepted'],
];

describe.each(candidates)('%s %j', (name, params, weights) => {
  checkEstimator(() => createEstimator(name, params), weights ? { weights } : {});
});

describe('what is not there is refused, with what there is', () => {
  test.each([
    ['forest', {}, /no estimator "forest": use one of .*linear-regression, .*logistic-regression/],
    ['linear-regression', { alpha: 1 }, /no parameter "alpha": it has fitIntercept/],
    ['logistic-regression', { C: 0 }, /C of logistic-regression must be a number above 0, not 0/],
    ['logistic-regression', { C: Number.NaN }, /C of logistic-regression must be a number above 0/],
    ['logistic-regression', { maxIter: 1.5 }, /maxIter .*whole number above 0, not 1.5/],
    [
      'logistic-regression',
      { solver: 'saga' },
      /solver .*one of lbfgs, batch, stochastic, mini-batch, not "saga"/,
    ],
    ['logistic-regression', { fitIntercept: 1 }, /fitIntercept .*true or false, not 1/],
    ['constructor', {}, /no estimator "constructor"/],
    ['linear-regression', { toString: 1 }, /no parameter "toString"/],
  ])('%s %j', (name, params, message) => {
    expect(() => createEstimator(name, params as Record<string, number>)).toThrow(
      expect.objectContaining({ name: 'InvalidInput', message: expect.stringMatching(message) }),
    );
  });
});
