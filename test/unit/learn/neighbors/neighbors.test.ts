import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  KNeighborsClassifier,
  type KNeighborsOptions,
  KNeighborsRegressor,
  NeighborSearch,
  type NeighborSearchOptions,
} from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

describe.each<KNeighborsOptions>([
  {},
  { nNeighbors: 3, weights: 'distance', algorithm: 'kd_tree', leafSize: 2 },
  { nNeighbors: 4, metric: 'manhattan', algorithm: 'brute' },
  { nNeighbors: 2, p: Number.POSITIVE_INFINITY },
  { p: 0.5, algorithm: 'brute', weights: 'distance' },
])('k-neighbors-classifier and -regressor %o', (options) => {
  const expectations = { weights: 'refused', fewestRows: options.nNeighbors ?? 5 } as const;
  describe('classifier', () => checkEstimator(() => new KNeighborsClassifier(options), expectations));
  describe('regressor', () => checkEstimator(() => new KNeighborsRegressor(options), expectations));
});

/** Whole numbers, so that many are equally far. */
const problem = fc.record({
  rows: fc.integer({ min: 1, max: 150 }),
  columns: fc.integer({ min: 1, max: 18 }),
  values: fc.constantFrom(2, 5, 1000),
  seed: fc.nat(),
});
const metrics = fc.constantFrom<NeighborSearchOptions>(
  { metric: 'euclidean' },
  { metric: 'manhattan' },
  { metric: 'chebyshev' },
  { p: 3 },
  { p: 1.5 },
);

function made({
  rows,
  columns,
  values,
  seed,
}: {
  rows: number;
  columns: number;
  values: number;
  seed: number;
}) {
  const random = seededRandom(seed);
  const row = () => Array.from({ length: columns }, () => Math.floor(random() * values));
  return { X: dense(Array.from({ length: rows }, row)), queries: dense(Array.from({ length: 7 }, row)) };
}

const exponents: Readonly<Record<string, number>> = { euclidean: 2, manhattan: 1 };

/** By the definition. */
function distanceOf(
  a: Float64Array,
  b: Float64Array,
  { metric = 'minkowski', p = 2 }: NeighborSearchOptions,
) {
  const differences = Array.from(a, (value, column) => Math.abs(value - b[column]!));
  if (metric === 'chebyshev') return Math.max(...differences);
  const exponent = exponents[metric] ?? p;
  return differences.reduce((sum, one) => sum + one ** exponent, 0) ** (1 / exponent);
}

test('a tree and brute force find the same, which is the nearest, and of equals the first', () => {
  fc.assert(
    fc.property(problem, metrics, fc.double({ min: 0, max: 1, noNaN: true }), (of, options, share) => {
      const { X, queries } = made(of);
      const k = Math.max(1, Math.round(share * of.rows));
      const [tree, brute] = (['kd_tree', 'brute'] as const).map((algorithm) =>
        new NeighborSearch(X, { ...options, algorithm, leafSize: 3 }).nearest(queries, k),
      );
      expect(tree!.indices).toEqual(brute!.indices);
      expect(tree!.distances).toEqual(brute!.distances);
      const rowOf = (from: typeof X, row: number) =>
        from.data.subarray(row * of.columns, (row + 1) * of.columns);
      for (let query = 0; query < queries.rows; query++) {
        const all = Array.from({ length: of.rows }, (_, row) => ({
          row,
          distance: distanceOf(rowOf(X, row), rowOf(queries, query), options),
        })).sort((a, b) => a.distance - b.distance || a.row - b.row);
        for (let index = 0; index < k; index++)
          expect(brute!.distances.data[query * k + index]).toBeCloseTo(all[index]!.distance, 9);
        // Roots of sums round, so that equals are told apart for whole distances only.
        if (options.metric === 'manhattan' || options.metric === 'chebyshev')
          expect([...brute!.indices.subarray(query * k, (query + 1) * k)]).toEqual(
            all.slice(0, k).map(({ row }) => row),
          );
      }
    }),
  );
});

test('rows within a distance', () => {
  fc.assert(
    fc.property(problem, metrics, (of, options) => {
      const { X, queries } = made(of);
      const radius = of.values / 2 + 0.25;
      const found: number[] = [];
      new NeighborSearch(X, { ...options, leafSize: 2 }).within(queries.data, 0, radius, (row) =>
        found.push(row),
      );
      const expected = Array.from({ length: of.rows }, (_, row) => row).filter(
        (row) =>
          distanceOf(
            X.data.subarray(row * of.columns, (row + 1) * of.columns),
            queries.data.subarray(0, of.columns),
            options,
          ) <= radius,
      );
      expect(found.sort((a, b) => a - b)).toEqual(expected);
    }),
  );
});

test('no row is its own neighbor, even among others just like it', () => {
  const X = dense([[1], [1], [1], [1], [5], [7]]);
  const model = new KNeighborsRegressor({ nNeighbors: 2 }).fit(X, [0, 1, 2, 3, 4, 5]);
  const { indices, distances } = model.kneighbors();
  expect([...indices]).toEqual([1, 2, 0, 2, 0, 1, 0, 1, 5, 0, 4, 0]);
  expect([...distances.data.subarray(8)]).toEqual([2, 4, 2, 6]);
});

test('rows at no distance are all that counts by distance', () => {
  const X = dense([[0], [0], [1], [2]]);
  const model = new KNeighborsRegressor({ nNeighbors: 3, weights: 'distance' }).fit(X, [1, 3, 10, 20]);
  expect([...model.predict(dense([[0]]))]).toEqual([2]);
  expect([...model.predict(dense([[1.5]]))][0]).toBeCloseTo((10 * 2 + 20 * 2 + 1 / 1.5) / (4 + 1 / 1.5), 12);
});

test('more neighbors than rows are refused', () => {
  const X = dense([[0], [1]]);
  expect(faultOf(() => new KNeighborsClassifier().fit(X, [0, 1]))).toEqual(invalid(/2 rows have no 5/));
  const model = new KNeighborsClassifier({ nNeighbors: 2 }).fit(X, [0, 1]);
  expect(faultOf(() => model.kneighbors(X, { nNeighbors: 3 }))).toEqual(
    invalid(/no 3 neighbors among 2 rows/),
  );
  expect(
    faultOf(() => new KNeighborsClassifier({ p: 0.5, algorithm: 'kd_tree', nNeighbors: 1 }).fit(X, [0, 1])),
  ).toEqual(invalid(/p of 0.5/));
});
