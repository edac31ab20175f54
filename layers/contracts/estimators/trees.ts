import { z } from 'zod';
import { count, estimator, nonNegative, positive, searched } from './parameters.ts';

const size = {
  maxDepth: searched(count, 'Levels of a tree at most. Default: as many as it takes.'),
  minSamplesSplit: searched(z.int().min(2), 'Rows that a node needs to be split. Default: 2.'),
  minSamplesLeaf: searched(count, 'Rows that a leaf has at least. Default: 1.'),
  maxLeafNodes: searched(
    z.int().min(2),
    'Leaves of a tree at most, the best first. Default: as many as it takes.',
  ),
  ccpAlpha: searched(nonNegative, 'Complexity at which branches are pruned. Default: 0, none.'),
};

const maxFeatures = searched(
  z.union([z.enum(['sqrt', 'log2']), z.number().gt(0).lt(1), count]),
  'Features that each split may choose from: sqrt, log2, a share below 1, or so many of them.',
);

const forest = {
  nEstimators: searched(count, 'Trees. Default: 100.'),
  ...size,
  maxFeatures,
  bootstrap: searched(z.boolean(), 'Whether each tree learns from rows drawn with replacement.'),
};

const impurity = searched(z.enum(['gini', 'entropy', 'log_loss']), 'What a split makes less. Default: gini.');

export const decisionTreeRegressor = estimator(
  'decision-tree-regressor',
  'One decision tree: for a regression.',
  {
    ...size,
    maxFeatures,
  },
);
export const decisionTreeClassifier = estimator(
  'decision-tree-classifier',
  'One decision tree: for a classification.',
  { criterion: impurity, ...size, maxFeatures },
);
export const randomForestRegressor = estimator(
  'random-forest-regressor',
  'Trees of drawn rows, averaged: for a regression.',
  forest,
);
export const randomForestClassifier = estimator(
  'random-forest-classifier',
  'Trees of drawn rows, averaged: for a classification.',
  { criterion: impurity, ...forest },
);
export const extraTreesRegressor = estimator(
  'extra-trees-regressor',
  'Trees split at random thresholds, averaged: for a regression.',
  forest,
);
export const extraTreesClassifier = estimator(
  'extra-trees-classifier',
  'Trees split at random thresholds, averaged: for a classification.',
  { criterion: impurity, ...forest },
);

const boosting = {
  learningRate: searched(positive, 'How much of each tree is added. Default: 0.1.'),
  maxIter: searched(count, 'Trees, of each class, at most. Default: 100.'),
  maxLeafNodes: searched(z.int().min(2), 'Leaves of a tree at most. Default: 31.'),
  maxDepth: searched(count, 'Levels of a tree at most. Default: as many as it takes.'),
  minSamplesLeaf: searched(count, 'Rows that a leaf has at least. Default: 20.'),
  l2Regularization: searched(nonNegative, 'Strength of the L2 penalty on leaves. Default: 0.'),
  maxBins: searched(
    z.int().min(2).max(255),
    'Bins that the values of a feature are sorted into. Default: 255.',
  ),
  earlyStopping: searched(
    z.union([z.literal('auto'), z.boolean()]),
    'Whether to stop when held out rows are predicted no better; auto: above 10,000 rows. Default: auto.',
  ),
  nIterNoChange: searched(count, 'Trees without a gain before it stops. Default: 10.'),
};

export const histGradientBoostingRegressor = estimator(
  'hist-gradient-boosting-regressor',
  'Boosted trees on binned features: for a regression.',
  {
    loss: searched(
      z.enum(['squared_error', 'absolute_error', 'gamma', 'poisson', 'quantile']),
      'What is minimized. Default: squared_error.',
    ),
    quantile: searched(z.number().min(0).max(1), 'The quantile that loss: quantile predicts.'),
    ...boosting,
  },
);
export const histGradientBoostingClassifier = estimator(
  'hist-gradient-boosting-classifier',
  'Boosted trees on binned features: for a classification.',
  boosting,
);
