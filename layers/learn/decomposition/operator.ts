import { checkFinite } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import { type Dense, isSparse, type Sparse } from '../matrix.ts';

/** X V, for V of p × k. */
export function times(X: Dense | Sparse, V: Dense): Dense {
  const k = V.columns;
  const data = new Float64Array(X.rows * k);
  eachEntry(X, (row, column, value) => {
    for (let index = 0; index < k; index++) data[row * k + index]! += value * V.data[column * k + index]!;
  });
  return { rows: X.rows, columns: k, data };
}

/** X' U, for U of n × k. */
export function transposedTimes(X: Dense | Sparse, U: Dense): Dense {
  const k = U.columns;
  const data = new Float64Array(X.columns * k);
  eachEntry(X, (row, column, value) => {
    for (let index = 0; index < k; index++) data[column * k + index]! += value * U.data[row * k + index]!;
  });
  return { rows: X.columns, columns: k, data };
}

/** The sum of the columns' variances. */
export function totalVariance(X: Dense | Sparse): number {
  const means = new Float64Array(X.columns);
  eachEntry(X, (_, column, value) => {
    means[column]! += value / X.rows;
  });
  const squares = new Float64Array(X.columns);
  const seen = new Float64Array(X.columns);
  eachEntry(X, (_, column, value) => {
    squares[column]! += (value - means[column]!) ** 2;
    seen[column]! += 1;
  });
  return squares.reduce(
    (sum, square, column) => sum + (square + (X.rows - seen[column]!) * means[column]! ** 2) / X.rows,
    0,
  );
}

/** @throws InvalidInput naming the first number that is NaN or infinite */
export function checkFiniteEntries(X: Dense | Sparse): void {
  if (!isSparse(X)) {
    checkFinite(X);
    return;
  }
  const place = X.values.findIndex((value) => !Number.isFinite(value));
  if (place === -1) return;
  let row = 0;
  while (X.indptr[row + 1]! <= place) row++;
  throw new InvalidInput(
    `feature ${X.indices[place]} of row ${row} is ${X.values[place]}: impute or remove such values`,
  );
}

/** Those that are not zero. */
function eachEntry(X: Dense | Sparse, visit: (row: number, column: number, value: number) => void): void {
  if (isSparse(X)) {
    for (let row = 0; row < X.rows; row++)
      for (let place = X.indptr[row]!; place < X.indptr[row + 1]!; place++)
        visit(row, X.indices[place]!, X.values[place]!);
    return;
  }
  for (let row = 0, at = 0; row < X.rows; row++)
    for (let column = 0; column < X.columns; column++, at++)
      if (X.data[at] !== 0) visit(row, column, X.data[at]!);
}
