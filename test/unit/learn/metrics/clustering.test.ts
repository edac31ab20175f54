import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as learn from '../../../../layers/learn/index.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const pairs = fc.array(fc.record({ a: fc.nat(3), b: fc.nat(3), weight: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 2,
  maxLength: 30,
});
type Pair = { a: number; b: number; weight: number };
const side = (rows: readonly Pair[], of: 'a' | 'b') => rows.map((row) => row[of]);

const agreements: Record<string, (a: number[], b: number[], options?: learn.MetricOptions) => number> = {
  adjustedRandScore: learn.adjustedRandScore,
  normalizedMutualInfoScore: learn.normalizedMutualInfoScore,
  homogeneityScore: learn.homogeneityScore,
  completenessScore: learn.completenessScore,
  vMeasureScore: learn.vMeasureScore,
};

describe.each(Object.entries(agreements))('%s', (name, metric) => {
  test('is 1 for the same partition under other names, and lies between its bounds', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const renamed = side(rows, 'a').map((label) => 7 - label);
        expect(metric(side(rows, 'a'), renamed)).toBeCloseTo(1, 12);
        const value = metric(side(rows, 'a'), side(rows, 'b'));
        expect(value).toBeGreaterThanOrEqual(name === 'adjustedRandScore' ? -1 : 0);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test('a weight is as many rows', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const all = rows.flatMap((row) => Array<Pair>(row.weight).fill(row));
        const sampleWeight = rows.map(({ weight }) => weight);
        const weighted = metric(side(rows, 'a'), side(rows, 'b'), { sampleWeight });
        expect(weighted).toBeCloseTo(metric(side(all, 'a'), side(all, 'b')), 9);
      }),
    );
  });

  if (!/homogeneity|completeness/.test(name))
    test('is symmetric', () => {
      fc.assert(
        fc.property(pairs, (rows) => {
          const value = metric(side(rows, 'a'), side(rows, 'b'));
          expect(metric(side(rows, 'b'), side(rows, 'a'))).toBeCloseTo(value, 12);
        }),
      );
    });
});

const points = fc
  .array(
    fc.record({
      point: fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })),
      cluster: fc.nat(2),
      weight: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 5, maxLength: 25 },
  )
  .filter((rows) => new Set(rows.map(({ cluster }) => cluster)).size > 1);

const separations: Record<
  string,
  (X: number[][], labels: number[], options?: learn.MetricOptions) => number
> = {
  silhouetteScore: learn.silhouetteScore,
  daviesBouldinScore: learn.daviesBouldinScore,
  calinskiHarabaszScore: learn.calinskiHarabaszScore,
};

describe.each(Object.entries(separations))('%s', (name, metric) => {
  const of = (rows: { point: readonly number[]; cluster: number }[], options?: learn.MetricOptions) =>
    metric(
      rows.map(({ point }) => [...point]),
      rows.map(({ cluster }) => cluster),
      options,
    );

  test('lies between its bounds, and neither place, unit nor the names of clusters matter', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const value = of(rows);
        const [low, high] = name === 'silhouetteScore' ? [-1, 1] : [0, Number.POSITIVE_INFINITY];
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
        const moved = rows.map(({ point, cluster }) => ({
          point: [point[0] * 2 + 5, point[1] * 2 - 3],
          cluster: 9 - cluster,
        }));
        expect(of(moved)).toBeCloseTo(value, 9);
      }),
    );
  });

  test('a weight is as many rows, one of 0 is none', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const all = rows.flatMap((row) => Array<(typeof rows)[number]>(row.weight).fill(row));
        const beside = [...rows, { point: [3, 4] as [number, number], cluster: 5, weight: 0 }];
        const weighted = of(beside, { sampleWeight: beside.map(({ weight }) => weight) });
        expect(weighted).toBeCloseTo(of(all), 6);
      }),
    );
  });

  test('clusters far apart are better than mixed ones', () => {
    const rows = [0, 1, 2, 100, 101, 102].map((x) => ({ point: [x, 0], cluster: Number(x > 50) }));
    const mixed = rows.map(({ point }, row) => ({ point, cluster: row % 2 }));
    const [good, bad] = [of(rows), of(mixed)];
    if (name === 'daviesBouldinScore') expect(good).toBeLessThan(bad);
    else expect(good).toBeGreaterThan(bad);
  });

  test('one cluster, or as many as rows, is refused', () => {
    expect(faultOf(() => metric([[1], [2]], [0, 0]))).toEqual(invalid(/in 1 clusters/));
    expect(faultOf(() => metric([[1], [2]], [0, 1]))).toEqual(invalid(/in 2 clusters/));
    expect(faultOf(() => metric([[1], [Number.NaN], [3]], [0, 1, 1]))).toEqual(invalid(/feature 0 of row 1/));
  });
});

test('a sample of rows gives the silhouette of those rows, and the seed decides which', () => {
  const X = Array.from({ length: 60 }, (_, row) => [row % 30, row < 30 ? 0 : 25]);
  const labels = X.map((_, row) => Number(row >= 30));
  const drawn = [1, 1, 2].map((seed) => learn.silhouetteScore(X, labels, { sampleSize: 20, seed }));
  expect(drawn[0]).toBe(drawn[1]);
  expect(drawn[0]).not.toBe(drawn[2]);
  expect(learn.silhouetteScore(X, labels, { sampleSize: 60 })).toBeCloseTo(
    learn.silhouetteScore(X, labels),
    12,
  );
});
