import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LogisticModel, type Table, takeRows } from '../../layers/learn/index.ts';
import { LinearModel } from '../../layers/learn/linear/LinearModel.ts';
import { Example, type TrainedExample } from './Example.ts';
import { differenceOf, expectAgreement, reference } from './reference.ts';

interface Fitted {
  readonly coef: Record<string, number>;
  readonly intercept: number;
  readonly metrics: Record<string, number>;
}

const golden = reference<{
  housing: Fitted & { test: number[]; predictions: number[] };
  adClicks: { test: number[]; byC: Record<string, Fitted> };
}>('examples');

let housing: Example;
let adClicks: Example;
beforeAll(async () => {
  [housing, adClicks] = await Promise.all([Example.open('housing'), Example.open('ad-clicks')]);
});
afterAll(() => Promise.all([housing.close(), adClicks.close()]));

/** The rows at the positions that scikit-learn took for its test set are the rows that the pipeline tests on. */
function expectSplit({ table, test }: Example, positions: number[]): void {
  const expected = takeRows(table, Int32Array.from(positions));
  for (const name of Object.keys(test.columns)) {
    expect(valuesOf(test, name)).toEqual(valuesOf(expected, name));
  }
}

function valuesOf({ columns }: Table, name: string): unknown[] {
  const column = columns[name]!;
  return column.kind === 'number'
    ? [...column.values]
    : [...column.codes].map((code) => column.categories[code]);
}

function weightsOf({ pipeline }: TrainedExample): { coef: Record<string, number>; intercept: number } {
  const { model, featureNames } = pipeline;
  const byName = (coef: Float64Array) =>
    Object.fromEntries(featureNames.map((name, index) => [name, coef[index]!]));
  if (model instanceof LinearModel) return { coef: byName(model.coef), intercept: model.intercept };
  if (model instanceof LogisticModel)
    return { coef: byName(model.coef.data), intercept: model.intercept[0]! };
  throw new TypeError('not a linear model');
}

describe('housing: linear regression on all given features', () => {
  let trained: TrainedExample;
  beforeAll(async () => {
    trained = await housing.fit('linear-regression');
  });

  test('is judged on the split that scikit-learn was', () => {
    expect(golden.housing.test).toHaveLength(586);
    expectSplit(housing, golden.housing.test);
  });

  test("has scikit-learn's weights to 1e-8", () => {
    const { coef, intercept } = weightsOf(trained);
    expect(Object.keys(coef)).toEqual(Object.keys(golden.housing.coef));
    expectAgreement(Object.values(coef), Object.values(golden.housing.coef), 1e-8, 'weights');
    for (const [name, weight] of Object.entries(golden.housing.coef)) {
      expect(differenceOf([coef[name]!], [weight]), name).toBeLessThan(1e-8);
    }
    expectAgreement([intercept], [golden.housing.intercept], 1e-8, 'intercept');
  });

  test("has scikit-learn's metrics and predictions", () => {
    expect(Math.abs(trained.metrics.r2! - golden.housing.metrics.r2!)).toBeLessThan(0.001);
    for (const [name, value] of Object.entries(golden.housing.metrics)) {
      expectAgreement([trained.metrics[name]!], [value], 1e-9, name);
    }
    const predicted = trained.pipeline.predict(housing.test).values as Float64Array;
    expectAgreement(predicted, golden.housing.predictions, 1e-9, 'predictions');
  });
});

describe('ad-clicks: logistic regression', () => {
  test('is judged on the split that scikit-learn was', () => {
    expect(golden.adClicks.test).toHaveLength(400);
    expectSplit(adClicks, golden.adClicks.test);
  });

  test.each(Object.entries(golden.adClicks.byC))(
    "finds scikit-learn's optimum for C = %s",
    async (C, theirs) => {
      const trained = await adClicks.fit('logistic-regression', {
        solver: 'batch',
        C: Number(C),
        tol: 1e-10,
      });
      const { coef, intercept } = weightsOf(trained);
      expect(Object.keys(coef)).toEqual(Object.keys(theirs.coef));
      expectAgreement(Object.values(coef), Object.values(theirs.coef), 1e-8, 'weights');
      expectAgreement([intercept], [theirs.intercept], 1e-8, 'intercept');
      for (const [name, value] of Object.entries(theirs.metrics)) {
        expectAgreement([trained.metrics[name]!], [value], 1e-9, name);
      }
    },
  );

  test.each(['mini-batch', 'stochastic'])('%s descent is as good', async (solver) => {
    const { metrics } = await adClicks.fit('logistic-regression', { solver, learningRate: 0.05 });
    const theirs = golden.adClicks.byC['1']!.metrics;
    for (const name of ['logLoss', 'auc', 'accuracy']) {
      expectAgreement([metrics[name]! - theirs[name]!], [0], 0.01, name);
    }
  });
});
