import { z } from 'zod';
import { count, estimator, fitIntercept, nonNegative, positive, searched, share } from './parameters.ts';

export const linearRegression = estimator('linear-regression', 'Ordinary least squares: for a regression.', {
  fitIntercept,
});

export const ridge = estimator('ridge', 'Least squares with an L2 penalty: for a regression.', {
  alpha: searched(nonNegative, 'Strength of the penalty: more keeps weights smaller. Default: 1.'),
  fitIntercept,
});

const rounds = {
  fitIntercept,
  maxIter: searched(count, 'Passes over the features at most. Default: 1000.'),
  tol: searched(
    nonNegative,
    'Ends when the duality gap, as a share of the squared target, is below it. Default: 0.0001.',
  ),
};

export const lasso = estimator(
  'lasso',
  'Least squares with an L1 penalty, which leaves features out: for a regression.',
  {
    alpha: searched(nonNegative, 'Strength of the penalty: more leaves more features out. Default: 1.'),
    ...rounds,
  },
);

export const elasticNet = estimator('elastic-net', 'Least squares with both penalties: for a regression.', {
  alpha: searched(nonNegative, 'Strength of both penalties together. Default: 1.'),
  l1Ratio: searched(share, 'Share of the L1 penalty. Default: 0.5.'),
  ...rounds,
});

export const logisticRegression = estimator(
  'logistic-regression',
  'Logistic regression: for a classification.',
  {
    solver: searched(
      z.enum(['lbfgs', 'batch', 'stochastic', 'mini-batch']),
      'lbfgs, or gradient descent by all rows a step, by one, or by batchSize of them. Default: lbfgs.',
    ),
    C: searched(positive, 'Inverse strength of the penalty: less keeps weights smaller. Default: 1.'),
    l1Ratio: searched(share, 'Share of the L1 penalty, which leaves features out. Default: 0.'),
    classWeight: searched(
      z.literal('balanced'),
      'balanced: rows of a rare class count more. Default: every row counts 1.',
    ),
    learningRate: searched(
      positive,
      'Length of the first steps of the stochastic and mini-batch solvers; the others find their own. Default: 0.1 and 1.',
    ),
    maxIter: searched(count, 'Passes over the rows at most. Default: by the solver.'),
    tol: searched(positive, 'Ends when no slope is steeper. Default: by the solver.'),
    batchSize: searched(count, 'Rows in a step of mini-batch. Default: 32.'),
    fitIntercept,
  },
);
