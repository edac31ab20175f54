import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DBSCAN } from '../../../../layers/learn/index.ts';
import { KdTree } from '../../../../layers/learn/neighbors/KdTree.ts';
import { metricOf } from '../../../../layers/learn/neighbors/Metric.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

describe.each([{ eps: 2 }, { eps: 1, minSamples: 3 }, {}, { eps: 3, minSamples: 1 }])(
  'dbscan %j',
  (params) => {
    // A row of weight 0 among others that weigh enough is a core, as in scikit-learn.
    checkEstimator(() => new DBSCAN(params), { weights: 'accepted' });
  },
);

test('a weight is as many rows, but for those of weight 0, which may be cores of what lies around them', () => {
  const rows = [[0], [0.4], [3], [3.4], [9]];
  const { labels, coreSampleIndices } = new DBSCAN({ eps: 0.5, minSamples: 3 }).fit(rows, undefined, {
    sampleWeight: [0, 3, 1, 1, 3],
  });
  expect([...labels]).toEqual([0, 0, -1, -1, 1]);
  expect([...coreSampleIndices]).toEqual([0, 1, 4]);
});

const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })), {
  minLength: 1,
  maxLength: 60,
});

test('clusters are what can be reached over cores, by definition', () => {
  fc.assert(
    fc.property(
      points,
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(1, 1.5, 2),
      (rows, minSamples, eps) => {
        const near = (i: number, j: number) =>
          (rows[i]![0] - rows[j]![0]) ** 2 + (rows[i]![1] - rows[j]![1]) ** 2 <= eps ** 2;
        const all = [...rows.keys()];
        const cores = all.filter((i) => all.filter((j) => near(i, j)).length >= minSamples);
        const clusters = new Map<number, number>();
        let count = 0;
        for (const core of cores) {
          if (clusters.has(core)) continue;
          for (const waiting = [core]; waiting.length > 0; ) {
            const next = waiting.pop()!;
            clusters.set(next, count);
            waiting.push(...cores.filter((other) => near(next, other) && !clusters.has(other)));
          }
          count++;
        }
        const expected = all.map(
          (i) =>
            clusters.get(i) ??
            Math.min(...cores.filter((core) => near(i, core)).map((core) => clusters.get(core)!)),
        );
        const { labels, coreSampleIndices } = new DBSCAN({ eps, minSamples }).fit(dense(rows));
        expect([...coreSampleIndices]).toEqual(cores);
        expect([...labels]).toEqual(
          expected.map((label) => (label === Number.POSITIVE_INFINITY ? -1 : label)),
        );
      },
    ),
  );
});

test('a tree finds the neighbours that a look at every row finds', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer(),
      (rows, columns, seed) => {
        const random = seededRandom(seed);
        // Of one decimal, so that many are equal.
        const X = {
          rows,
          columns,
          data: Float64Array.from({ length: rows * columns }, () => Math.round(20 * random()) / 10),
        };
        const found: number[] = [];
        new KdTree(X, metricOf('euclidean', 2), 4).within(X.data, 0, 0.75, (row) => found.push(row));
        const square = (row: number) =>
          Array.from({ length: columns }, (_, at) => (X.data[row * columns + at]! - X.data[at]!) ** 2).reduce(
            (a, b) => a + b,
          );
        const near = [...Array(rows).keys()].filter((row) => square(row) <= 0.75 ** 2);
        expect(found.sort((a, b) => a - b)).toEqual(near);
      },
    ),
  );
});

test('new rows belong to the nearest core, or to none', () => {
  const model = new DBSCAN({ eps: 1, minSamples: 2 }).fit([[0], [0.5], [5], [5.5], [20]]);
  expect([...model.labels]).toEqual([0, 0, 1, 1, -1]);
  expect([...model.predict([[1.2], [4.5], [20], [2.9], [6.6]])]).toEqual([0, 1, -1, -1, -1]);
});

test('many rows take no quadratic time', () => {
  const random = seededRandom(1);
  const data = Float64Array.from({ length: 60_000 }, () => 100 * random());
  const started = process.cpuUsage();
  new DBSCAN({ eps: 0.3 }).fit({ rows: 30_000, columns: 2, data });
  const { user, system } = process.cpuUsage(started);
  // 900 million distances would take longer.
  expect(user + system).toBeLessThan(2e6);
});

test.each([
  [{ eps: 0 }, /eps of dbscan must be a number above 0, not 0/],
  [{ minSamples: 1.5 }, /minSamples .*not 1.5/],
])('%j is refused', (params, message) => {
  expect(faultOf(() => new DBSCAN(params).fit([[1]]))).toEqual(invalid(message));
});
