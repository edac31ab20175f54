import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AgglomerativeClustering,
  type AgglomerativeClusteringOptions,
} from '../../../../layers/learn/index.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const linkages = ['ward', 'complete', 'average', 'single'] as const;
const candidates: AgglomerativeClusteringOptions[] = [
  ...linkages.map((linkage) => ({ linkage })),
  { linkage: 'average', metric: 'manhattan', nClusters: 1 },
  { linkage: 'complete', metric: 'cosine' },
  { nClusters: null, distanceThreshold: 3 },
];

describe.each(candidates)('agglomerative-clustering %j', (params) => {
  const fewestRows = params.nClusters === undefined ? 2 : 1;
  checkEstimator(() => new AgglomerativeClustering(params), {
    weights: 'refused',
    transductive: true,
    fewestRows,
  });
});

const number = fc.double({ min: -10, max: 10, noNaN: true });
const rowsOfTwo = fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 25 });

/** Distance of two clusters, by its definition. */
const between = {
  single: (a: number[][], b: number[][]) => Math.min(...pairs(a, b)),
  complete: (a: number[][], b: number[][]) => Math.max(...pairs(a, b)),
  average: (a: number[][], b: number[][]) => mean(pairs(a, b)),
  ward: (a: number[][], b: number[][]) =>
    distance(centre(a), centre(b)) * Math.sqrt((2 * a.length * b.length) / (a.length + b.length)),
};
const distance = (a: number[], b: number[]) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
const pairs = (a: number[][], b: number[][]) => a.flatMap((one) => b.map((other) => distance(one, other)));
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const centre = (rows: number[][]) => [0, 1].map((at) => mean(rows.map((row) => row[at]!)));

describe.each(linkages)('%s', (linkage) => {
  test('each merge is of the nearest clusters there are', () => {
    fc.assert(
      fc.property(rowsOfTwo, (rows) => {
        const { children, distances } = new AgglomerativeClustering({ linkage, nClusters: 1 }).fit(
          dense(rows),
        );
        const clusters = new Map(rows.map((row, index) => [index, [row as number[]]]));
        for (const [index, found] of distances.entries()) {
          const all = [...clusters.values()];
          const least = Math.min(
            ...all.flatMap((a, i) => all.slice(0, i).map((b) => between[linkage](a, b))),
          );
          expect(found).toBeCloseTo(least, 6);
          const [left, right] = [children[2 * index]!, children[2 * index + 1]!];
          expect(between[linkage](clusters.get(left)!, clusters.get(right)!)).toBeCloseTo(found, 6);
          clusters.set(rows.length + index, [...clusters.get(left)!, ...clusters.get(right)!]);
          clusters.delete(left);
          clusters.delete(right);
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('a threshold leaves clusters that are at least as far apart', () => {
  fc.assert(
    fc.property(rowsOfTwo, fc.double({ min: 0, max: 10, noNaN: true }), (rows, distanceThreshold) => {
      const options = { linkage: 'single', nClusters: null, distanceThreshold } as const;
      const { labels, nClusters } = new AgglomerativeClustering(options).fit(dense(rows));
      expect(new Set(labels).size).toBe(nClusters);
      for (const [i, a] of rows.entries()) {
        for (const [j, b] of rows.entries()) {
          if (labels[i] !== labels[j])
            expect(distance(a, b)).toBeGreaterThanOrEqual(distanceThreshold - 1e-9);
        }
      }
    }),
  );
});

test('labels are numbered by their first rows', () => {
  const { labels } = new AgglomerativeClustering({ nClusters: 3 }).fit([[9], [0], [9.1], [5], [0.2]]);
  expect([...labels]).toEqual([0, 1, 0, 2, 1]);
});

test.each<[AgglomerativeClusteringOptions, RegExp]>([
  [{ nClusters: null }, /either nClusters or distanceThreshold.* not null and null/],
  [{ distanceThreshold: 2 }, /either nClusters or distanceThreshold.* not 2 and 2/],
  [{ metric: 'cosine' }, /ward works with the metric euclidean only, not cosine/],
  [{ nClusters: 4 }, /nClusters of agglomerative-clustering is 4, but there are 2 rows/],
])('%j is refused', (params, message) => {
  expect(faultOf(() => new AgglomerativeClustering(params).fit([[1], [2]]))).toEqual(invalid(message));
});
