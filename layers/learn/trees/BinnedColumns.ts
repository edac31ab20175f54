import type { Dense } from '../matrix.ts';

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
const histogramBins = 255;
/** Bins for random splits, which need no histograms. */
const countedBins = 65_535;

/** Bins for splits that look at every threshold, or for those that try one at random. */
export function binColumns({ rows, columns, data }: Dense, splitter: 'best' | 'random'): BinnedColumns {
  const most = splitter === 'random' ? countedBins : rows <= exactRows ? exactRows : histogramBins;
  const bins = new Uint16Array(rows * columns);
  const [lows, highs]: [Float64Array[], Float64Array[]] = [[], []];
  const values = new Float64Array(rows);
  let mostBins = 0;
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) values[row] = data[row * columns + column]!;
    const { low, high } = rangesOf(values.slice().sort(), most);
    assign(values, high, bins.subarray(column * rows, (column + 1) * rows));
    lows.push(low);
    highs.push(high);
    mostBins = Math.max(mostBins, high.length + 1);
  }
  return { rows, columns, bins, lows, highs, mostBins };
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

/** @param sorted values in order, NaN last */
function rangesOf(sorted: Float64Array, most: number): { low: Float64Array; high: Float64Array } {
  let known = sorted.length;
  while (known > 0 && Number.isNaN(sorted[known - 1]!)) known--;
  let distinct = 0;
  for (let index = 0; index < known; index++)
    if (index === 0 || sorted[index] !== sorted[index - 1]) distinct++;
  const [low, high]: [number[], number[]] = [[], []];
  // Where values are many, a bin takes its share of the rows that are left, and equal values stay together.
  let wanted = distinct <= most ? 1 : known / most;
  for (let start = 0; start < known; ) {
    let end = Math.min(known, start + Math.max(1, Math.round(wanted)));
    while (end < known && sorted[end] === sorted[end - 1]) end++;
    low.push(sorted[start]!);
    high.push(sorted[end - 1]!);
    start = end;
    if (distinct > most && low.length < most) wanted = (known - start) / (most - low.length);
    if (distinct > most && low.length === most - 1) wanted = known - start;
  }
  return { low: Float64Array.from(low), high: Float64Array.from(high) };
}

function assign(values: Float64Array, high: Float64Array, bins: Uint16Array): void {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    let [first, last] = [0, high.length];
    if (Number.isNaN(value)) first = last;
    while (first < last) {
      const middle = (first + last) >>> 1;
      if (value <= high[middle]!) last = middle;
      else first = middle + 1;
    }
    bins[row] = first;
  }
}
