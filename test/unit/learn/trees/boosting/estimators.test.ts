import { describe } from 'vitest';
import {
  HistGradientBoostingClassifier,
  HistGradientBoostingRegressor,
} from '../../../../../layers/learn/index.ts';
import { checkEstimator } from '../../../../contract/estimator/checkEstimator.ts';

const small = { maxIter: 20, minSamplesLeaf: 3 };

describe('regressor', () =>
  checkEstimator(() => new HistGradientBoostingRegressor(small), { missing: true, weights: 'accepted' }));

describe('regressor with a leaf for every row', () =>
  checkEstimator(() => new HistGradientBoostingRegressor({ maxIter: 5, minSamplesLeaf: 1 }), {
    missing: true,
  }));

describe('regressor of quantiles', () =>
  checkEstimator(
    () =>
      new HistGradientBoostingRegressor({ ...small, loss: 'quantile', quantile: 0.5, earlyStopping: true }),
    { missing: true, weights: 'accepted', fewestRows: 1 },
  ));

describe('regressor of absolute errors, of few columns, without interactions', () =>
  checkEstimator(
    () =>
      new HistGradientBoostingRegressor({
        ...small,
        loss: 'absolute_error',
        maxFeatures: 0.7,
        interactionCst: 'no_interactions',
        maxDepth: 3,
        maxLeafNodes: null,
      }),
    { missing: true, weights: 'accepted' },
  ));

describe('classifier', () =>
  checkEstimator(() => new HistGradientBoostingClassifier(small), { missing: true, weights: 'accepted' }));

describe('classifier of few bins that stops early', () =>
  checkEstimator(
    () =>
      new HistGradientBoostingClassifier({
        ...small,
        maxBins: 7,
        earlyStopping: true,
        nIterNoChange: 2,
        l2Regularization: 1,
      }),
    { missing: true, weights: 'accepted' },
  ));
