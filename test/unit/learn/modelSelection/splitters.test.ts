import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  GroupKFold,
  KFold,
  RepeatedKFold,
  RepeatedStratifiedKFold,
  ShuffleSplit,
  type Split,
  StratifiedKFold,
  TimeSeriesSplit,
} from '../../../../layers/learn/index.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const options = fc.record({
  n: fc.integer({ min: 30, max: 80 }),
  nSplits: fc.integer({ min: 2, max: 6 }),
  shuffle: fc.boolean(),
  seed: fc.nat(99),
});
const everyRow = (n: number) => Array.from({ length: n }, (_, row) => row);
const sorted = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);
const classesOf = (n: number) =>
  Array.from({ length: n }, (_, row) => ['b', 'a', 'c'][Math.floor(Math.sqrt(row)) % 3]!);
const groupsOf = (n: number) => Array.from({ length: n }, (_, row) => Math.floor((row * 7) % 13));

/** Each row is in one part of each split, and held out in one of them. */
function expectPartition(splits: readonly Split[], n: number): void {
  for (const { train, test } of splits) expect(sorted([...train, ...test])).toEqual(everyRow(n));
  expect(sorted(splits.flatMap((split) => [...split.test]))).toEqual(everyRow(n));
}

test('folds hold each row out once, in sizes that differ by one at most, and the seed decides which', () => {
  fc.assert(
    fc.property(options, ({ n, ...made }) => {
      const splits = [...new KFold(made).split(n)];
      expectPartition(splits, n);
      const sizes = splits.map((split) => split.test.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect([...new KFold(made).split(n)]).toEqual(splits);
      for (const { train, test: held } of splits)
        for (const part of [train, held]) expect(part).toEqual(part.toSorted());
    }),
  );
});

test('stratified folds have the share of each class, give or take one row', () => {
  fc.assert(
    fc.property(options, ({ n, ...made }) => {
      const y = classesOf(n);
      const splits = [...new StratifiedKFold(made).split(n, y)];
      expectPartition(splits, n);
      for (const label of new Set(y)) {
        const counts = splits.map((split) => split.test.filter((row) => y[row] === label).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('folds of groups split none of them', () => {
  fc.assert(
    fc.property(options, ({ n, ...made }) => {
      const groups = groupsOf(n);
      const splits = [...new GroupKFold(made).split(n, undefined, groups)];
      expectPartition(splits, n);
      for (const { train, test: held } of splits) {
        const seen = new Set(Array.from(train, (row) => groups[row]));
        for (const row of held) expect(seen.has(groups[row])).toBe(false);
      }
    }),
  );
});

test('time goes on: what is learned from lies before the gap, and the gap before what is judged', () => {
  const of = fc.record({
    n: fc.integer({ min: 30, max: 80 }),
    nSplits: fc.integer({ min: 1, max: 5 }),
    gap: fc.nat(3),
    maxTrainSize: fc.option(fc.integer({ min: 1, max: 10 })),
  });
  fc.assert(
    fc.property(of, ({ n, ...made }) => {
      const splits = [...new TimeSeriesSplit(made).split(n)];
      expect(splits).toHaveLength(made.nSplits);
      expect(splits.at(-1)!.test.at(-1)).toBe(n - 1);
      for (const [index, { train, test: held }] of splits.entries()) {
        expect(held[0]! - train.at(-1)!).toBe(made.gap + 1);
        if (made.maxTrainSize !== null) expect(train.length).toBeLessThanOrEqual(made.maxTrainSize);
        if (index > 0) expect(held[0]).toBe(splits[index - 1]!.test.at(-1)! + 1);
      }
    }),
  );
});

test.each([
  [{}, 180, 20],
  [{ testSize: 0.25 }, 150, 50],
  [{ testSize: 7 }, 193, 7],
  [{ trainSize: 0.301 }, 60, 140],
  [{ trainSize: 50, testSize: 0.1 }, 50, 20],
])('shuffled splits of 200 rows, %o', (sizes, trained, held) => {
  const splits = [...new ShuffleSplit({ nSplits: 4, seed: 3, ...sizes }).split(200)];
  expect(splits).toHaveLength(4);
  for (const { train, test: rows } of splits) {
    expect([train.length, rows.length]).toEqual([trained, held]);
    expect(new Set([...train, ...rows]).size).toBe(trained + held);
  }
  expect(new Set(splits.map((split) => split.test.join())).size).toBe(4);
});

test('repeated folds are as many partitions, each another', () => {
  const y = classesOf(30);
  for (const splitter of [
    new RepeatedKFold({ nSplits: 3, nRepeats: 4 }),
    new RepeatedStratifiedKFold({ nSplits: 3, nRepeats: 4 }),
  ]) {
    const splits = [...splitter.split(30, y)];
    expect(splits).toHaveLength(splitter.nSplits);
    const partitions = [0, 3, 6, 9].map((start) => splits.slice(start, start + 3));
    for (const partition of partitions) expectPartition(partition, 30);
    expect(new Set(partitions.map(([first]) => first!.test.join())).size).toBe(4);
  }
});

describe('what cannot be split is refused', () => {
  test.each<[string, () => Iterable<Split>, RegExp]>([
    ['more folds than rows', () => new KFold({ nSplits: 4 }).split(3), /3 rows do not make 4 folds/],
    ['one fold', () => new KFold({ nSplits: 1 }).split(3), /2 or more, not 1/],
    ['no classes', () => new StratifiedKFold().split(9), /no classes for 9 rows/],
    [
      'classes of a few rows each',
      () => new StratifiedKFold().split(6, [0, 0, 1, 1, 2, 2]),
      /more than 2 rows/,
    ],
    ['no groups', () => new GroupKFold().split(9), /no groups for 9 rows/],
    [
      'fewer groups than folds',
      () => new GroupKFold().split(3, undefined, [1, 1, 2]),
      /2 groups do not make 5/,
    ],
    ['too short a time', () => new TimeSeriesSplit().split(4), /4 rows are too few/],
    ['a test of all rows', () => new ShuffleSplit({ testSize: 9 }).split(9), /0 to learn from/],
  ])('%s', (_, split, message) => {
    expect(faultOf(() => [...split()])).toEqual(invalid(message));
  });
});
