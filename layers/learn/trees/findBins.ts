import { InvalidInput } from '../errors.ts';
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
  return Array.from({ length: X.columns }, (_, column) => {
    if (isCategorical[column]) return categoryBins(X, column, maxBins);
    const distribution = distributionOf(X, column, rows, weights);
    const edges =
      distribution.values.length <= maxBins
        ? midpoints(distribution.values)
        : quantiles(distribution, maxBins);
    return { edges, isCategorical: false, count: edges.length + 1 };
  });
}

/** Ascending, so that memory is read in order. */
function sampleRows(n: number, weights: Float64Array | undefined, random: Random): Int32Array {
  if (!weights) return Int32Array.from({ length: mostSampled }, () => Math.floor(random() * n)).sort();
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const marks = Float64Array.from({ length: mostSampled }, () => random() * total).sort();
  const rows = new Int32Array(mostSampled);
  let [row, sum] = [0, weights[0]!];
  for (const [index, mark] of marks.entries()) {
    while (sum <= mark && row < n - 1) sum += weights[++row]!;
    rows[index] = row;
  }
  return rows;
}

interface Distribution {
  /** Ascending, each once. */
  readonly values: Float64Array;
  /** Weight of all rows up to each value. */
  readonly cumulative: Float64Array;
}

/** Of what is known in a column. */
function distributionOf(
  X: Dense,
  column: number,
  rows: Int32Array | undefined,
  weights: Float64Array | undefined,
): Distribution {
  const n = rows?.length ?? X.rows;
  const known = new Float64Array(n);
  let count = 0;
  for (let index = 0; index < n; index++) {
    const row = rows ? rows[index]! : index;
    const value = X.data[row * X.columns + column]!;
    known[count] = value;
    if (!Number.isNaN(value) && (!weights || weights[row]! > 0)) count++;
  }
  const values = known.subarray(0, count).sort();
  const cumulative = new Float64Array(count);
  let distinct = 0;
  for (let index = 0; index < count; index++) {
    if (distinct === 0 || values[index]! !== values[distinct - 1]!) values[distinct++] = values[index]!;
    cumulative[distinct - 1] = index + 1;
  }
  const distribution = { values: values.slice(0, distinct), cumulative: cumulative.slice(0, distinct) };
  if (weights) weigh(distribution, X, column, weights);
  return distribution;
}

function weigh({ values, cumulative }: Distribution, X: Dense, column: number, weights: Float64Array): void {
  cumulative.fill(0);
  for (let row = 0; row < X.rows; row++) {
    const value = X.data[row * X.columns + column]!;
    if (!Number.isNaN(value) && weights[row]! > 0) cumulative[lowerBound(values, value)]! += weights[row]!;
  }
  for (let index = 1; index < cumulative.length; index++) cumulative[index]! += cumulative[index - 1]!;
}

function midpoints(values: Float64Array): Float64Array {
  const edges = new Float64Array(Math.max(0, values.length - 1));
  // Halved first: the sum of two huge numbers is infinite.
  for (let index = 0; index < edges.length; index++)
    edges[index] = values[index]! / 2 + values[index + 1]! / 2;
  return edges;
}

function quantiles({ values, cumulative }: Distribution, bins: number): Float64Array {
  const total = cumulative.at(-1)!;
  const edges: number[] = [];
  let place = 0;
  for (let bin = 1; bin < bins; bin++) {
    const mark = (total * bin) / bins;
    while (cumulative[place]! < mark) place++;
    const isStep = cumulative[place]! === mark && place + 1 < values.length;
    const edge = isStep ? values[place]! / 2 + values[place + 1]! / 2 : values[place]!;
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

/** Position of the first of ascending values that is not below the given one. */
function lowerBound(values: Float64Array, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
