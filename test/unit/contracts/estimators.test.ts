import { describe, expect, test } from 'vitest';
import {
  configuredEstimator,
  estimatorNames,
  estimatorTasks,
} from '../../../layers/contracts/estimators/estimators.ts';
import { createEstimator } from '../../../layers/learn/index.ts';

/** What a spec may say of an estimator, and what the library takes, are written in two rooms: they must agree. */
describe.each(estimatorNames)('%s', (name) => {
  const { shape } = configuredEstimator.options.find((one) => one.shape.model.value === name)!;
  const parameters = Object.keys(shape).filter((key) => key !== 'model');

  test('is an estimator of the library, for the task that the spec is told', () => {
    const predicts = { regression: 'regressor', classification: 'classifier' }[estimatorTasks[name]];
    expect(createEstimator(name).type).toBe(predicts);
  });

  test('has the parameters of the library, and no others', () => {
    const message = messageOf(() => createEstimator(name, { 'no-such-parameter': 1 }));
    expect(
      message
        .replace(/.*: it has /, '')
        .split(', ')
        .sort(),
    ).toEqual(parameters.sort());
  });

  test.each(parameters)('takes and refuses the values of %s as the library does', (parameter) => {
    for (const value of [true, false, 0, 1, -1, 0.5, 2, 'batch', 'mini-batch', 'stochastic', 'other']) {
      const bySpec = configuredEstimator.safeParse({ model: name, [parameter]: value }).success;
      const byLibrary = messageOf(() => createEstimator(name, { [parameter]: value })) === '';
      expect({ parameter, value, accepted: bySpec }).toEqual({ parameter, value, accepted: byLibrary });
    }
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
