import { checkFeatures, checkLength, checkSize, checkTraining } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { type Dense, type Features, isSparse, type Sparse, toDense } from '../matrix.ts';
import { columnMoments, moments } from '../moments.ts';
import { chiSquareTail, fTail } from '../special/beta.ts';

/** How much each feature says of the target, alone. */
export interface FeatureScores {
  readonly scores: Float64Array;
  /** The probability of such a score if the feature said nothing; not of mutual information. */
  readonly pvalues?: Float64Array;
}

type Tested = Required<FeatureScores>;

/**
 * The F of an analysis of variance: whether the means of a feature differ between classes. A constant feature has 0, one that
 * the classes determine the largest number there is.
 *
 * @example fClassif([[1], [2], [8], [9]], ['a', 'a', 'b', 'b']).scores // 98
 */
export function fClassif(features: Features, y: LabelsLike): Tested {
  const X = toDense(features);
  checkFeatures(X);
  checkLength(X, y.length);
  const { classes, codes } = encodeClasses(y);
  const degrees = X.rows - classes.length;
  if (degrees < 1)
    throw new InvalidInput(
      `${X.rows} rows of ${classes.length} classes do not vary within a class: give more rows`,
    );
  const { means, deviations } = columnMoments(X);
  const centres = classMeans(X, codes, classes.length);
  const [between, within] = [new Float64Array(X.columns), new Float64Array(X.columns)];
  for (const [row, code] of codes.entries()) {
    for (let column = 0; column < X.columns; column++) {
      const centre = centres[code * X.columns + column]!;
      between[column]! += (centre - means[column]!) ** 2;
      within[column]! += (X.data[row * X.columns + column]! - centre) ** 2;
    }
  }
  const groups = classes.length - 1;
  return tested(
    between,
    (square, column) => {
      if (deviations[column] === 0) return 0;
      return square / groups / (within[column]! / degrees);
    },
    (score) => fTail(score, groups, degrees),
  );
}

/**
 * The F of the correlation of each feature with the target; the largest number there is where they depend on each other
 * without error.
 *
 * @example fRegression([[1], [2], [3]], [1, 2, 2]).scores // 3
 */
export function fRegression(features: Features, y: ArrayLike<number>): Tested {
  const correlations = rRegression(features, y);
  const degrees = y.length - 2;
  if (degrees < 1) throw new InvalidInput(`${y.length} rows always lie on a line: give three or more`);
  return tested(
    correlations,
    (r) => (r ** 2 / (1 - r ** 2)) * degrees,
    (score) => fTail(score, 1, degrees),
  );
}

/** Pearson's correlation of each feature with the target; 0 for one that is constant. */
export function rRegression(features: Features, targets: ArrayLike<number>): Float64Array {
  const [X, y] = [toDense(features), Float64Array.from(targets)];
  checkTraining(X, y);
  const [columns, target] = [columnMoments(X), moments(y)];
  const sums = new Float64Array(X.columns);
  for (let row = 0; row < X.rows; row++) {
    const distance = y[row]! - target.mean;
    for (let column = 0; column < X.columns; column++)
      sums[column]! += distance * (X.data[row * X.columns + column]! - columns.means[column]!);
  }
  return sums.map((sum, column) => {
    const scale = X.rows * columns.deviations[column]! * target.deviation;
    return scale === 0 ? 0 : Math.max(-1, Math.min(1, sum / scale));
  });
}

/**
 * The χ² of counts of a feature in each class beside those that the classes' sizes would give; features are 0 or more, and may be
 * sparse.
 *
 * @example chi2([[1, 0], [3, 0], [0, 5]], [0, 0, 1]).scores // 2, 10
 */
export function chi2(features: Features, y: LabelsLike): Tested {
  const X = isSparse(features) ? features : toDense(features);
  checkSize(X);
  checkLength(X, y.length);
  const { classes, codes } = encodeClasses(y);
  const observed = new Float64Array(classes.length * X.columns);
  eachCell(X, (row, column, value) => {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
      throw new InvalidInput(
        `feature ${column} of row ${row} is ${value}: χ² needs finite counts, or other numbers of 0 or more`,
      );
    observed[codes[row]! * X.columns + column]! += value;
  });
  const shares = new Float64Array(classes.length);
  for (const code of codes) shares[code]! += 1 / X.rows;
  const totals = new Float64Array(X.columns);
  for (const [cell, count] of observed.entries()) totals[cell % X.columns]! += count;
  return tested(
    totals,
    (total, column) => {
      if (total === 0) return 0;
      return shares.reduce((sum, share, code) => {
        const expected = share * total;
        return sum + (observed[code * X.columns + column]! - expected) ** 2 / expected;
      }, 0);
    },
    (score) => chiSquareTail(score, classes.length - 1),
  );
}

/** Scores that are too large for a number are the largest there is. */
function tested(
  of: Float64Array,
  scoreOf: (value: number, column: number) => number,
  tailOf: (score: number) => number,
): Tested {
  const scores = of.map((value, column) => Math.min(Number.MAX_VALUE, scoreOf(value, column)));
  return { scores, pvalues: scores.map((score) => (score === Number.MAX_VALUE ? 0 : tailOf(score))) };
}

function classMeans(X: Dense, codes: Int32Array, classes: number): Float64Array {
  const sizes = new Float64Array(classes);
  for (const code of codes) sizes[code]! += 1;
  const means = new Float64Array(classes * X.columns);
  // The second pass takes off what the first one rounded.
  for (let pass = 0; pass < 2; pass++) {
    const before = means.slice();
    for (const [row, code] of codes.entries()) {
      const start = code * X.columns;
      for (let column = 0; column < X.columns; column++)
        means[start + column]! +=
          (X.data[row * X.columns + column]! - before[start + column]!) / sizes[code]!;
    }
  }
  return means;
}

function eachCell(X: Dense | Sparse, visit: (row: number, column: number, value: number) => void): void {
  for (let row = 0; row < X.rows; row++) {
    if ('indptr' in X)
      for (let at = X.indptr[row]!; at < X.indptr[row + 1]!; at++) visit(row, X.indices[at]!, X.values[at]!);
    else
      for (let column = 0; column < X.columns; column++)
        visit(row, column, X.data[row * X.columns + column]!);
  }
}
