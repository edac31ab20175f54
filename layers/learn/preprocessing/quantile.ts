import { selectRanks } from './selectRanks.ts';

/** How a quantile lies between the values on both sides of it, by numpy's names. */
export type QuantileMethod = keyof typeof methods;

/** Where the quantile at share q of n values is: a position counted from 0, and how it goes between two of them. */
const methods = {
  linear: continuous(1, 1),
  hazen: continuous(0.5, 0.5),
  weibull: continuous(0, 0),
  median_unbiased: continuous(1 / 3, 1 / 3),
  normal_unbiased: continuous(3 / 8, 3 / 8),
  interpolated_inverted_cdf: continuous(0, 1),
  inverted_cdf: discrete((fraction) => (fraction === 0 ? 0 : 1)),
  averaged_inverted_cdf: discrete((fraction) => (fraction === 0 ? 0.5 : 1)),
};

export const quantileMethods = Object.keys(methods) as readonly QuantileMethod[];

interface Place {
  readonly position: number;
  readonly fraction: number;
}

/** Hyndman and Fan, 1996: definitions 4 to 9 differ in what they add at both ends. */
function continuous(alpha: number, beta: number): (n: number, share: number) => Place {
  return (n, share) => placeAt(n * share + (alpha + share * (1 - alpha - beta)) - 1);
}

function discrete(between: (fraction: number) => number): (n: number, share: number) => Place {
  return (n, share) => {
    const { position, fraction } = placeAt(n * share - 1);
    return { position, fraction: between(fraction) };
  };
}

function placeAt(index: number): Place {
  const position = Math.floor(index);
  return { position, fraction: index - position };
}

/**
 * The quantiles at the given shares of all values.
 *
 * @param values reordered in place
 */
export function quantilesOf(
  values: Float64Array,
  shares: readonly number[],
  method: QuantileMethod = 'linear',
): number[] {
  const last = values.length - 1;
  const places = shares.map((share) => {
    const { position, fraction } = methods[method](values.length, share);
    const [low, high] = [position, position + 1].map((rank) => Math.min(last, Math.max(0, rank)));
    return { low: low!, high: high!, fraction };
  });
  const ranks = new Set(places.flatMap(({ low, high }) => [low, high]));
  selectRanks(
    values,
    [...ranks].sort((a, b) => a - b),
  );
  return places.map(({ low, high, fraction }) => {
    const [below, above] = [values[low]!, values[high]!];
    if (fraction === 0 || below === above) return below;
    return fraction === 1 ? above : below * (1 - fraction) + above * fraction;
  });
}

/**
 * The same of weighted values: the first whose sum of weights reaches the share of all, and where it does so exactly the
 * mean with the next, if `averaged`.
 *
 * @param order positions of the values in ascending order
 */
export function weightedQuantileOf(
  values: Float64Array,
  weights: Float64Array,
  order: Int32Array,
  share: number,
  averaged: boolean,
): number {
  const counted = order.filter((row) => weights[row]! > 0);
  const sums = new Float64Array(counted.length);
  let sum = 0;
  for (const [place, row] of counted.entries()) {
    sum += weights[row]!;
    sums[place] = sum;
  }
  const wanted = share * sum;
  const last = counted.length - 1;
  const found = sums.findIndex((reached) => reached >= wanted);
  const place = found === -1 ? last : found;
  const value = values[counted[place]!]!;
  if (!averaged || wanted === 0 || sums[place]! - wanted > Number.EPSILON) return value;
  return (value + values[counted[Math.min(last, place + 1)]!]!) / 2;
}
