import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../layers/learn/kernels/Arena.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { binColumns } from '../../../../layers/learn/trees/BinnedColumns.ts';
import { ClassCriterion } from '../../../../layers/learn/trees/ClassCriterion.ts';
import { growTree } from '../../../../layers/learn/trees/growTree.ts';
import { MomentCriterion } from '../../../../layers/learn/trees/MomentCriterion.ts';
import { sampleOf } from '../../../../layers/learn/trees/Sample.ts';
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
  const columns = binColumns(X, 'best');
  const growth = growthOf({ ...forestDefaults, maxFeatures: 2 }, 'best', X, 1);
  const workspaces = (isClassified: boolean) =>
    [false, true].map((plain) => new Workspace(new Arena({ plain }), rows, 4, isClassified));

  test.each([2, 3])('of %d classes', (classes) => {
    const codes = Int32Array.from(target, (value) => Math.floor((classes * value) / 11));
    const trees = workspaces(true).map((workspace) => {
      const criterion = new ClassCriterion(classes, false, columns.mostBins, workspace);
      const sample = sampleOf(columns, codes, weight, workspace);
      return growTree(columns, sample, criterion, classes, growth, workspace, seededRandom(1)).grown();
    });
    expect(trees[0]!.columns.length).toBeGreaterThan(rows / 40);
    expect(trees[0]).toEqual(trees[1]);
  });

  test('of numbers', () => {
    const trees = workspaces(false).map((workspace) => {
      const criterion = new MomentCriterion(false, columns.mostBins, workspace);
      const sample = sampleOf(columns, target, weight, workspace);
      return growTree(columns, sample, criterion, 0, growth, workspace, seededRandom(1)).grown();
    });
    expect(trees[0]!.columns.length).toBeGreaterThan(rows / 2);
    expect(trees[0]).toEqual(trees[1]);
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
    const { bins, lows, highs } = binColumns(X, 'best');
    expect(lows[0]).toEqual(highs[0]);
    expect([...lows[0]!]).toEqual([...lows[0]!].sort((a, b) => a - b));
    for (const [row, value] of X.data.entries()) {
      if (Number.isNaN(value)) expect(bins[row]).toBe(lows[0]!.length);
      else expect(lows[0]![bins[row]!]).toBe(value + 0);
    }
  });

  test('are 255 quantiles where values are many, each with the range of its rows', () => {
    const random = seededRandom(3);
    const X = values(20_000, () => Math.exp(8 * random()));
    const { bins, lows, highs } = binColumns(X, 'best');
    expect(lows[0]!.length).toBe(255);
    const counts = new Int32Array(255);
    for (const [row, value] of X.data.entries()) {
      const bin = bins[row]!;
      counts[bin]!++;
      expect(value >= lows[0]![bin]! && value <= highs[0]![bin]!).toBe(true);
    }
    expect(Math.min(...counts)).toBeGreaterThan(70);
    for (let bin = 1; bin < 255; bin++) expect(lows[0]![bin]).toBeGreaterThan(highs[0]![bin - 1]!);
  });

  test('are as many as the rows of a small table', () => {
    const { lows } = binColumns(
      values(4000, (row) => Math.sqrt(row)),
      'best',
    );
    expect(lows[0]!.length).toBe(4000);
  });
});
