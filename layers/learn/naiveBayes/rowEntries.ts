import { checkFinite, checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import { type Dense, type Features, isSparse, type Sparse, toDense } from '../matrix.ts';

/**
 * `count` values of a row, which begin at `valueStart`, with their columns, which begin at `columnStart`. Those that are left out
 * are 0.
 */
type VisitRow = (
  row: number,
  count: number,
  columns: Int32Array,
  columnStart: number,
  values: Float64Array,
  valueStart: number,
) => void;

/** Sparse where it was given so, else in one array. */
export function sparseOrDense(X: Features): Sparse | Dense {
  return isSparse(X) ? X : toDense(X);
}

/** Goes through dense and sparse rows in the same way, so that one loop serves both. */
export function forEachRow(X: Sparse | Dense, visit: VisitRow): void {
  if (isSparse(X)) {
    const { rows, indptr, indices, values } = X;
    for (let row = 0; row < rows; row++) {
      const start = indptr[row]!;
      visit(row, indptr[row + 1]! - start, indices, start, values, start);
    }
    return;
  }
  const { rows, columns, data } = X;
  const all = Int32Array.from({ length: columns }, (_, column) => column);
  for (let row = 0; row < rows; row++) visit(row, columns, all, 0, data, row * columns);
}

/** @throws InvalidInput naming the first value that does not hold */
export function checkEntries(X: Sparse | Dense, holds: (value: number) => boolean, must: string): void {
  forEachRow(X, (row, count, columns, columnStart, values, valueStart) => {
    for (let index = 0; index < count; index++) {
      const value = values[valueStart + index]!;
      if (holds(value)) continue;
      throw new InvalidInput(`feature ${columns[columnStart + index]} of row ${row} is ${value}: ${must}`);
    }
  });
}

/** For rows to predict. @throws InvalidInput for another width than the model's, and values that are not finite */
export function checkRowsFor(X: Sparse | Dense, width: number): void {
  checkWidth(X, width);
  if (isSparse(X)) checkEntries(X, Number.isFinite, 'impute or remove such values');
  else checkFinite(X);
}
