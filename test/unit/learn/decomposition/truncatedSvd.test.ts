import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rightSingular } from '../../../../layers/learn/decomposition/rightSingular.ts';
import {
  type Dense,
  type Sparse,
  TruncatedSVD,
  type TruncatedSVDOptions,
} from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const candidates: TruncatedSVDOptions[] = [
  { nComponents: 1 },
  { nComponents: 1, algorithm: 'arpack' },
  { nComponents: 1, nIter: 0, seed: 4 },
];

describe.each(candidates)('truncated-svd %j', (params) => {
  checkTransformer(() => new TruncatedSVD(params));
});

describe.each(['randomized', 'arpack'] as const)('truncated-svd of two, %s', (algorithm) => {
  checkTransformer(() => new TruncatedSVD({ algorithm }), { needsSpread: true });
});

/** Mostly zeros, dense and sparse. */
function countsOf(rows: number, columns: number, seed: number): { dense: Dense; sparse: Sparse } {
  const random = seededRandom(seed);
  const data = Float64Array.from({ length: rows * columns }, () =>
    random() < 0.2 ? Math.ceil(4 * random()) : 0,
  );
  const places = [...data.keys()].filter((at) => data[at] !== 0);
  const indptr = Int32Array.from(
    { length: rows + 1 },
    (_, row) => places.filter((at) => at < row * columns).length,
  );
  const sparse = {
    rows,
    columns,
    indptr,
    indices: Int32Array.from(places, (at) => at % columns),
    values: Float64Array.from(places, (at) => data[at]!),
  };
  return { dense: { rows, columns, data }, sparse };
}

const shapes = fc.tuple(fc.integer({ min: 6, max: 40 }), fc.integer({ min: 6, max: 40 }), fc.integer());

test.each(['randomized', 'arpack'] as const)('%s: a sparse matrix is as good as a dense one', (algorithm) => {
  fc.assert(
    fc.property(shapes, ([rows, columns, seed]) => {
      const { dense, sparse } = countsOf(rows, columns, seed);
      const [one, other] = [dense, sparse].map((X) => new TruncatedSVD({ algorithm }).fit(X));
      expect(JSON.stringify(other)).toBe(JSON.stringify(one));
      expect(other!.transform(sparse)).toEqual(one!.transform(dense));
    }),
  );
});

test('arpack finds the singular values of a full decomposition', () => {
  fc.assert(
    fc.property(shapes, ([rows, columns, seed]) => {
      const { dense } = countsOf(rows, columns, seed);
      const { singularValues } = new TruncatedSVD({ nComponents: 4, algorithm: 'arpack' }).fit(dense);
      const { values } = rightSingular(dense);
      for (const [index, value] of singularValues.entries())
        expect(Math.abs(value - values[index]!)).toBeLessThan(
          1e-9 * values[0]! + 1e-7 * Number(values[index]! < 1e-6 * values[0]!),
        );
    }),
    // Columns that are alone in their rows and as often share a singular value, of which one start finds one.
    { examples: [[[14, 6, 890053688]]] },
  );
});

test('arpack finds every direction of a value that many share', () => {
  // Each of 60 columns is alone in its rows: its value is the root of how many these are.
  const counts = Array.from({ length: 60 }, (_, column) => (column < 3 ? 40 : 1 + (column % 30)));
  const places = counts.flatMap((count, column) => Array.from({ length: count }, () => column));
  const X = places.map((column) => counts.map((_, other) => Number(other === column)));
  const { singularValues } = new TruncatedSVD({ nComponents: 6, algorithm: 'arpack' }).fit(X);
  for (const [index, square] of [40, 40, 40, 30, 30, 29].entries())
    expect(singularValues[index]).toBeCloseTo(Math.sqrt(square), 9);
});

test('a random projection misses little of them', () => {
  const { dense } = countsOf(200, 60, 4);
  const [random, exact] = (['randomized', 'arpack'] as const).map(
    (algorithm) => new TruncatedSVD({ nComponents: 5, algorithm }).fit(dense).singularValues,
  );
  for (const [index, value] of exact!.entries()) expect(random![index]! / value).toBeCloseTo(1, 2);
});

test('directions are orthonormal, and as many as there may be give the data back', () => {
  const { dense } = countsOf(12, 7, 3);
  const fitted = new TruncatedSVD({ nComponents: 7, algorithm: 'arpack' }).fit(dense);
  const back = fitted.inverseTransform(fitted.transform(dense));
  for (const [at, value] of dense.data.entries()) expect(back.data[at]).toBeCloseTo(value, 9);
});

test('what is not finite in a sparse matrix is named', () => {
  const { sparse } = countsOf(8, 7, 3);
  const broken = { ...sparse, values: sparse.values.map((value, at) => (at === 3 ? Number.NaN : value)) };
  const message = new RegExp(`feature ${sparse.indices[3]} of row \\d is NaN`);
  expect(faultOf(() => new TruncatedSVD().fit(broken))).toEqual(invalid(message));
});

test.each<[TruncatedSVDOptions, RegExp]>([
  [{ nComponents: 4 }, /nComponents of truncated-svd is 4, but 2 rows of 3 features have 2 at most/],
  [{ algorithm: 'lobpcg' as 'arpack' }, /one of randomized, arpack, not "lobpcg"/],
])('%j is refused', (params, message) => {
  expect(
    faultOf(() =>
      new TruncatedSVD(params).fit([
        [1, 2, 3],
        [4, 5, 7],
      ]),
    ),
  ).toEqual(invalid(message));
});
