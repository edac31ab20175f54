import { z } from 'zod';

/**
 * The estimators that a spec may name: what each does, and its parameters, which `layers/learn` takes by the
 * same names. A list of values is searched as a grid.
 */

const searched = <Value extends z.ZodType>(value: Value, what: string) =>
  z
    .union([value, z.array(value).min(1)])
    .optional()
    .describe(what);

const fitIntercept = searched(z.boolean(), 'Whether to learn an intercept. Default: true.');

const linearRegression = z
  .strictObject({
    model: z.literal('linear-regression').describe('Ordinary least squares.'),
    fitIntercept,
  })
  .describe('Ordinary least squares: for a regression.');

const logisticRegression = z
  .strictObject({
    model: z.literal('logistic-regression').describe('Logistic regression of two classes.'),
    solver: searched(
      z.enum(['batch', 'stochastic', 'mini-batch']),
      'Rows that a step of gradient descent looks at: all, one, or batchSize of them. Default: batch.',
    ),
    C: searched(
      z.number().gt(0),
      'Inverse strength of the L2 penalty: less keeps weights smaller. Default: 1.',
    ),
    learningRate: searched(
      z.number().gt(0),
      'Length of the first steps of the stochastic and mini-batch solvers; batch finds its own. Default: 0.1.',
    ),
    maxIter: searched(
      z.int().min(1),
      'Passes over the rows at most. Default: 10000 for batch, 100 for the other solvers.',
    ),
    tol: searched(z.number().gt(0), 'Batch ends when no slope is steeper. Default: 0.000001.'),
    batchSize: searched(z.int().min(1), 'Rows in a step of mini-batch. Default: 32.'),
    fitIntercept,
  })
  .describe('Logistic regression: for a classification of two classes.');

/** An estimator with its parameters. */
export const configuredEstimator = z.discriminatedUnion('model', [linearRegression, logisticRegression]);

/** Task that each estimator does. */
export const estimatorTasks = {
  'linear-regression': 'regression',
  'logistic-regression': 'classification',
} as const;

export type EstimatorName = keyof typeof estimatorTasks;

export const estimatorNames = Object.keys(estimatorTasks) as [EstimatorName, ...EstimatorName[]];
