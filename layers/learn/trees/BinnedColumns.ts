import type { Arena } from '../kernels/Arena.ts';
import type { Dense } from '../matrix.ts';
import { binByQuantile, binByValue, type Ranges } from './rankColumn.ts';

/**
 * Every column's values as numbers of bins, column by column, so that a split compares small whole numbers. A column of
 * few distinct values has a bin for each, which makes its splits exact; others are cut at quantiles.
 */
export interface BinnedColumns {
  readonly rows: number;
  readonly columns: number;
  /** `bins[column * rows + row]`, ascending with the value; the bin after the last is of missing values. */
  readonly bins: Uint16Array;
  /** Least value in each bin of each column. */
  readonly lows: readonly Float64Array[];
  /** Greatest value in each bin of each column. */
  readonly highs: readonly Float64Array[];
  /** Of the column with most, that of missing values included. */
  readonly mostBins: number;
}

/** Rows of which every distinct value gets a bin of its own. */
const exactRows = 4096;
/** Bins for best splits, whose histograms are to stay in the first cache. */
const histogramBins = 2047;
/** Bins for random splits, which need no histograms. */
const countedBins = 65_535;

/** Bins for splits that look at every threshold, or for those that try one at random. */
export function binColumns(
  { rows, columns, data }: Dense,
  splitter: 'best' | 'random',
  arena: Arena,
): BinnedColumns {
  const most = splitter === 'random' ? countedBins : rows <= exactRows ? exactRows : histogramBins;
  const bins = new Uint16Array(rows * columns);
  const ranges: Ranges[] = [];
  const values = new Float64Array(rows);
  for (let column = 0; column < columns; column++) {
    // Sums with 0, so that -0 is 0.
    for (let row = 0; row < rows; row++) values[row] = data[row * columns + column]! + 0;
    const own = bins.subarray(column * rows, (column + 1) * rows);
    const { low, high } = binByValue(values, most, own) ?? binByQuantile(values, most, own);
    ranges.push({ low: kept(low, arena), high: kept(high, arena) });
  }
  return {
    rows,
    columns,
    bins,
    lows: ranges.map(({ low }) => low),
    highs: ranges.map(({ high }) => high),
    mostBins: Math.max(...ranges.map(({ high }) => high.length)) + 1,
  };
}

/** Where the kernel sees it. */
function kept(values: Float64Array, arena: Arena): Float64Array {
  const copy = arena.allocate(Float64Array, values.length);
  copy.set(values);
  return copy;
}

/** The bin of missing values, greater than any other. */
export function missingBin({ highs }: BinnedColumns, column: number): number {
  return highs[column]!.length;
}

/** Bins of a histogram: a random split has two sides only. */
export function histogramSize({ mostBins }: BinnedColumns, splitter: 'best' | 'random'): number {
  return splitter === 'best' ? mostBins : 2;
}

/** Where a column is cut between two bins next to each other in a node: halfway, as scikit-learn does. */
export function thresholdBetween(
  { lows, highs }: BinnedColumns,
  column: number,
  left: number,
  right: number,
): number {
  // Only what is missing goes right: NaN is not below infinity.
  if (right === highs[column]!.length) return Number.POSITIVE_INFINITY;
  const [below, above] = [highs[column]![left]!, lows[column]![right]!];
  const middle = below / 2 + above / 2;
  return middle < above ? Math.max(middle, below) : below;
}
