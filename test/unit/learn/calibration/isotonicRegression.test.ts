import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRising } from '../../../../layers/learn/calibration/isRising.ts';
import { poolAdjacentViolators } from '../../../../layers/learn/calibration/poolAdjacentViolators.ts';
import { IsotonicRegression, type IsotonicRegressionOptions } from '../../../../layers/learn/index.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

// Rows out of bounds are in every one of the checks, so that they must have a prediction.
describe.each<[string, IsotonicRegressionOptions]>([
  ['rising', { outOfBounds: 'clip' }],
  ['direction by correlation', { outOfBounds: 'clip', increasing: 'auto' }],
  ['bounded', { outOfBounds: 'clip', yMin: -2, yMax: 2.5 }],
])('%s', (_, options) => {
  checkEstimator(() => new IsotonicRegression(options), { features: 1 });
});

const column = (values: readonly number[]) =>
  dense(
    values.map((value) => [value]),
    1,
  );
const number = fc.integer({ min: -20, max: 20 });
const points = fc.array(fc.tuple(number, number, fc.integer({ min: 1, max: 4 })), {
  minLength: 1,
  maxLength: 40,
});

test('pools are the means of the definition: the largest of least means of runs', () => {
  fc.assert(
    fc.property(points, (drawn) => {
      const [values, weights] = [1, 2].map((at) => Float64Array.from(drawn, (point) => point[at]!)) as [
        Float64Array,
        Float64Array,
      ];
      const mean = (from: number, to: number) => {
        let [sum, total] = [0, 0];
        for (let index = from; index <= to; index++) {
          sum += values[index]! * weights[index]!;
          total += weights[index]!;
        }
        return sum / total;
      };
      for (const [index, pooled] of poolAdjacentViolators(values, weights).entries()) {
        const least = Array.from({ length: index + 1 }, (_, from) =>
          Math.min(...Array.from({ length: values.length - index }, (_, more) => mean(from, index + more))),
        );
        expect(pooled).toBeCloseTo(Math.max(...least), 10);
      }
    }),
  );
});

test.each([true, false])('predictions are monotonic everywhere, increasing: %s', (increasing) => {
  const asked = fc.array(fc.double({ min: -25, max: 25, noNaN: true }), { minLength: 2 });
  fc.assert(
    fc.property(points, asked, (drawn, at) => {
      const model = new IsotonicRegression({ increasing, outOfBounds: 'clip' }).fit(
        column(drawn.map(([x]) => x)),
        drawn.map(([, y]) => y / 3),
      );
      const predicted = model.predict(column(at.sort((a, b) => a - b)));
      for (let row = 1; row < predicted.length; row++)
        expect((predicted[row]! - predicted[row - 1]!) * (increasing ? 1 : -1)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('thresholds say all of the function', () => {
  const model = new IsotonicRegression().fit(column([1, 2, 3, 4, 5, 2]), [1, 5, 3, 4, 9, 5]);
  // From scikit-learn's X_thresholds_ and y_thresholds_.
  expect(model.XThresholds).toEqual(Float64Array.of(1, 2, 4, 5));
  expect([...model.yThresholds].map((value) => value.toFixed(12))).toEqual(
    [1, 4.25, 4.25, 9].map((value) => value.toFixed(12)),
  );
  expect([model.XMin, model.XMax, model.increasing]).toEqual([1, 5, true]);
});

test('rows out of bounds are NaN, as the nearest, or refused', () => {
  const fit = (outOfBounds?: 'nan' | 'clip' | 'raise') =>
    new IsotonicRegression(outOfBounds && { outOfBounds }).fit(column([1, 2, 3]), [1, 3, 2]);
  const asked = column([0, 1.5, 4]);
  expect(fit().predict(asked)).toEqual(Float64Array.of(Number.NaN, 1.75, Number.NaN));
  expect(fit('clip').predict(asked)).toEqual(Float64Array.of(1, 1.75, 2.5));
  expect(faultOf(() => fit('raise').predict(asked))).toEqual(invalid(/feature 0 of row 0 is 0.*1 to 3/));
  expect(fit('raise').predict(column([1, 3]))).toEqual(Float64Array.of(1, 2.5));
});

test("the direction is the sign of Spearman's correlation", () => {
  expect(isRising(Float64Array.of(1, 2, 3, 4), Float64Array.of(9, 5, 6, 1))).toBe(false);
  // The Pearson correlation of these is negative.
  expect(isRising(Float64Array.of(1, 2, 3, 4, 100), Float64Array.of(1, 2, 3, 5, 1.5))).toBe(true);
  expect(isRising(Float64Array.of(1, 1, 2), Float64Array.of(3, 5, 4))).toBe(true);
  const falling = new IsotonicRegression({ increasing: 'auto' }).fit(column([1, 2, 3]), [5, 1, 2]);
  expect(falling.increasing).toBe(false);
  expect(falling.predict(column([1, 2, 3]))).toEqual(Float64Array.of(5, 1.5, 1.5));
});

test('features of any size are told apart, those of rounding are not', () => {
  const small = new IsotonicRegression().fit(column([1e-200, 2e-200, 3e-200]), [1, 2, 3]);
  expect(small.predict(column([2e-200]))[0]).toBe(2);
  const huge = new IsotonicRegression().fit(column([-1.7e308, 1.7e308]), [1, 3]);
  expect(huge.predict(column([0]))[0]).toBeCloseTo(2, 12);
  const near = new IsotonicRegression().fit(column([0.3, 0.1 + 0.2, 1]), [0, 1, 2]);
  expect(near.XThresholds).toEqual(Float64Array.of(0.3, 1));
});

test.each<[string, IsotonicRegressionOptions, RegExp]>([
  ['bounds that cross', { yMin: 2, yMax: 1 }, /yMin is 2, above yMax/],
  ['another way out', { outOfBounds: 'ignore' as never }, /outOfBounds .*one of nan, clip, raise/],
  ['another direction', { increasing: 'up' as never }, /increasing .*true or false, or one of auto/],
])('%s is refused', (_, options, message) => {
  expect(faultOf(() => new IsotonicRegression(options).fit(column([1, 2]), [1, 2]))).toEqual(
    invalid(message),
  );
});

test('more features than one are refused', () => {
  expect(faultOf(() => new IsotonicRegression().fit([[1, 2]], [1]))).toEqual(invalid(/one feature, not 2/));
});
