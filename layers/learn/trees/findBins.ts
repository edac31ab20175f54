import { InvalidInput } from '../errors.ts';
import { Arena } from '../kernels/Arena.ts';
import { binningBinary } from '../kernels/binning.wasm.ts';
import { instantiate } from '../kernels/instantiate.ts';
import type { Dense } from '../matrix.ts';
import { type Random, seededRandom } from '../random.ts';
import type { ColumnBins } from './binning.ts';

export interface BinningOptions {
  /** Bins of a column besides the missing values'. @default 255 */
  readonly maxBins?: number;
  /** Which columns hold categories. @default none */
  readonly isCategorical?: ArrayLike<boolean>;
  /** Quantiles are of the weighted rows; rows of weight 0 do not count. */
  readonly sampleWeight?: Float64Array | undefined;
  /** Of the rows drawn where there are more than 200,000. @default 0 */
  readonly seed?: number;
}

/** Rows whose quantiles are taken at most. */
const mostSampled = 200_000;
/** Columns that are gathered at once: one cache line of a row. */
const groupWidth = 8;

/**
 * Bins of each column as scikit-learn finds them: one for each value where there are no more values than bins, else between
 * quantiles (Hyndman and Fan's second definition: the two values at a step of the distribution averaged); of 200,000 rows at
 * most, drawn with replacement in proportion to their weights.
 *
 * @throws InvalidInput for a column of more categories than bins
 *
 * @example findBins(X, { maxBins: 63 })[0].edges
 */
export function findBins(X: Dense, options: BinningOptions = {}): ColumnBins[] {
  const { maxBins = 255, isCategorical = [], sampleWeight, seed = 0 } = options;
  const isSampled = X.rows > mostSampled;
  const rows = isSampled ? sampleRows(X.rows, sampleWeight, seededRandom(seed)) : undefined;
  const weights = isSampled ? undefined : sampleWeight;
  const sorter = makeSorter(rows?.length ?? X.rows);
  return Array.from({ length: X.columns }, (_, column) => {
    if (column % groupWidth === 0) gather(X, column, rows, weights, sorter.groups);
    if (isCategorical[column]) return categoryBins(X, column, maxBins);
    const known = sorter.groups[column % groupWidth]!;
    const distinct = distinctUpTo(known, maxBins);
    const edges = distinct
      ? midpoints(distinct)
      : quantilesOf(sorter.sort(known), X, column, weights, maxBins);
    return { edges, isCategorical: false, count: edges.length + 1 };
  });
}

/** Ascending, so that memory is read in order. */
function sampleRows(n: number, weights: Float64Array | undefined, random: Random): Int32Array {
  const rows = new Int32Array(mostSampled);
  if (!weights) {
    const times = new Uint16Array(n);
    for (let index = 0; index < mostSampled; index++) times[Math.floor(random() * n)]!++;
    for (let row = 0, index = 0; row < n; row++)
      for (let time = times[row]!; time > 0; time--) rows[index++] = row;
    return rows;
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const marks = Float64Array.from(rows, () => random() * total).sort();
  let [row, sum] = [0, weights[0]!];
  for (const [index, mark] of marks.entries()) {
    while (sum <= mark && row < n - 1) sum += weights[++row]!;
    rows[index] = row;
  }
  return rows;
}

/** The known values of some columns, as many as there are. */
interface Known {
  readonly values: Float64Array;
  count: number;
}

function gather(
  { rows: n, columns, data }: Dense,
  first: number,
  rows: Int32Array | undefined,
  weights: Float64Array | undefined,
  groups: readonly Known[],
): void {
  const width = Math.min(groupWidth, columns - first);
  for (const known of groups) known.count = 0;
  for (let index = 0; index < (rows?.length ?? n); index++) {
    const row = rows ? rows[index]! : index;
    if (weights && weights[row] === 0) continue;
    const start = row * columns + first;
    for (let place = 0; place < width; place++) {
      const value = data[start + place]!;
      const known = groups[place]!;
      if (!Number.isNaN(value)) known.values[known.count++] = value;
    }
  }
}

interface Sorter {
  readonly groups: readonly Known[];
  /** In place. */
  sort(known: Known): Float64Array;
}

interface SortKernel {
  sort(values: number, n: number, spare: number, counts: number): void;
}

/** Values below which the engine's own sort is as fast. */
const fewValues = 4096;

function makeSorter(n: number): Sorter {
  const arena = new Arena({ plain: n < fewValues });
  const groups = Array.from({ length: groupWidth }, () => ({
    values: arena.allocate(Float64Array, n),
    count: 0,
  }));
  const kernel = instantiate<SortKernel>(binningBinary, arena);
  if (!kernel) return { groups, sort: ({ values, count }) => values.subarray(0, count).sort() };
  const spare = arena.allocate(Float64Array, n);
  const counts = arena.allocate(Int32Array, 2048);
  return {
    groups,
    sort({ values, count }) {
      kernel.sort(values.byteOffset, count, spare.byteOffset, counts.byteOffset);
      return values.subarray(0, count);
    },
  };
}

/** Each value once, ascending, or undefined when they are more than `most`, which takes a look at a few to find out. */
function distinctUpTo({ values, count }: Known, most: number): Float64Array | undefined {
  // Open addressing: at most half of the places is taken. NaN is a free one.
  const bits = 33 - Math.clz32(most);
  const table = new Float64Array(2 ** bits).fill(Number.NaN);
  const halves = new Int32Array(values.buffer, values.byteOffset, 2 * count);
  let distinct = 0;
  for (let at = 0; at < count; at++) {
    // Not the bits of -0, which is the same as 0.
    values[at]! += 0;
    const value = values[at]!;
    let place = Math.imul(halves[2 * at]! ^ halves[2 * at + 1]!, 0x9e3779b1) >>> (32 - bits);
    while (table[place] !== value && !Number.isNaN(table[place]!)) place = (place + 1) % table.length;
    if (table[place] === value) continue;
    if (distinct === most) return undefined;
    table[place] = value;
    distinct++;
  }
  return table.filter((value) => !Number.isNaN(value)).sort();
}

function midpoints(values: Float64Array): Float64Array {
  const edges = new Float64Array(Math.max(0, values.length - 1));
  for (let index = 0; index < edges.length; index++)
    edges[index] = middle(values[index]!, values[index + 1]!);
  return edges;
}

/** Halved first: the sum of two huge numbers is infinite. */
function middle(a: number, b: number): number {
  return a / 2 + b / 2;
}

function quantilesOf(
  sorted: Float64Array,
  X: Dense,
  column: number,
  weights: Float64Array | undefined,
  bins: number,
): Float64Array {
  return weights ? weightedQuantiles(sorted, X, column, weights, bins) : quantiles(sorted, bins);
}

function quantiles(sorted: Float64Array, bins: number): Float64Array {
  const edges: number[] = [];
  for (let bin = 1; bin < bins; bin++) {
    const mark = (sorted.length * bin) / bins;
    const place = Math.ceil(mark) - 1;
    const edge = place + 1 === mark ? middle(sorted[place]!, sorted[place + 1]!) : sorted[place]!;
    if (edge !== edges.at(-1)) edges.push(edge);
  }
  return Float64Array.from(edges);
}

function weightedQuantiles(
  sorted: Float64Array,
  X: Dense,
  column: number,
  weights: Float64Array,
  bins: number,
): Float64Array {
  const values = sorted.filter((value, place) => place === 0 || value !== sorted[place - 1]!);
  /** Weight of all rows up to each value. */
  const cumulative = new Float64Array(values.length);
  for (let row = 0; row < X.rows; row++) {
    const value = X.data[row * X.columns + column]!;
    if (!Number.isNaN(value) && weights[row]! > 0)
      cumulative[upperBound(values, value, 0) - 1]! += weights[row]!;
  }
  for (let place = 1; place < values.length; place++) cumulative[place]! += cumulative[place - 1]!;
  const edges: number[] = [];
  for (let bin = 1, place = 0; bin < bins; bin++) {
    const mark = (cumulative.at(-1)! * bin) / bins;
    while (cumulative[place]! < mark) place++;
    const isStep = cumulative[place] === mark && place + 1 < values.length;
    const edge = isStep ? middle(values[place]!, values[place + 1]!) : values[place]!;
    if (edge !== edges.at(-1)) edges.push(edge);
  }
  return Float64Array.from(edges);
}

function categoryBins(X: Dense, column: number, maxBins: number): ColumnBins {
  const known = new Set<number>();
  for (let index = column; index < X.data.length; index += X.columns) known.add(X.data[index]!);
  known.delete(Number.NaN);
  if (known.size > maxBins)
    throw new InvalidInput(
      `feature ${column} has ${known.size} categories, more than the ${maxBins} bins: join rare ones, or treat it as a number`,
    );
  const edges = Float64Array.from(known).sort();
  return { edges, isCategorical: true, count: Math.max(1, edges.length) };
}

/** Position of the first of ascending values that is above the given one, from `low` on. */
function upperBound(values: Float64Array, value: number, from: number): number {
  let [low, high] = [from, values.length];
  while (low < high) {
    const half = (low + high) >>> 1;
    if (values[half]! > value) high = half;
    else low = half + 1;
  }
  return low;
}
