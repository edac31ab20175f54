import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEstimator, crossValidatePipeline, type Table } from '../../../../layers/learn/index.ts';
import { kFold, trainTestSplit } from '../../../../layers/learn/modelSelection/split.ts';

const sizes = fc.record({
  n: fc.integer({ min: 4, max: 300 }),
  test: fc.double({ min: 0.01, max: 0.7, noNaN: true }),
  seed: fc.nat(),
  classes: fc.integer({ min: 1, max: 5 }),
});

test('each row is in one part, in order, and the seed decides which', () => {
  fc.assert(
    fc.property(sizes, ({ n, test: share, seed, classes }) => {
      const stratify = Int32Array.from({ length: n }, (_, row) => (row * 7) % classes);
      for (const options of [
        { test: share, seed },
        { test: share, seed, stratify },
      ]) {
        const { train, test: held } = trainTestSplit(n, options);
        expect(held).toHaveLength(Math.ceil(n * share));
        expect([...train, ...held].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, row) => row));
        for (const part of [train, held]) expect(part).toEqual(part.slice().sort());
        expect(trainTestSplit(n, options)).toEqual({ train, test: held });
      }
    }),
  );
});

test('stratified parts hold each class in its share, give or take one row', () => {
  fc.assert(
    fc.property(sizes, ({ n, test: share, seed, classes }) => {
      const stratify = Int32Array.from({ length: n }, (_, row) => Math.floor(Math.sqrt(row)) % classes);
      const { test: held } = trainTestSplit(n, { test: share, seed, stratify });
      const folds = Math.min(5, n);
      const parts = [
        { held, share: held.length / n },
        ...kFold(n, { folds, seed, stratify }).map((fold) => ({ held: fold.test, share: 1 / folds })),
      ];
      for (let code = 0; code < classes; code++) {
        const all = stratify.filter((one) => one === code).length;
        for (const part of parts) {
          const count = part.held.filter((row) => stratify[row] === code).length;
          expect(Math.abs(count - part.share * all)).toBeLessThanOrEqual(1);
        }
      }
    }),
  );
});

test('other seeds split otherwise', () => {
  const splits = Array.from({ length: 20 }, (_, seed) => trainTestSplit(50, { test: 0.2, seed }).test.join());
  expect(new Set(splits).size).toBe(20);
});

test('every row is held out as often as others', () => {
  const counts = new Float64Array(20);
  for (let seed = 0; seed < 2000; seed++)
    for (const row of trainTestSplit(20, { test: 0.25, seed }).test) counts[row]! += 1;
  // 500 expected, with a standard deviation of 19.
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(100);
});

test('what cannot be split is refused', () => {
  const invalid = (message: RegExp) =>
    expect.objectContaining({ name: 'InvalidInput', message: expect.stringMatching(message) });
  expect(() => trainTestSplit(1, { test: 0.2, seed: 1 })).toThrow(invalid(/no row is left/));
  expect(() => trainTestSplit(0, { test: 0.2, seed: 1 })).toThrow(invalid(/0 rows/));
  expect(() => kFold(3, { folds: 4, seed: 1 })).toThrow(invalid(/3 rows do not make 4 folds/));
  expect(() => kFold(3, { folds: 1, seed: 1 })).toThrow(invalid(/1 is no number of folds/));
});

test('cross-validation judges every fold, and a rare class is in each of them', () => {
  const n = 100;
  const rare = Float64Array.from({ length: n }, (_, row) => Number(row % 20 === 3));
  const table: Table = {
    length: n,
    columns: {
      x: { kind: 'number', values: Float64Array.from({ length: n }, (_, row) => rare[row]! + (row % 7) / 5) },
      y: { kind: 'number', values: rare },
    },
  };
  const options = {
    task: 'classification',
    target: 'y',
    columns: [{ name: 'x', kind: 'number', impute: 'median', scale: 'standard', encode: 'one-hot' }],
    estimator: createEstimator('logistic-regression', { C: 100 }),
  } as const;
  for (let seed = 0; seed < 20; seed++) {
    const folds = crossValidatePipeline(options, table, { folds: 5, seed });
    expect(folds).toHaveLength(5);
    // 0.5 exactly is what a fold without a positive row gets.
    for (const { auc } of folds) expect(auc).not.toBe(0.5);
  }
});
