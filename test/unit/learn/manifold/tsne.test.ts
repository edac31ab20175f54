import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TSNE, type TSNEOptions, trustworthiness } from '../../../../layers/learn/index.ts';
import { Arena } from '../../../../layers/learn/kernels/Arena.ts';
import { affinitiesOf } from '../../../../layers/learn/manifold/affinities.ts';
import { nearestNeighbours } from '../../../../layers/learn/manifold/neighbours.ts';
import { pairwiseRepulsion } from '../../../../layers/learn/manifold/pairwiseRepulsion.ts';
import { QuadTree } from '../../../../layers/learn/manifold/QuadTree.ts';
import type { Dense } from '../../../../layers/learn/matrix.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const short = { perplexity: 5, maxIter: 250 };
const candidates: TSNEOptions[] = [
  { ...short, nComponents: 1, method: 'exact' },
  { ...short, init: 'random', seed: 3 },
  { ...short, init: 'random', method: 'exact', learningRate: 20 },
];

describe.each(candidates)('tsne %j', (params) => {
  checkEstimator(() => new TSNE(params), { weights: 'refused', transductive: true, fewestRows: 6 });
});

const shapes = fc.record({
  rows: fc.integer({ min: 2, max: 200 }),
  seed: fc.integer(),
  scale: fc.constantFrom(1e-4, 1, 30),
});

function pointsOf(rows: number, columns: number, seed: number, scale = 1): Dense {
  const random = seededRandom(seed);
  // Some points more than once.
  const value = () => (scale * Math.round(random() * 64)) / 64;
  return { rows, columns, data: Float64Array.from({ length: rows * columns }, value) };
}

test('a tree at angle 0 finds the forces of every pair, at a small one nearly so', () => {
  fc.assert(
    fc.property(shapes, ({ rows, seed, scale }) => {
      const { data } = pointsOf(rows, 2, seed, scale);
      const [exact, tree] = [new Float64Array(2 * rows), new Float64Array(2 * rows)];
      const total = pairwiseRepulsion(data, 2, exact);
      const size = Math.max(...exact.map(Math.abs));
      for (const [angle, allowed] of [
        [0, 1e-9],
        [0.3, 0.05],
      ] as const) {
        const found = new QuadTree(rows, new Arena()).repel(data, angle, tree);
        expect(Math.abs(found - total) / total).toBeLessThanOrEqual(allowed);
        for (const [at, force] of exact.entries())
          expect(Math.abs(tree[at]! - force)).toBeLessThanOrEqual(allowed * size + 1e-12 * rows);
      }
    }),
  );
});

test('the kernel gives the bits of its twin', () => {
  fc.assert(
    fc.property(shapes, ({ rows, seed, scale }) => {
      const { data } = pointsOf(rows, 2, seed, scale);
      const [fast, plain] = [new Arena(), new Arena({ plain: true })].map((arena) => {
        const out = new Float64Array(2 * rows);
        return [new QuadTree(rows, arena).repel(data, 0.5, out), ...out];
      });
      expect(fast).toEqual(plain);
    }),
  );
});

test('neighbours are the nearest there are', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 60 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer(),
      (n, p, seed) => {
        const X = pointsOf(n, p, seed);
        const k = Math.min(5, n - 1);
        const { squares } = nearestNeighbours(X, k);
        for (let row = 0; row < n; row++) {
          const all = Array.from({ length: n }, (_, other) =>
            X.data
              .subarray(row * p, (row + 1) * p)
              .reduce((sum, value, at) => sum + (value - X.data[other * p + at]!) ** 2, 0),
          );
          all.splice(row, 1);
          const nearest = Float64Array.from(all).sort().subarray(0, k);
          expect(squares.slice(row * k, (row + 1) * k).sort()).toEqual(nearest);
        }
      },
    ),
  );
});

test('affinities are symmetric, sum to 1, and give each row its perplexity', () => {
  const X = pointsOf(80, 3, 5);
  const { indptr, indices, values } = affinitiesOf(80, nearestNeighbours(X, 79), 12);
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
  const dense = new Map<string, number>();
  for (let row = 0; row < 80; row++)
    for (let place = indptr[row]!; place < indptr[row + 1]!; place++)
      dense.set(`${row},${indices[place]}`, values[place]!);
  for (const [key, value] of dense) expect(dense.get(key.split(',').reverse().join(','))).toBe(value);
});

test('clouds that lie apart stay apart, and their neighbours neighbours', () => {
  const X = pointsOf(150, 4, 9);
  for (let row = 0; row < 150; row++) X.data[4 * row]! += 10 * (row % 3);
  const { embedding, nIter } = new TSNE({ perplexity: 15, maxIter: 500 }).fit(X);
  expect(nIter).toBeLessThanOrEqual(500);
  expect(trustworthiness(X, embedding)).toBeGreaterThan(0.95);
  const { rows } = nearestNeighbours(embedding, 5);
  for (const [place, other] of rows.entries()) expect(other % 3).toBe(Math.floor(place / 5) % 3);
});

test('an embedding that is the data can be trusted, a shuffled one cannot', () => {
  const X = pointsOf(100, 2, 7);
  expect(trustworthiness(X, X)).toBe(1);
  const shuffled = pointsOf(100, 2, 8);
  expect(trustworthiness(X, shuffled)).toBeLessThan(0.7);
});

test('given first points move by their gradient only', () => {
  const X = pointsOf(20, 3, 3);
  const init = pointsOf(20, 2, 4, 1e-3);
  const before = init.data.slice();
  const fitted = new TSNE({ ...short, init }).fit(X);
  expect(init.data).toEqual(before);
  expect(JSON.stringify(new TSNE({ ...short, init }).fit(X))).toBe(JSON.stringify(fitted));
});

test.each<[TSNEOptions, RegExp]>([
  [{}, /perplexity of tsne is 30, but there are 20 rows/],
  [{ ...short, nComponents: 3 }, /choose the method 'exact'/],
  [{ ...short, maxIter: 100 }, /maxIter .*250 or more, not 100/],
  [{ ...short, init: [[1, 2]] }, /init has 1 rows of 2 numbers: give 20 of 2/],
  [{ ...short, nComponents: 5, method: 'exact' }, /less than 5 principal components .*init 'random'/],
])('%j is refused', (params, message) => {
  expect(faultOf(() => new TSNE(params).fit(pointsOf(20, 3, 3)))).toEqual(invalid(message));
});

test.each([0, 10, 2.5])('%d neighbours of 20 rows are refused', (nNeighbors) => {
  const X = pointsOf(20, 2, 1);
  expect(faultOf(() => trustworthiness(X, X, { nNeighbors }))).toEqual(
    invalid(/nNeighbors is .*below half of the 20/),
  );
});
