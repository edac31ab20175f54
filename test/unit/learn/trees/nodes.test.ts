import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../layers/learn/kernels/Arena.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { binColumns, histogramSize } from '../../../../layers/learn/trees/BinnedColumns.ts';
import { ClassCriterion } from '../../../../layers/learn/trees/ClassCriterion.ts';
import type { Criterion } from '../../../../layers/learn/trees/Criterion.ts';
import { growTree } from '../../../../layers/learn/trees/growTree.ts';
import { MomentCriterion } from '../../../../layers/learn/trees/MomentCriterion.ts';
import { sampleOf, type Target } from '../../../../layers/learn/trees/Sample.ts';
import { forestDefaults, growthOf } from '../../../../layers/learn/trees/treeParameters.ts';
import { Workspace } from '../../../../layers/learn/trees/Workspace.ts';

/** Enough rows for parts of parts, and columns of few values, of many, and with missing ones. */
function problem(rows: number) {
  const random = seededRandom(5);
  const data = Float64Array.from({ length: rows * 4 }, (_, index) => {
    const value = random();
    if (index % 4 === 0) return Math.floor(5 * value);
    return index % 4 === 1 && value < 0.1 ? Number.NaN : value;
  });
  const weight = Float64Array.from({ length: rows }, () => Math.floor(4 * random()) / 3);
  const score = (row: number) => data[4 * row]! + 5 * data[4 * row + 2]! + random();
  const target = Float64Array.from({ length: rows }, (_, row) => score(row));
  return { X: { rows, columns: 4, data }, weight, target };
}

const sizes = [300, 6000];

describe.each(sizes)('the kernel and its twin grow the same tree of %d rows', (rows) => {
  const { X, weight, target } = problem(rows);
  const grow = (
    splitter: 'best' | 'random',
    to: Target,
    classes: number,
    criterionOf: (mostBins: number, workspace: Workspace) => Criterion,
  ) =>
    [false, true].map((plain) => {
      const arena = new Arena({ plain });
      const workspace = new Workspace(arena, rows, X.columns, classes > 0);
      const columns = binColumns(X, splitter, arena);
      const criterion = criterionOf(histogramSize(columns, splitter), workspace);
      const sample = sampleOf(columns, to, weight, workspace);
      const growth = growthOf({ ...forestDefaults, maxFeatures: 2 }, splitter, X, 1);
      return growTree(columns, sample, criterion, classes, growth, workspace, seededRandom(1)).grown();
    });

  describe.each(['best', 'random'] as const)('by %s splits', (splitter) => {
    test.each([2, 3])('of %d classes', (classes) => {
      const codes = Int32Array.from(target, (value) => Math.floor((classes * value) / 11));
      const [tree, twin] = grow(
        splitter,
        codes,
        classes,
        (mostBins, workspace) => new ClassCriterion(classes, false, mostBins, workspace),
      );
      expect(tree!.columns.length).toBeGreaterThan(rows / 40);
      expect(tree).toEqual(twin);
    });

    test('of numbers', () => {
      const [tree, twin] = grow(
        splitter,
        target,
        0,
        (mostBins, workspace) => new MomentCriterion(false, mostBins, workspace),
      );
      expect(tree!.columns.length).toBeGreaterThan(rows / 2);
      expect(tree).toEqual(twin);
    });
  });
});

test('kernels are there', () => {
  expect(new Workspace(new Arena(), 10, 2, true).kernel).toBeDefined();
  expect(new Workspace(new Arena({ plain: true }), 10, 2, true).kernel).toBeUndefined();
});

describe('bins of a column', () => {
  const values = (n: number, of: (row: number) => number) => ({
    rows: n,
    columns: 1,
    data: Float64Array.from({ length: n }, (_, row) => of(row)),
  });

  test('are its values where they are few, however many rows', () => {
    const X = values(10_000, (row) => (row % 13 === 12 ? Number.NaN : ((row * 7) % 13) - 6 || -0));
    const { bins, lows, highs } = binColumns(X, 'best', new Arena());
    expect(lows[0]).toEqual(highs[0]);
    expect([...lows[0]!]).toEqual([...lows[0]!].sort((a, b) => a - b));
    for (const [row, value] of X.data.entries()) {
      if (Number.isNaN(value)) expect(bins[row]).toBe(lows[0]!.length);
      else expect(lows[0]![bins[row]!]).toBe(value + 0);
    }
  });

  test('are 2,047 quantiles where values are many, each with the range of its rows', () => {
    const random = seededRandom(3);
    const X = values(20_000, () => Math.exp(8 * random()));
    const { bins, lows, highs } = binColumns(X, 'best', new Arena());
    expect(lows[0]!.length).toBe(2047);
    const counts = new Int32Array(2047);
    for (const [row, value] of X.data.entries()) {
      const bin = bins[row]!;
      counts[bin]!++;
      expect(value >= lows[0]![bin]! && value <= highs[0]![bin]!).toBe(true);
    }
    expect(Math.min(...counts)).toBeGreaterThan(7);
    for (let bin = 1; bin < 2047; bin++) expect(lows[0]![bin]).toBeGreaterThan(highs[0]![bin - 1]!);
  });

  test('are as many as the rows of a small table', () => {
    const { lows } = binColumns(
      values(4000, (row) => Math.sqrt(row)),
      'best',
      new Arena(),
    );
    expect(lows[0]!.length).toBe(4000);
  });
});
