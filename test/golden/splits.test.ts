import { describe, expect, test } from 'vitest';
import { kFold, trainTestSplit } from '../../layers/learn/modelSelection/split.ts';
import { reference } from './reference.ts';

const golden = reference<{
  trainTest: { n: number; test: number; sizes: number[] }[];
  folds: { n: number; folds: number; sizes: number[] }[];
  stratified: { counts: number[]; test: number; inTest: number[] }[];
  stratifiedFolds: { counts: number[]; folds: number; inFolds: number[][] }[];
}>('splits');

/** Class codes in an order that is none. */
function codesOf(counts: readonly number[]): Int32Array {
  const codes = counts.flatMap((count, code) => new Array<number>(count).fill(code));
  return Int32Array.from(codes, (_, row) => codes[(row * 61) % codes.length]!);
}

function countsOf(codes: Int32Array, rows: Int32Array, classes: number): number[] {
  return Array.from({ length: classes }, (_, code) => rows.filter((row) => codes[row] === code).length);
}

const everyRow = (n: number) => Int32Array.from({ length: n }, (_, row) => row);

describe('sizes and shares are those of scikit-learn, and each row is in one part', () => {
  test.each(golden.trainTest)('$n rows, test $test', ({ n, test, sizes }) => {
    const { train, test: held } = trainTestSplit(n, { test, seed: 7 });
    expect([train.length, held.length]).toEqual(sizes);
    expect(Int32Array.from([...train, ...held]).sort()).toEqual(everyRow(n));
  });

  test.each(golden.folds)('$folds folds of $n rows', ({ n, folds, sizes }) => {
    const made = kFold(n, { folds, seed: 7 });
    expect(made.map(({ test }) => test.length)).toEqual(sizes);
    expect(Int32Array.from(made.flatMap(({ test }) => [...test])).sort()).toEqual(everyRow(n));
    for (const { train, test } of made)
      expect(Int32Array.from([...train, ...test]).sort()).toEqual(everyRow(n));
  });

  test.each(golden.stratified)('classes of $counts rows, test $test', ({ counts, test, inTest }) => {
    const codes = codesOf(counts);
    const { train, test: held } = trainTestSplit(codes.length, { test, seed: 7, stratify: codes });
    expect(countsOf(codes, held, counts.length)).toEqual(inTest);
    expect(Int32Array.from([...train, ...held]).sort()).toEqual(everyRow(codes.length));
  });

  test.each(golden.stratifiedFolds)(
    '$folds folds of classes of $counts rows',
    ({ counts, folds, inFolds }) => {
      const codes = codesOf(counts);
      const made = kFold(codes.length, { folds, seed: 7, stratify: codes });
      const shares = made.map(({ test }) => countsOf(codes, test, counts.length));
      // scikit-learn deals classes in the order in which they appear: which fold gets the odd row is chance.
      const sorted = (of: number[][]) =>
        counts.map((_, code) => of.map((fold) => fold[code]!).sort((a, b) => a - b));
      expect(sorted(shares)).toEqual(sorted(inFolds));
      expect(Int32Array.from(made.flatMap(({ test }) => [...test])).sort()).toEqual(everyRow(codes.length));
    },
  );
});
