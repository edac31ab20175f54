import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PolynomialFeatures } from '../../../../layers/learn/index.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

describe.each([
  {},
  { degree: 3, includeBias: false },
  { degree: [2, 3] as const, includeBias: true },
  { degree: 2, interactionOnly: true },
])('polynomial-features %j', (options) => {
  checkTransformer(() => new PolynomialFeatures(options));
});

test('each column is the product that its name says', () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  const options = fc.record({
    degree: fc.constantFrom(1, 2, 4, [2, 3] as const, [0, 3] as const),
    interactionOnly: fc.boolean(),
    includeBias: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.tuple(number, number, number), options, (row, chosen) => {
      const model = new PolynomialFeatures(chosen).fit([row]);
      const names = model.featureNames();
      const { data } = model.transform([row]);
      expect(data).toHaveLength(names.length);
      for (const [column, name] of names.entries()) {
        const factors =
          name === '1' ? [] : name.split(' ').map((factor) => factor.slice(1).split('^').map(Number));
        const product = factors.reduce((all, [index, power = 1]) => all * row[index!]! ** power, 1);
        expect(Math.abs(data[column]! - product)).toBeLessThanOrEqual(1e-12 * Math.abs(product) + 1e-300);
      }
    }),
  );
});

test('the number of products is that of the binomial formula', () => {
  const rows = [[1, 2, 3, 4, 5]];
  expect(new PolynomialFeatures({ degree: 3 }).fit(rows).nOutputFeatures).toBe(56);
  expect(new PolynomialFeatures({ degree: 3, interactionOnly: true }).fit(rows).nOutputFeatures).toBe(26);
});

test('products too large for numbers are refused by name', () => {
  expect(faultOf(() => new PolynomialFeatures().fit([[1e200, 1]]).transform([[1e200, 1]]))).toEqual(
    invalid(/x0\^2 of row 0 is too large/),
  );
  expect(
    faultOf(() =>
      new PolynomialFeatures({ degree: [3, 3], interactionOnly: true, includeBias: false }).fit([[1, 2]]),
    ),
  ).toEqual(invalid(/no product/));
});
