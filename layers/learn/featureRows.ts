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
