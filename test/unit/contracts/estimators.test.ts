import { describe, expect, test } from 'vitest';
import {
  configuredEstimator,
  estimatorNames,
  estimatorTasks,
} from '../../../layers/contracts/estimators/estimators.ts';
import { createEstimator } from '../../../layers/learn/index.ts';

const numbers = [0, 1, -1, 0.5, 1.5, 2, 255, 256, 1e-9, 1e9];
const texts = [
  'auto',
  'balanced',
  'batch',
  'distance',
  'entropy',
  'gini',
  'lbfgs',
  'linear',
  'log2',
  'log_loss',
];
const others = [
  'mini-batch',
  'poisson',
  'quantile',
  'rbf',
  'scale',
  'sqrt',
  'stochastic',
  'uniform',
  'other',
];
const values = [true, false, ...numbers, ...texts, ...others];

/** What a spec may say of an estimator, and what the library takes, are written in two rooms: they must agree. */
describe.each(estimatorNames)('%s', (name) => {
  const { shape } = configuredEstimator.options.find((one) => one.shape.model.value === name)!;
  const parameters = Object.keys(shape).filter((key) => key !== 'model');

  test('is an estimator of the library, for the task that the spec is told', () => {
    const predicts = { regression: 'regressor', classification: 'classifier' }[estimatorTasks[name]];
    expect(createEstimator(name).type).toBe(predicts);
  });

  test('has parameters of the library only', () => {
    const message = messageOf(() => createEstimator(name, { 'no-such-parameter': 1 }));
    const known = message.replace(/.*: it has /, '').split(', ');
    expect(known).toEqual(expect.arrayContaining(parameters));
  });

  test.each(parameters)(
    'whatever the spec takes for %s, the library takes, and something is refused',
    (parameter) => {
      const bySpec = values.filter(
        (value) => configuredEstimator.safeParse({ model: name, [parameter]: value }).success,
      );
      const byLibrary = values.filter(
        (value) => messageOf(() => createEstimator(name, { [parameter]: value })) === '',
      );
      expect(byLibrary).toEqual(expect.arrayContaining(bySpec));
      expect(bySpec).not.toEqual([]);
      expect(bySpec.length).toBeLessThan(values.length);
    },
  );
});

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
