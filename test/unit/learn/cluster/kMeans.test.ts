import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KMeans } from '../../../../layers/learn/index.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

describe.each([{ nClusters: 2 }, { nClusters: 2, init: 'random', seed: 3 }, { nClusters: 1 }] as const)(
  'k-means %j',
  (params) => {
    checkEstimator(() => new KMeans(params), { fewestRows: params.nClusters });
    describe('as a transformer', () =>
      checkTransformer(() => transformer(new KMeans(params)), { needsSpread: true }));
  },
);

/** A clusterer gives distances, too. */
function transformer(estimator: KMeans) {
  return Object.assign(Object.create(estimator), {
    constructor: KMeans,
    type: 'transformer' as const,
  }) as never;
}

/** Lloyd's rounds as they are defined: every distance in each; nothing where a tie, or nearly one, or an empty cluster would decide. */
function plainLloyd(rows: readonly number[][], first: readonly number[][], maxIter: number) {
  const square = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, index) => sum + (value - b[index]!) ** 2, 0);
  const assign = (centres: readonly number[][]) =>
    rows.map((row) => {
      const squares = centres.map((centre) => square(row, centre));
      const [least, next = Infinity] = [...squares].sort((a, b) => a - b);
      if (next - least! < 1e-9) isTied = true;
      return squares.indexOf(least!);
    });
  let isTied = false;
  let centres = first;
  let labels: number[] = [];
  for (let round = 0; round < maxIter; round++) {
    const before = labels;
    labels = assign(centres);
    if (labels.every((label, row) => label === before[row])) break;
    centres = centres.map((centre, index) => {
      const own = rows.filter((_, row) => labels[row] === index);
      return centre.map((_, column) => own.reduce((sum, row) => sum + row[column]!, 0) / own.length);
    });
    if (!centres.flat().every(Number.isFinite)) return undefined;
  }
  const last = assign(centres);
  return isTied ? undefined : { labels: last, centres };
}

test('bounds leave out only what cannot matter: the clusters are those of plain rounds', () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  const row = fc.tuple(number, number, number);
  fc.assert(
    fc.property(fc.array(row, { minLength: 6, maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (rows, k) => {
      const init = rows.slice(0, k);
      const plain = plainLloyd(rows, init, 50);
      fc.pre(plain !== undefined);
      const { clusterCenters, labels } = new KMeans({ nClusters: k, init, tol: 0, maxIter: 50 }).fit(rows);
      expect([...labels]).toEqual(plain!.labels);
      for (const [index, value] of plain!.centres.flat().entries())
        expect(clusterCenters.data[index]).toBeCloseTo(value, 9);
    }),
  );
});

test('an empty cluster starts again at the row farthest from its centre', () => {
  const rows = [[0], [1], [2], [10]];
  const { clusterCenters } = new KMeans({ nClusters: 2, init: [[1], [100]] }).fit(rows);
  expect([...clusterCenters.data]).toEqual([1, 10]);
});

test('fewer different rows than clusters', () => {
  const { labels, inertia } = new KMeans({ nClusters: 3 }).fit([[1], [1], [2], [2]]);
  expect(inertia).toBe(0);
  expect(new Set([labels[0], labels[1]]).size).toBe(1);
});

test('more runs never end with more inertia', () => {
  const rows = Array.from({ length: 200 }, (_, row) => [Math.sin(row), Math.cos(3 * row)]);
  const inertia = (nInit: number) => new KMeans({ nClusters: 6, init: 'random', nInit }).fit(rows).inertia;
  expect(inertia(8)).toBeLessThanOrEqual(inertia(1));
});

test('a round can be the last', () => {
  const controller = new AbortController();
  const rows = Array.from({ length: 200 }, (_, row) => [Math.sin(row), Math.cos(3 * row)]);
  const stop = () => controller.abort(new Error('enough'));
  const fit = () => new KMeans().fit(rows, undefined, { signal: controller.signal, onProgress: stop });
  expect(fit).toThrow('enough');
});

test.each([
  [{ nClusters: 5 }, /nClusters of k-means is 5, but there are 4 rows/],
  [{ nClusters: 0 }, /nClusters .*whole number above 0, not 0/],
  [{ nClusters: 2, init: [[1, 2]] }, /1 centres of 2 features: give 2 of 1/],
  [{ nClusters: 2, init: 'best' as 'random' }, /init .*one of k-means\+\+, random, not "best"/],
  [{ nClusters: 2, init: [[1], [Number.NaN]] }, /feature 0 of row 1 is NaN/],
])('%j is refused', (params, message) => {
  expect(faultOf(() => new KMeans(params).fit(dense([[1], [2], [3], [4]])))).toEqual(invalid(message));
});

test('numbers whose squares are none are refused', () => {
  expect(faultOf(() => new KMeans({ nClusters: 1 }).fit([[1e200], [-1e200]]))).toEqual(invalid(/scale them/));
});
