import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KBinsDiscretizer } from '../../../../layers/learn/index.ts';
import { kMeans1d } from '../../../../layers/learn/preprocessing/kMeans1d.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const strategies = ['uniform', 'quantile', 'kmeans'] as const;

describe.each(strategies)('k-bins-discretizer, %s', (strategy) => {
  checkTransformer(() => new KBinsDiscretizer({ strategy, nBins: 3 }));
  checkTransformer(() => new KBinsDiscretizer({ strategy, encode: 'ordinal' }));

  test('every number is in the bin between its edges, and each row in one bin', () => {
    const numbers = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 6 }), (values, nBins) => {
        const rows = values.map((value) => [value]);
        const ordinal = new KBinsDiscretizer({ strategy, nBins, encode: 'ordinal' }).fit(rows);
        const [edges] = ordinal.binEdges;
        for (const [row, bin] of ordinal.transform(rows).data.entries()) {
          expect(values[row]).toBeGreaterThanOrEqual(edges![bin]!);
          if (bin + 2 < edges!.length) expect(values[row]).toBeLessThan(edges![bin + 1]!);
        }
        const oneHot = new KBinsDiscretizer({ strategy, nBins }).fit(rows);
        const { data, columns } = oneHot.transform(rows);
        expect(columns).toBe(ordinal.nBins[0]);
        for (const [row, bin] of ordinal.transform(rows).data.entries()) {
          const own = [...data.subarray(row * columns, (row + 1) * columns)];
          expect(own).toEqual(own.map((_, column) => Number(column === bin)));
        }
        if (columns > 1) {
          const middles = ordinal.inverseTransform(ordinal.transform(rows));
          expect(oneHot.inverseTransform(oneHot.transform(rows))).toEqual(middles);
          expect(ordinal.transform(middles)).toEqual(ordinal.transform(rows));
        }
      }),
    );
  });
});

test('numbers beyond those seen are in the outermost bins', () => {
  const model = new KBinsDiscretizer({ nBins: 2, encode: 'ordinal' }).fit([[1], [2], [3], [4]]);
  expect([...model.transform([[-100], [100]]).data]).toEqual([0, 1]);
});

test('a drawn sample finds edges near those of all rows', () => {
  const rows = Array.from({ length: 5000 }, (_, row) => [row]);
  const fit = (options: object) => new KBinsDiscretizer({ nBins: 4, ...options }).fit(rows).binEdges[0]!;
  const sampled = fit({ subsample: 1000 });
  for (const [index, edge] of fit({}).entries()) expect(Math.abs(sampled[index]! - edge)).toBeLessThan(200);
  expect(fit({ subsample: 1000, seed: 1 })).not.toEqual(sampled);
});

test('quantiles between values and weights do not go together', () => {
  const bins = new KBinsDiscretizer({ quantileMethod: 'linear' });
  expect(faultOf(() => bins.fit([[1], [2]], undefined, { sampleWeight: [1, 2] }))).toEqual(
    invalid(/linear takes no sample weights/),
  );
  expect(faultOf(() => new KBinsDiscretizer({ nBins: [2] }).fit([[1, 2]]))).toEqual(
    invalid(/1 numbers for 2/),
  );
  expect(faultOf(() => new KBinsDiscretizer({ nBins: 1 }).fit([[1, 2]]))).toEqual(invalid(/nBins/));
});

test('a bin of a constant column has no middle', () => {
  const model = new KBinsDiscretizer({ encode: 'ordinal' }).fit([[1], [1]]);
  expect(faultOf(() => model.inverseTransform([[0]]))).toEqual(invalid(/feature 0/));
});

test('a cluster without members takes the number farthest from its own', () => {
  const values = Float64Array.of(0, 0.1, 10, 100);
  const centres = kMeans1d(values, Float64Array.of(0, 40, 41));
  for (const [place, centre] of [0.05, 10, 100].entries()) expect(centres[place]).toBeCloseTo(centre, 12);
});

test('numbers that differ by little of their size have their clusters found', () => {
  const offset = 1e9;
  const values = Float64Array.from({ length: 300 }, (_, row) => offset + (row % 3) + ((row * 7) % 10) / 100);
  const centres = kMeans1d(
    values,
    Float64Array.of(0.3, 1, 1.7).map((start) => start + offset),
  );
  for (const [place, centre] of centres.entries()) expect(centre - offset).toBeCloseTo(place + 0.045, 4);
});
