import { boundedBrent, brent } from './brent.ts';
import type { PowerMethod } from './powerFunctions.ts';

/** The lambda that makes the numbers as normal as can be: that of greatest likelihood. */
export const bestLambda: Readonly<Record<PowerMethod, (values: Float64Array) => number>> = {
  'box-cox': (values) => {
    const logarithms = values.map(Math.log);
    return brent((lambda) => -logLikelihood(logarithms, lambda), -2, 2);
  },
  'yeo-johnson': (values) => {
    const logarithms = values.map((value) => Math.sign(value) * Math.log1p(Math.abs(value)));
    if (values.every((value) => value >= 0))
      return boundedBrent((lambda) => -logLikelihood(logarithms, lambda), ...bounds(values, 1));
    if (values.every((value) => value <= 0))
      return (
        2 - boundedBrent((lambda) => -logLikelihood(logarithms.map(Math.abs), lambda), ...bounds(values, 1))
      );
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

/**
 * Of x ** lambda, given the logarithms of all x, which are above 0. The common factor of the powers is taken out, so that none
 * of them overflows: var(x ** lambda) = top ** (2 lambda) × var((x / top) ** lambda).
 */
function logLikelihood(logarithms: Float64Array, lambda: number): number {
  let [sum, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const logarithm of logarithms) {
    sum += logarithm;
    if (logarithm < low) low = logarithm;
    if (logarithm > high) high = logarithm;
  }
  const top = lambda > 0 ? high : low;
  const isLogarithm = Math.abs(lambda) < Number.EPSILON;
  const powers = logarithms.map((logarithm) =>
    isLogarithm ? logarithm - top : Math.expm1(lambda * (logarithm - top)) / lambda,
  );
  return (lambda - 1) * sum - (logarithms.length / 2) * (logVariance(powers) + 2 * lambda * top);
}

/** Of the Yeo-Johnson transform of numbers on both sides of 0, given their signed logarithms. */
function mixedLogLikelihood(logarithms: Float64Array, lambda: number): number {
  let sum = 0;
  for (const logarithm of logarithms) sum += logarithm;
  const mirrored = 2 - lambda;
  const powers = logarithms.map((logarithm) => {
    if (logarithm >= 0)
      return Math.abs(lambda) < Number.EPSILON ? logarithm : Math.expm1(lambda * logarithm) / lambda;
    return Math.abs(mirrored) < Number.EPSILON ? logarithm : -Math.expm1(-mirrored * logarithm) / mirrored;
  });
  return (lambda - 1) * sum - (logarithms.length / 2) * logVariance(powers);
}

/** Infinite also for none at all: what the powers lose to rounding is no good fit. */
function logVariance(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value - mean;
    squares += (value - mean) ** 2;
  }
  const variance = (squares - sum ** 2 / values.length) / values.length;
  return variance > 0 ? Math.log(variance) : Number.POSITIVE_INFINITY;
}
