import { rightSingular } from '../decomposition/rightSingular.ts';
import { symmetricEigen } from '../decomposition/symmetricEigen.ts';
import type { Dense } from '../matrix.ts';
import { type ClassGroups, meanOf, withinClasses } from './classGroups.ts';
import type { Discriminants } from './DiscriminantModel.ts';
import { type Shrinkage, shrunkCovariance } from './ledoitWolf.ts';

export interface Solution {
  /** k × p. */
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
  readonly discriminants: Discriminants | undefined;
}

/**
 * Directions in which the classes lie apart, found without a covariance: the data is whitened within the classes by its
 * singular vectors, and the means by theirs (Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 4.3.3).
 */
export function solveBySingularValues(
  classes: ClassGroups,
  priors: Float64Array,
  tol: number,
  mostComponents: number,
): Solution {
  const { means } = classes;
  const { rows: k, columns: p } = means;
  const xbar = new Float64Array(p);
  for (let at = 0; at < means.data.length; at++)
    xbar[at % p]! += priors[Math.floor(at / p)]! * means.data[at]!;
  const whitening = whitenWithin(classes, tol);
  const rank = whitening.rows;
  const n = classes.groups.reduce((sum, group) => sum + group.rows, 0);
  const between = new Float64Array(k * rank);
  for (let code = 0; code < k; code++) {
    const weight = Math.sqrt((n * priors[code]!) / (k - 1));
    for (let index = 0; index < rank; index++) {
      let sum = 0;
      for (let column = 0; column < p; column++)
        sum += (means.data[code * p + column]! - xbar[column]!) * whitening.data[index * p + column]!;
      between[code * rank + index] = weight * sum;
    }
  }
  const { values, vectors } = rank === 0 ? nothing : rightSingular({ rows: k, columns: rank, data: between });
  const all = values.filter((value) => value > tol * values[0]!).length;
  const scalings = new Float64Array(all * p);
  for (let index = 0; index < all; index++) {
    for (let inner = 0; inner < rank; inner++) {
      const share = vectors.data[index * rank + inner]!;
      for (let column = 0; column < p; column++)
        scalings[index * p + column]! += share * whitening.data[inner * p + column]!;
    }
  }
  for (let start = 0; start < scalings.length; start += p)
    makeLargestPositive(scalings.subarray(start, start + p));
  const coef = new Float64Array(k * p);
  const intercept = priors.map(Math.log);
  for (let code = 0; code < k; code++) {
    for (let index = 0; index < all; index++) {
      let sum = 0;
      for (let column = 0; column < p; column++)
        sum += (means.data[code * p + column]! - xbar[column]!) * scalings[index * p + column]!;
      intercept[code]! -= (sum * sum) / 2;
      for (let column = 0; column < p; column++)
        coef[code * p + column]! += sum * scalings[index * p + column]!;
    }
    for (let column = 0; column < p; column++) intercept[code]! -= xbar[column]! * coef[code * p + column]!;
  }
  const kept = Math.min(all, mostComponents);
  const total = values.reduce((sum, value) => sum + value * value, 0);
  return {
    coef,
    intercept,
    discriminants: {
      scalings: { rows: kept, columns: p, data: scalings.slice(0, kept * p) },
      xbar,
      explainedVarianceRatio: values.slice(0, kept).map((value) => value ** 2 / total),
    },
  };
}

/** A direction is as good as its opposite. */
function makeLargestPositive(vector: Float64Array): void {
  const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  if (largest < 0) for (let at = 0; at < vector.length; at++) vector[at]! *= -1;
}

const nothing = { values: new Float64Array(), vectors: { rows: 0, columns: 0, data: new Float64Array() } };

/** A row for each direction in which rows of a class differ: along it their variance becomes 1. */
function whitenWithin(classes: ClassGroups, tol: number): Dense {
  const centred = withinClasses(classes);
  const { rows, columns: p, data } = centred;
  const means = meanOf(centred);
  const squares = new Float64Array(p);
  for (let at = 0; at < data.length; at++) squares[at % p]! += (data[at]! - means[at % p]!) ** 2;
  const deviations = squares.map((sum) => Math.sqrt(sum / rows) || 1);
  const scale = Math.sqrt(rows);
  const { values, vectors } = rightSingular({
    rows,
    columns: p,
    data: data.map((value, at) => value / deviations[at % p]! / scale),
  });
  const rank = values.filter((value) => value > tol).length;
  const scaled = vectors.data
    .subarray(0, rank * p)
    .map((value, at) => value / deviations[at % p]! / values[Math.floor(at / p)]!);
  return { rows: rank, columns: p, data: scaled };
}

/** Least squares with the classes' common covariance, which may be drawn to the identity. */
export function solveByCovariance(
  { groups, means }: ClassGroups,
  priors: Float64Array,
  shrinkage: Shrinkage,
): Solution {
  const { rows: k, columns: p } = means;
  const common = new Float64Array(p * p);
  for (const [code, group] of groups.entries()) {
    const mean = means.data.subarray(code * p, (code + 1) * p);
    const centred = { ...group, data: group.data.map((value, at) => value - mean[at % p]!) };
    const own = shrunkCovariance(centred, shrinkage);
    for (let at = 0; at < own.length; at++) common[at]! += priors[code]! * own[at]!;
  }
  const { values, vectors } = symmetricEigen({ rows: p, columns: p, data: common });
  const coef = new Float64Array(k * p);
  const intercept = priors.map(Math.log);
  for (let code = 0; code < k; code++) {
    const mean = means.data.subarray(code * p, (code + 1) * p);
    for (const [index, value] of values.entries()) {
      // The least norm, where columns depend on each other.
      if (!(value > Number.EPSILON * values[0]!)) continue;
      const vector = vectors.data.subarray(index * p, (index + 1) * p);
      const share = vector.reduce((sum, entry, column) => sum + entry * mean[column]!, 0) / value;
      for (let column = 0; column < p; column++) coef[code * p + column]! += share * vector[column]!;
    }
    for (let column = 0; column < p; column++)
      intercept[code]! -= (mean[column]! * coef[code * p + column]!) / 2;
  }
  return { coef, intercept, discriminants: undefined };
}
