import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as learn from '../../../../layers/learn/index.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const number = fc.double({ min: 0.1, max: 100, noNaN: true });
const rows = fc.array(fc.record({ actual: number, predicted: number, weight: fc.nat(3) }), {
  minLength: 2,
  maxLength: 30,
});
type Row = { actual: number; predicted: number; weight: number };
type Metric = (actual: number[], predicted: number[], options?: learn.MetricOptions) => number;

const errors: Record<string, Metric> = {
  meanSquaredError: learn.meanSquaredError,
  rootMeanSquaredError: learn.rootMeanSquaredError,
  meanAbsoluteError: learn.meanAbsoluteError,
  meanAbsolutePercentageError: learn.meanAbsolutePercentageError,
  medianAbsoluteError: learn.medianAbsoluteError,
  meanPinballLoss: learn.meanPinballLoss,
  meanPoissonDeviance: learn.meanPoissonDeviance,
  maxError: learn.maxError,
};
const shares: Record<string, Metric> = {
  r2Score: learn.r2Score,
  explainedVarianceScore: learn.explainedVarianceScore,
};
const actuals = (from: readonly Row[]) => from.map(({ actual }) => actual);
const predictions = (from: readonly Row[]) => from.map(({ predicted }) => predicted);

describe.each(Object.entries({ ...errors, ...shares }))('%s', (name, metric) => {
  test('a weight is as many rows', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const all = some.flatMap((row) => Array<Row>(row.weight).fill(row));
        fc.pre(new Set(actuals(all)).size > 1);
        const sampleWeight = some.map(({ weight }) => weight);
        const expected = metric(actuals(all), predictions(all));
        const ours = metric(actuals(some), predictions(some), { sampleWeight });
        expect(Math.abs(ours - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
      }),
    );
  });

  test('a perfect prediction has no error, another one has some', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const perfect = metric(actuals(some), actuals(some));
        expect(perfect).toBeCloseTo(name in shares ? 1 : 0, 12);
        const value = metric(actuals(some), predictions(some));
        if (name in shares) expect(value).toBeLessThanOrEqual(1);
        else expect(value).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });

  test('what cannot be compared is refused', () => {
    expect(faultOf(() => metric([], []))).toEqual(invalid(/0 targets/));
    expect(faultOf(() => metric([1, 2], [1]))).toEqual(invalid(/2 targets and 1/));
    expect(faultOf(() => metric([1, Number.NaN], [1, 2]))).toEqual(invalid(/target of row 1 is NaN/));
    expect(faultOf(() => metric([1, 2], [1, Number.POSITIVE_INFINITY]))).toEqual(
      invalid(/prediction of row 1 is Infinity/),
    );
    expect(faultOf(() => metric([1, 2], [1, 2], { sampleWeight: [0, 0] }))).toEqual(
      invalid(/every sample weight is 0/),
    );
  });
});

test('errors in other units scale with them', () => {
  fc.assert(
    fc.property(rows, fc.double({ min: 0.01, max: 100, noNaN: true }), (some, factor) => {
      const scaled = some.map((row) => ({
        ...row,
        actual: row.actual * factor,
        predicted: row.predicted * factor,
      }));
      const powers = {
        meanSquaredError: 2,
        meanAbsoluteError: 1,
        maxError: 1,
        meanAbsolutePercentageError: 0,
      };
      for (const [name, power] of Object.entries(powers)) {
        const [value, other] = [some, scaled].map((from) => errors[name]!(actuals(from), predictions(from)));
        expect(other! / factor ** power).toBeCloseTo(value!, 6);
      }
    }),
  );
});

test('a constant target is explained only by itself', () => {
  expect(learn.r2Score([0.1, 0.1, 0.1], [0.1, 0.1, 0.1])).toBe(1);
  expect(learn.r2Score([0.1, 0.1, 0.1], [0.1, 0.1, 0.2])).toBe(0);
});

test('a Poisson deviance takes no negative counts, and no prediction of 0', () => {
  expect(faultOf(() => learn.meanPoissonDeviance([-1], [1]))).toEqual(invalid(/not -1 and 1/));
  expect(faultOf(() => learn.meanPoissonDeviance([1], [0]))).toEqual(invalid(/not 1 and 0/));
  expect(learn.meanPoissonDeviance([0], [2])).toBe(4);
});
