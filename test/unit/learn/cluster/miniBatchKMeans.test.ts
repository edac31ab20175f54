import { describe, expect, test } from 'vitest';
import { KMeans, MiniBatchKMeans, type MiniBatchKMeansOptions } from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const candidates: MiniBatchKMeansOptions[] = [
  { nClusters: 2 },
  { nClusters: 2, init: 'random', batchSize: 16, seed: 5 },
  { nClusters: 1, maxNoImprovement: null, maxIter: 5, tol: 1e-3 },
];

describe.each(candidates)('mini-batch-k-means %j', (params) => {
  checkEstimator(() => new MiniBatchKMeans(params), { weights: 'accepted', fewestRows: params.nClusters! });
});

function clouds(rows: number): number[][] {
  const random = seededRandom(3);
  return Array.from({ length: rows }, (_, row) => [10 * (row % 5) + random(), 7 * (row % 3) + random()]);
}

test('it comes near to the inertia of k-means', () => {
  const rows = clouds(4000);
  const init = rows.slice(0, 15);
  const full = new KMeans({ nClusters: 15, init }).fit(rows);
  const mini = new MiniBatchKMeans({ nClusters: 15, init, batchSize: 256 }).fit(rows);
  expect(mini.inertia).toBeLessThan(1.1 * full.inertia);
});

test('clusters without rows start again', () => {
  const rows = clouds(3000);
  const init = rows.slice(0, 15).map((row, index) => (index === 0 ? [1e4, 1e4] : row));
  const { inertia } = new MiniBatchKMeans({ nClusters: 15, init, batchSize: 128 }).fit(rows);
  const without = new MiniBatchKMeans({ nClusters: 15, init, batchSize: 128, reassignmentRatio: 0 }).fit(
    rows,
  );
  expect(inertia).toBeLessThan(without.inertia);
});

test('rows of weight 0 are never drawn', () => {
  const rows = [...clouds(300), ...Array.from({ length: 300 }, () => [500, 500])];
  const sampleWeight = rows.map(([x]) => Number(x! < 100));
  const { clusterCenters } = new MiniBatchKMeans({ nClusters: 3 }).fit(rows, undefined, { sampleWeight });
  expect(Math.max(...clusterCenters.data)).toBeLessThan(100);
});

test.each<[MiniBatchKMeansOptions, RegExp]>([
  [{ nClusters: 5 }, /nClusters of mini-batch-k-means is 5, but there are 2 rows/],
  [{ reassignmentRatio: 2 }, /reassignmentRatio .*from 0 to 1, not 2/],
])('%j is refused', (params, message) => {
  expect(faultOf(() => new MiniBatchKMeans(params).fit([[1], [2]]))).toEqual(invalid(message));
});
