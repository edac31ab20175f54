import { describe, test } from 'vitest';
import { classificationMetrics } from '../../layers/learn/metrics/classification.ts';
import { regressionMetrics } from '../../layers/learn/metrics/regression.ts';
import { expectAgreement, reference } from './reference.ts';

type Regression = { actual: number[]; predicted: number[] } & Record<'mse' | 'rmse' | 'mae' | 'r2', number>;
type Classification = { actual: number[]; probability: number[] } & Partial<
  ReturnType<typeof classificationMetrics>
>;

const { regression, classification, oneClass } = reference<{
  regression: Record<string, Regression>;
  classification: Record<string, Classification>;
  oneClass: Record<string, Classification>;
}>('metrics');

describe("regression metrics are scikit-learn's", () => {
  test.each(Object.entries(regression))('%s', (_, { actual, predicted, ...theirs }) => {
    const ours = regressionMetrics(Float64Array.from(actual), Float64Array.from(predicted));
    for (const [name, value] of Object.entries(theirs)) {
      expectAgreement([ours[name as keyof typeof ours]], [value], 1e-13, name);
    }
  });
});

describe("classification metrics are scikit-learn's", () => {
  test.each(Object.entries({ ...classification, ...oneClass }))(
    '%s',
    (_, { actual, probability, ...theirs }) => {
      const ours = classificationMetrics(Uint8Array.from(actual), Float64Array.from(probability));
      for (const [name, value] of Object.entries(theirs)) {
        expectAgreement([ours[name as keyof typeof ours]], [value], 1e-13, name);
      }
    },
  );
});
