import { checkLength, checkSize } from './checkData.ts';
import { InvalidInput } from './errors.ts';
import type { LabelsLike } from './labels.ts';
import { type Dense, denseRows, type Features, isTable, toDense } from './matrix.ts';
import { type Table, takeRows } from './table.ts';

export function countRows(X: Features): number {
  return 'rows' in X ? X.rows : X.length;
}

/** The rows at the given positions: of a table as a table, so that its categories are kept, else as one array. */
export function featureRows(X: Features, rows: Int32Array): Table | Dense {
  return isTable(X) ? takeRows(X, rows) : denseRows(toDense(X), rows);
}

/** The same in the form that rows are taken from cheaply. */
export function prepared(X: Features): Table | Dense {
  return isTable(X) ? X : toDense(X);
}

/** For what leaves other checks to its parts. @throws InvalidInput without rows, features, or a target for each row */
export function checkRows(X: Features, targets: number): void {
  const rows = countRows(X);
  checkSize({ rows, columns: countColumns(X) });
  checkLength({ rows }, targets);
}

export function countColumns(X: Features): number {
  if (isTable(X)) return Object.keys(X.columns).length;
  return 'columns' in X ? X.columns : (X[0]?.length ?? 0);
}

/** Labels of the rows at the given positions. */
export function labelRows(y: LabelsLike, rows: Int32Array): LabelsLike {
  const labels = y as ArrayLike<number | string>;
  return typeof labels[0] === 'string'
    ? Array.from(rows, (row) => labels[row] as string)
    : Float64Array.from(rows, (row) => labels[row] as number);
}

/** @throws InvalidInput naming the first target that is not finite, by its row in the whole */
export function checkTargets(y: ArrayLike<number>): void {
  for (let row = 0; row < y.length; row++)
    if (!Number.isFinite(y[row]))
      throw new InvalidInput(`the target of row ${row} is ${y[row]}: drop rows without a finite target`);
}
