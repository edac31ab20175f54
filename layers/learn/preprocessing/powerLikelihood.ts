import { boundedBrent, brent } from './brent.ts';
import { type PowerMethod, powerOf } from './powerFunctions.ts';

/** The lambda that makes the numbers as normal as can be: that of greatest likelihood. */
export const bestLambda: Readonly<Record<PowerMethod, (values: Float64Array) => number>> = {
  'box-cox': (values) => {
    const sample = sampleOf(values.map(Math.log));
    return brent((lambda) => -logLikelihood(sample, lambda), -2, 2);
  },
  'yeo-johnson': (values) => {
    const logarithms = values.map((value) => Math.sign(value) * Math.log1p(Math.abs(value)));
    const [isPositive, isNegative] = [
      values.every((value) => value >= 0),
      values.every((value) => value <= 0),
    ];
    if (isPositive || isNegative) {
      const sample = sampleOf(isPositive ? logarithms : logarithms.map(Math.abs));
      const best = boundedBrent((lambda) => -logLikelihood(sample, lambda), ...bounds(values, 1));
      return isPositive ? best : 2 - best;
    }
    return boundedBrent((lambda) => -mixedLogLikelihood(logarithms, lambda), ...bounds(values, -1));
  },
};

/**
 * Where the transform of the largest number neither over- nor underflows.
 *
 * @param sign -1 to keep its mirror there too
 */
function bounds(values: Float64Array, sign: 1 | -1): [number, number] {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Half the range of exponents, so that the variance is in it, of numbers 20 times as large.
  const reach = Math.log1p(Math.min(20 * largest, Number.MAX_VALUE));
  const high = Math.log(Number.MAX_VALUE * Number.EPSILON) / 2 / reach;
  return sign === 1 ? [-high, high] : [2 - high, high];
}

/** Logarithms of numbers above 0. */
interface Sample {
  readonly logarithms: Float64Array;
  readonly sum: number;
  readonly low: number;
  readonly high: number;
}

function sampleOf(logarithms: Float64Array): Sample {
  let [sum, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const logarithm of logarithms) {
    sum += logarithm;
    if (logarithm < low) low = logarithm;
    if (logarithm > high) high = logarithm;
  }
  return { logarithms, sum, low, high };
}

/**
 * Of x ** lambda. The common factor of the powers is taken out, so that none of them overflows:
 * var(x ** lambda) = top ** (2 lambda) × var((x / top) ** lambda).
 */
function logLikelihood({ logarithms, sum, low, high }: Sample, lambda: number): number {
  const n = logarithms.length;
  const top = lambda > 0 ? high : low;
  const middle = powerOf(sum / n - top, lambda);
  let [first, second] = [0, 0];
  for (let row = 0; row < n; row++) {
    const distance = powerOf(logarithms[row]! - top, lambda) - middle;
    first += distance;
    second += distance * distance;
  }
  return (lambda - 1) * sum - (n / 2) * (logVariance(first, second, n) + 2 * lambda * top);
}

/** Of the Yeo-Johnson transform of numbers on both sides of 0, given their signed logarithms. */
function mixedLogLikelihood(logarithms: Float64Array, lambda: number): number {
  let [sum, first, second] = [0, 0, 0];
  const powerAt = (row: number) => {
    const logarithm = logarithms[row]!;
    return logarithm >= 0 ? powerOf(logarithm, lambda) : -powerOf(-logarithm, 2 - lambda);
  };
  let middle = 0;
  for (let row = 0; row < logarithms.length; row++) {
    sum += logarithms[row]!;
    middle += powerAt(row) / logarithms.length;
  }
  for (let row = 0; row < logarithms.length; row++) {
    const distance = powerAt(row) - middle;
    first += distance;
    second += distance * distance;
  }
  return (lambda - 1) * sum - (logarithms.length / 2) * logVariance(first, second, logarithms.length);
}

/** Of sums of distances and of their squares. Infinite also for none at all: what the powers lose to rounding is no good fit. */
function logVariance(first: number, second: number, n: number): number {
  const variance = (second - first ** 2 / n) / n;
  return variance > 0 ? Math.log(variance) : Number.POSITIVE_INFINITY;
}
