import { checkFinite } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Dense } from '../matrix.ts';

/**
 * The mean of the columns' variances, in one pass around the first row.
 *
 * @throws InvalidInput for numbers that are not finite, or so large that their squares are not
 */
export function meanVariance(X: Dense): number {
  const { rows, columns, data } = X;
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let start = 0; start < data.length; start += columns) {
    for (let column = 0; column < columns; column++) {
      const distance = data[start + column]! - data[column]!;
      sums[column]! += distance;
      squares[column]! += distance * distance;
    }
  }
  let total = 0;
  for (let column = 0; column < columns; column++)
    total += Math.max(0, squares[column]! - sums[column]! ** 2 / rows) / rows;
  if (!Number.isFinite(total)) {
    checkFinite(X);
    throw new InvalidInput('the features are too large for distances: scale them');
  }
  return total / columns;
}
