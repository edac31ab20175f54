import { checkFinite, checkWidth } from '../checkData.ts';
import type { Dense } from '../matrix.ts';

/**
 * (x - offset) · each of q directions, for each row.
 *
 * @param directions q × p
 * @param offset none where it is left out
 * @throws InvalidInput for rows of another width, or numbers that are not finite
 */
export function project(X: Dense, directions: Dense, offset?: Float64Array): Dense {
  checkWidth(X, directions.columns);
  const { rows: width, columns } = directions;
  const data = new Float64Array(X.rows * width);
  const centred = new Float64Array(columns);
  for (let row = 0; row < X.rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++)
      centred[column] = X.data[start + column]! - (offset ? offset[column]! : 0);
    for (let index = 0; index < width; index++) {
      const direction = index * columns;
      let sum = 0;
      for (let column = 0; column < columns; column++)
        sum += centred[column]! * directions.data[direction + column]!;
      // Only then can an input be to blame, so that the common case costs nothing.
      if (!Number.isFinite(sum)) checkFinite(X);
      data[row * width + index] = sum;
    }
  }
  // Without a direction there is no sum to show it.
  if (width === 0) checkFinite(X);
  return { rows: X.rows, columns: width, data };
}

/** Σ of the directions by their share, plus the offset: back to p columns. */
export function unproject(Z: Dense, directions: Dense, offset?: Float64Array): Dense {
  checkWidth(Z, directions.rows);
  checkFinite(Z);
  const { columns } = directions;
  const data = new Float64Array(Z.rows * columns);
  for (let row = 0; row < Z.rows; row++) {
    const start = row * columns;
    if (offset) data.set(offset, start);
    for (let index = 0; index < directions.rows; index++) {
      const share = Z.data[row * Z.columns + index]!;
      for (let column = 0; column < columns; column++)
        data[start + column]! += share * directions.data[index * columns + column]!;
    }
  }
  return { rows: Z.rows, columns, data };
}
