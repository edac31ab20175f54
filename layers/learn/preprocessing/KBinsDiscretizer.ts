import { checkFeatures, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Dense, denseRows, type Features, toDense } from '../matrix.ts';
import { anyOf, atLeast, type Check, checkParameters, count, oneOf, orNull, seed } from '../parameters.ts';
import { seededRandom } from '../random.ts';
import { presentOf } from './columnNumbers.ts';
import { type BinEncoding, endless, FittedKBinsDiscretizer } from './FittedKBinsDiscretizer.ts';
import { kMeans1d } from './kMeans1d.ts';
import { type QuantileMethod, quantileMethods, quantilesOf, weightedQuantileOf } from './quantile.ts';

export interface KBinsDiscretizerOptions {
  /** Of all columns, or of each. @default 5 */
  readonly nBins?: number | readonly number[];
  /** @default 'onehot-dense', as transformers here give dense numbers; scikit-learn's is 'onehot', the same but sparse */
  readonly encode?: BinEncoding;
  /** Bins as wide as each other, with as many rows, or around the centres of clusters. @default 'quantile' */
  readonly strategy?: 'uniform' | 'quantile' | 'kmeans';
  /** @default 'averaged_inverted_cdf' */
  readonly quantileMethod?: QuantileMethod;
  /** Of more rows than these, so many are drawn at random, with replacement; null for never. @default 200_000 */
  readonly subsample?: number | null;
  /** @default 0 */
  readonly seed?: number;
}

const counts: Check = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((one) => atLeast(2)(one) === undefined)
    ? undefined
    : 'must be a list of them';

/** Edges of the bins between the smallest and the largest of weighted values. */
type Strategy = (column: Column, bins: number, method: QuantileMethod) => Float64Array;

interface Column {
  readonly values: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly low: number;
  readonly high: number;
}

/** Bins that are not wider are none. */
const narrowest = 1e-8;

const strategies: Readonly<Record<'uniform' | 'quantile' | 'kmeans', Strategy>> = {
  uniform: ({ low, high }, bins) => evenly(low, high, bins),
  quantile: ({ values, weights }, bins, method) => {
    // In numpy's order, so that what lies on an edge is in the same bin.
    const shares = evenly(0, 100, bins).map((percent) => percent / 100);
    if (!weights) return wideEnough(Float64Array.from(quantilesOf(values.slice(), [...shares], method)));
    const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
    const isAveraged = method === 'averaged_inverted_cdf';
    return wideEnough(shares.map((share) => weightedQuantileOf(values, weights, order, share, isAveraged)));
  },
  kmeans: ({ values, weights, low, high }, bins) => {
    const edges = evenly(low, high, bins);
    const start = edges.slice(1).map((edge, bin) => (edge + edges[bin]!) * 0.5);
    const centres = kMeans1d(values, start, weights);
    const inner = centres.slice(1).map((centre, k) => (centre + centres[k]!) * 0.5);
    return wideEnough(Float64Array.of(low, ...inner, high));
  },
};

/**
 * Cuts columns of numbers into bins.
 *
 * @example new KBinsDiscretizer({ nBins: 2, encode: 'ordinal' }).fit([[1], [2], [3], [4]]).transform([[9]]).data // [1]
 */
export class KBinsDiscretizer implements Transformer {
  static readonly parameters = {
    nBins: anyOf(atLeast(2), counts),
    encode: oneOf('onehot-dense', 'ordinal'),
    strategy: oneOf(...Object.keys(strategies)),
    quantileMethod: oneOf(...quantileMethods),
    subsample: orNull(count),
    seed,
  };
  readonly kind = 'k-bins-discretizer';
  readonly type = 'transformer';
  readonly params: Required<KBinsDiscretizerOptions>;

  constructor({
    nBins = 5,
    encode = 'onehot-dense',
    strategy = 'quantile',
    quantileMethod = 'averaged_inverted_cdf',
    subsample = 200_000,
    seed = 0,
  }: KBinsDiscretizerOptions = {}) {
    this.params = { nBins, encode, strategy, quantileMethod, subsample, seed };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedKBinsDiscretizer {
    checkParameters(this.kind, this.params, KBinsDiscretizer.parameters);
    const all = toDense(features);
    checkFeatures(all);
    const { nBins, strategy, quantileMethod, encode } = this.params;
    if (typeof nBins !== 'number' && nBins.length !== all.columns)
      throw new InvalidInput(
        `nBins has ${nBins.length} numbers for ${all.columns} features: give each its own`,
      );
    if (sampleWeight && strategy === 'quantile' && !quantileMethod.endsWith('inverted_cdf'))
      throw new InvalidInput(
        `${quantileMethod} takes no sample weights: use inverted_cdf or averaged_inverted_cdf as quantileMethod`,
      );
    const { X, weights } = this.sample(all, weightsOf(sampleWeight, all.rows));
    const binEdges = Array.from({ length: X.columns }, (_, column) => {
      const values = presentOf(X, column);
      const counted =
        weights && strategy !== 'quantile' ? values.filter((__, row) => weights[row]! > 0) : values;
      const low = counted.reduce((least, value) => Math.min(least, value));
      const high = counted.reduce((most, value) => Math.max(most, value));
      if (low === high) return endless();
      if (!Number.isFinite(high - low))
        throw new InvalidInput(
          `feature ${column} holds values too large for bins: divide it by a power of ten`,
        );
      const bins = typeof nBins === 'number' ? nBins : nBins[column]!;
      const edges = strategies[strategy]({ values, weights, low, high }, bins, quantileMethod);
      return edges.length > 1 ? edges : endless();
    });
    return new FittedKBinsDiscretizer(encode, binEdges);
  }

  /** Rows drawn with replacement, as likely as they weigh, when there are more than `subsample`. */
  private sample(
    X: Dense,
    weights: Float64Array | undefined,
  ): { X: Dense; weights?: Float64Array | undefined } {
    const { subsample, seed } = this.params;
    if (subsample === null || X.rows <= subsample) return { X, weights };
    const random = seededRandom(seed);
    const sums = new Float64Array(X.rows);
    let sum = 0;
    for (let row = 0; row < X.rows; row++) {
      sum += weights ? weights[row]! : 1;
      sums[row] = sum;
    }
    const rows = Int32Array.from({ length: subsample }, () => firstAbove(sums, random() * sum));
    return { X: denseRows(X, rows) };
  }
}

/** As numpy's linspace. */
function evenly(low: number, high: number, bins: number): Float64Array {
  const step = (high - low) / bins;
  return Float64Array.from({ length: bins + 1 }, (_, edge) => (edge === bins ? high : low + edge * step));
}

function wideEnough(edges: Float64Array): Float64Array {
  return edges.filter((edge, index) => index === 0 || edge - edges[index - 1]! > narrowest);
}

/** The first position of ascending sums that is above a number. */
function firstAbove(sums: Float64Array, number: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > number) high = middle;
    else low = middle + 1;
  }
  return low;
}
