import { z } from 'zod';
import { count, estimator, nonNegative, positive, searched } from './parameters.ts';

const neighbors = {
  nNeighbors: searched(count, 'Rows that are asked. Default: 5.'),
  weights: searched(z.enum(['uniform', 'distance']), 'Whether nearer rows count more. Default: uniform.'),
  p: searched(z.number().min(1), 'Power of the Minkowski distance: 1 manhattan, 2 euclidean. Default: 2.'),
};

export const kNeighborsRegressor = estimator(
  'k-neighbors-regressor',
  'The mean of the nearest rows: for a regression.',
  neighbors,
);
export const kNeighborsClassifier = estimator(
  'k-neighbors-classifier',
  'The classes of the nearest rows: for a classification.',
  neighbors,
);

export const svr = estimator('svr', 'Support vectors: for a regression of up to some 10,000 rows.', {
  kernel: searched(z.enum(['linear', 'poly', 'rbf', 'sigmoid']), 'Default: rbf.'),
  C: searched(positive, 'Inverse strength of the penalty. Default: 1.'),
  epsilon: searched(nonNegative, 'Errors below it cost nothing. Default: 0.1.'),
  gamma: searched(z.union([z.enum(['scale', 'auto']), positive]), 'Width of the kernel. Default: scale.'),
  degree: searched(count, 'Of the polynomial. Default: 3.'),
});

export const gaussianNB = estimator('gaussian-nb', 'Naive Bayes of normal features: for a classification.', {
  varSmoothing: searched(nonNegative, 'Share of the largest variance that is added to all. Default: 1e-9.'),
});
