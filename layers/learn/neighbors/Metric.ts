import { squaredDistance } from '../cluster/squaredDistance.ts';

export type MetricName = 'minkowski' | 'euclidean' | 'manhattan' | 'chebyshev';

/** Of two rows in arrays, from their first number on. */
type Measure = (a: Float64Array, aStart: number, b: Float64Array, bStart: number, columns: number) => number;

/** A distance, in a reduced form that orders rows alike and costs less, as the square does of the Euclidean one. */
export interface Metric {
  /** Exponent of Minkowski's distance: 1 of Manhattan, 2 of Euclid, infinite of Chebyshev. */
  readonly p: number;
  readonly reduced: Measure;
  readonly toDistance: (reduced: number) => number;
  readonly toReduced: (distance: number) => number;
}

const exponents = { euclidean: 2, manhattan: 1, chebyshev: Number.POSITIVE_INFINITY };
const same = (value: number) => value;

/** @param p of minkowski */
export function metricOf(name: MetricName, p: number): Metric {
  const exponent = name === 'minkowski' ? p : exponents[name];
  if (exponent === 2)
    return {
      p: 2,
      reduced: squaredDistance,
      toDistance: Math.sqrt,
      toReduced: (distance) => distance * distance,
    };
  if (exponent === 1) return { p: 1, reduced: sumOfDifferences, toDistance: same, toReduced: same };
  if (exponent === Number.POSITIVE_INFINITY)
    return { p: exponent, reduced: largestDifference, toDistance: same, toReduced: same };
  return {
    p: exponent,
    reduced: (a, aStart, b, bStart, columns) => {
      let sum = 0;
      for (let column = 0; column < columns; column++)
        sum += Math.abs(a[aStart + column]! - b[bStart + column]!) ** exponent;
      return sum;
    },
    toDistance: (reduced) => reduced ** (1 / exponent),
    toReduced: (distance) => distance ** exponent,
  };
}

const sumOfDifferences: Measure = (a, aStart, b, bStart, columns) => {
  let sum = 0;
  for (let column = 0; column < columns; column++) sum += Math.abs(a[aStart + column]! - b[bStart + column]!);
  return sum;
};

const largestDifference: Measure = (a, aStart, b, bStart, columns) => {
  let most = 0;
  for (let column = 0; column < columns; column++)
    most = Math.max(most, Math.abs(a[aStart + column]! - b[bStart + column]!));
  return most;
};
