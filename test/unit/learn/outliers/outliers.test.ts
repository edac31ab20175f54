import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IqrOutliers, ZScoreOutliers } from '../../../../layers/learn/index.ts';
import type { OutlierOptions } from '../../../../layers/learn/outliers/OutlierRule.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const rules = {
  'iqr-outliers': (options?: OutlierOptions) => new IqrOutliers(options),
  'z-score-outliers': (options?: OutlierOptions) => new ZScoreOutliers(options),
};
const actions = ['drop', 'clip', 'replace', 'flag'] as const;

describe.each(Object.entries(rules))('%s', (_, make) => {
  describe.each(actions)('%s', (action) => {
    checkTransformer(() => make({ action, replacement: 'mean' }), { missing: true });
  });

  test('the four actions agree on what is an outlier', () => {
    const numbers = fc.array(
      fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -1000, max: 1000 })),
      {
        minLength: 3,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(numbers, (values) => {
        const X = values.map((value) => [value]);
        const fit = (options: OutlierOptions) => make(options).fit(X);
        const flags = fit({ action: 'flag' })
          .transform(X)
          .data.filter((__, index) => index % 2 === 1);
        const clipped = fit({ action: 'clip' });
        const replaced = fit({ action: 'replace' }).transform(X).data;
        const { rows } = make({ action: 'drop' }).fitResample(X, values);
        for (const [row, value] of values.entries()) {
          const isOut = value < clipped.lower[0]! || value > clipped.upper[0]!;
          expect(flags[row]).toBe(Number(isOut));
          expect(rows.includes(row)).toBe(!isOut);
          const bound = value < clipped.lower[0]! ? clipped.lower[0] : clipped.upper[0];
          expect(clipped.transform(X).data[row]).toBe(isOut ? bound : value);
          expect(replaced[row]).toBe(isOut ? clipped.replacement[0] : value);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('what is missing is no outlier', () => {
    const X = [[1], [2], [Number.NaN], [3]];
    expect(make({ action: 'clip' }).fit(X).transform(X).data[2]).toBeNaN();
    expect([...make({ action: 'drop' }).fitResample(X, [1, 2, 3, 4]).rows]).toEqual([0, 1, 2, 3]);
  });
});

test('fences are those of the quartiles, deviations those of the population', () => {
  const X = [1, 2, 3, 4, 100].map((value) => [value]);
  const iqr = new IqrOutliers().fit(X);
  expect([iqr.lower[0], iqr.upper[0]]).toEqual([-1, 7]);
  const { lower, upper } = new ZScoreOutliers({ threshold: 2 }).fit([[1], [3]]);
  expect([lower[0], upper[0]]).toEqual([0, 4]);
});

test('dropped rows take targets and weights along', () => {
  const X = [1, 2, 3, 4, 100].map((value) => [value]);
  const rule = new IqrOutliers({ action: 'drop' });
  const { y, sampleWeight } = rule.fitResample(X, ['a', 'b', 'c', 'd', 'e'], {
    sampleWeight: [1, 2, 3, 4, 5],
  });
  expect(y).toEqual(['a', 'b', 'c', 'd']);
  expect([...sampleWeight!]).toEqual([1, 2, 3, 4]);
  const strict = new ZScoreOutliers({ action: 'drop', threshold: 0 });
  expect(faultOf(() => strict.fitResample([[1], [2]]))).toEqual(invalid(/every row has an outlier/));
});
