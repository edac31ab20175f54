import { InvalidInput } from '../errors.ts';
import type { Dense } from '../matrix.ts';
import { withoutValue } from './columnNumbers.ts';

/** Of the values that are not missing. */
interface PresentMoments {
  readonly means: Float64Array;
  /** Of the population: divided by n. 0 for a column that differs by no more than its rounding. */
  readonly variances: Float64Array;
}

/**
 * Means and variances of columns that may have missing values, of weighted rows: as moments.ts, the second pass is
 * corrected for the rounding of the first (Chan, Golub and LeVeque, 1983).
 *
 * @throws InvalidInput for a column without a value
 */
export function presentMoments(X: Dense, weights?: Float64Array): PresentMoments {
  const { totals, sums: rough } = totalsOf(X, weights);
  const centre = rough.map((sum, column) => {
    if (totals[column] === 0) throw new InvalidInput(withoutValue(column));
    return sum / totals[column]!;
  });
  const { sums, squares } = sumsAround(X, centre, weights);
  const means = centre.map((mean, column) => mean + sums[column]! / totals[column]!);
  const variances = squares.map((square, column) => {
    const variance = (square - sums[column]! ** 2 / totals[column]!) / totals[column]!;
    const constant = variance <= (10 * Number.EPSILON * means[column]!) ** 2;
    return constant ? 0 : variance;
  });
  return { means, variances };
}

/** Of each column the sum of its values, and of the weights of the rows that have one. */
function totalsOf({ rows, columns, data }: Dense, weights?: Float64Array) {
  const totals = new Float64Array(columns);
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const weight = weights ? weights[row]! : 1;
    for (let column = 0; column < columns; column++) {
      const value = data[start + column]!;
      if (Number.isNaN(value)) continue;
      totals[column]! += weight;
      sums[column]! += weight * value;
    }
  }
  return { totals, sums };
}

/** Sums of the distances from a centre, and of their squares. */
function sumsAround({ rows, columns, data }: Dense, centre: Float64Array, weights?: Float64Array) {
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const weight = weights ? weights[row]! : 1;
    for (let column = 0; column < columns; column++) {
      const distance = data[start + column]! - centre[column]!;
      if (Number.isNaN(distance)) continue;
      const weighted = weight * distance;
      sums[column]! += weighted;
      squares[column]! += weighted * distance;
    }
  }
  return { sums, squares };
}
