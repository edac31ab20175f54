import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PCA } from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

describe.each([{}, { nComponents: 0.9 }, { nComponents: 1 }, { whiten: true }] as const)(
  'pca %j',
  (params) => {
    checkTransformer(() => new PCA(params));
  },
);

describe("pca nComponents: 'mle'", () => {
  checkTransformer(() => new PCA({ nComponents: 'mle' }), { needsSpread: true });
});

/** Both ways of decomposing: with many rows and with few. */
const shapes = fc.record({
  rows: fc.integer({ min: 2, max: 90 }),
  columns: fc.integer({ min: 1, max: 6 }),
  seed: fc.integer(),
});
const rowsOf = ({ rows, columns, seed }: { rows: number; columns: number; seed: number }) => {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, (_, at) => random() * (at + 1)));
};

test('components are orthogonal and of length 1, their largest entry positive', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const { components } = new PCA().fit(rowsOf(shape));
      const row = (index: number) =>
        components.data.subarray(index * shape.columns, (index + 1) * shape.columns);
      for (let i = 0; i < components.rows; i++) {
        const largest = row(i).reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
        expect(largest).toBeGreaterThan(0);
        for (let j = 0; j <= i; j++)
          expect(row(i).reduce((sum, value, at) => sum + value * row(j)[at]!, 0)).toBeCloseTo(
            Number(i === j),
            9,
          );
      }
    }),
  );
});

test('all components together lose nothing, whitened or not', () => {
  fc.assert(
    fc.property(shapes, fc.boolean(), (shape, whiten) => {
      const rows = rowsOf(shape);
      const fitted = new PCA({ whiten }).fit(rows);
      const back = fitted.inverseTransform(fitted.transform(rows));
      for (const [index, value] of rows.flat().entries()) expect(back.data[index]).toBeCloseTo(value, 6);
    }),
  );
});

test('a share of the variance takes as few components as explain it', () => {
  fc.assert(
    fc.property(shapes, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (shape, share) => {
      const { explainedVarianceRatio } = new PCA({ nComponents: share }).fit(rowsOf(shape));
      const sum = explainedVarianceRatio.reduce((total, ratio) => total + ratio, 0);
      expect(sum).toBeGreaterThan(share - 1e-12);
      expect(sum - explainedVarianceRatio.at(-1)!).toBeLessThanOrEqual(share);
    }),
  );
});

test.each([
  [{ nComponents: 4 }, /nComponents of pca is 4, but 3 rows of 5 features have 3 components at most/],
  [{ nComponents: 'mle' as const }, /as many rows as features, not 3 rows of 5/],
  [{ nComponents: 1.5 }, /nComponents of pca must be .*not 1.5/],
])('%j is refused', (params, message) => {
  const rows = rowsOf({ rows: 3, columns: 5, seed: 1 });
  expect(faultOf(() => new PCA(params).fit(rows))).toEqual(invalid(message));
});

test('numbers whose squares are none are refused', () => {
  expect(faultOf(() => new PCA().fit([[1e200], [-1e200]]))).toEqual(invalid(/scale them/));
});
