import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MinMaxScaler,
  PowerTransformer,
  RobustScaler,
  StandardScaler,
} from '../../../../layers/learn/index.ts';
import { normalQuantile } from '../../../../layers/learn/preprocessing/normalQuantile.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { dense } from '../../../contract/dense.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

describe.each([{}, { withMean: false }, { withStd: false }])('standard-scaler %j', (options) => {
  checkTransformer(() => new StandardScaler(options), { missing: true });
});

describe.each([{}, { featureRange: [-5, 5], clip: true } as const])('min-max-scaler %j', (options) => {
  checkTransformer(() => new MinMaxScaler(options), { missing: true });
});

describe.each([
  {},
  { withCentering: false },
  { withScaling: false },
  { quantileRange: [5, 60], unitVariance: true } as const,
])('robust-scaler %j', (options) => {
  checkTransformer(() => new RobustScaler(options), { missing: true });
});

describe.each([{}, { standardize: false }])('power-transformer %j', (options) => {
  checkTransformer(() => new PowerTransformer(options), { missing: true });
});

describe.each([{}, { standardize: false }])('power-transformer, box-cox %j', (options) => {
  checkTransformer(() => new PowerTransformer({ method: 'box-cox', ...options }), {
    missing: true,
    positive: true,
  });
});

const scalers = {
  StandardScaler: () => new StandardScaler(),
  MinMaxScaler: () => new MinMaxScaler(),
  RobustScaler: () => new RobustScaler(),
  PowerTransformer: () => new PowerTransformer(),
};

describe.each(Object.entries(scalers))('%s', (_, make) => {
  test('the inverse gives the numbers back, and what is missing stays so', () => {
    const number = fc.oneof(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.constant(Number.NaN));
    const rows = fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(rows, (given) => {
        const X = dense([[1, 2], [3, 5], ...given]);
        const model = make().fit(X);
        const transformed = model.transform(X);
        const back = model.inverseTransform(transformed).data;
        for (const [index, value] of X.data.entries()) {
          expect(Number.isNaN(transformed.data[index]!)).toBe(Number.isNaN(value));
          if (!Number.isNaN(value))
            expect(Math.abs(back[index]! - value)).toBeLessThan(1e-6 * (1 + Math.abs(value)));
        }
      }),
    );
  });

  test('a column without a value is refused by name', () => {
    const X = dense([
      [1, Number.NaN],
      [2, Number.NaN],
    ]);
    expect(faultOf(() => make().fit(X))).toEqual(invalid(/feature 1 has no value/));
  });

  test('numbers that overflow are refused, not turned into NaN', () => {
    const X = dense([[1e308], [-1e308], [1e308], [-1e308]]);
    const fault = faultOf(() => make().fit(X).transform(X));
    expect(fault).toEqual(invalid(/too large/));
  });
});

test('a row of weight 2 is as two rows', () => {
  const X = dense([[1], [4], [Number.NaN], [9]]);
  const twice = dense([[1], [4], [4], [Number.NaN], [9]]);
  const weighted = new StandardScaler().fit(X, undefined, { sampleWeight: [1, 2, 1, 1] });
  const plain = new StandardScaler().fit(twice);
  expect(weighted.mean[0]).toBeCloseTo(plain.mean[0]!, 12);
  expect(weighted.var[0]).toBeCloseTo(plain.var[0]!, 12);
});

test('what cannot use weights refuses them', () => {
  for (const scaler of [new MinMaxScaler(), new RobustScaler(), new PowerTransformer()]) {
    const fault = faultOf(() => scaler.fit([[1], [2]], undefined, { sampleWeight: [1, 1] }));
    expect(fault).toEqual(invalid(/no sample weights/));
  }
});

test('a power that leaves only rounding is not taken', () => {
  const longitudes = Array.from({ length: 200 }, (_, row) => [-93.6 + 0.0001 * ((row * 37) % 200) ** 1.3]);
  const model = new PowerTransformer().fit(longitudes);
  const { data } = model.transform(longitudes);
  for (const [row, [longitude]] of longitudes.entries()) {
    const above = data.filter((value) => value > data[row]!).length;
    expect(longitudes.filter(([other]) => other! > longitude!)).toHaveLength(above);
  }
});

test('box-cox refuses what is not above 0, and says what to use', () => {
  expect(faultOf(() => new PowerTransformer({ method: 'box-cox' }).fit([[1], [0]]))).toEqual(
    invalid(/feature 0 of row 1 is 0.*yeo-johnson/),
  );
});

test('what no number is transformed to has no inverse', () => {
  const model = new PowerTransformer({ standardize: false }).fit([[1], [10], [100], [1000]]);
  expect(model.lambdas[0]).toBeLessThan(0);
  expect(faultOf(() => model.inverseTransform([[1e6]]))).toEqual(
    invalid(/which no number is transformed to/),
  );
});

test('quantiles of the normal distribution, as tables have them', () => {
  const table: readonly [number, number][] = [
    [0.5, 0],
    [0.75, 0.6744897501960817],
    [0.975, 1.959963984540054],
    [0.001, -3.090232306167813],
    [1e-6, -4.753424308822899],
  ];
  for (const [probability, quantile] of table) expect(normalQuantile(probability)).toBeCloseTo(quantile, 9);
});
