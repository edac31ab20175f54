/** Numbers; `NaN` is missing. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly values: Float64Array;
}

/** Categories, dictionary encoded; code `-1` is missing. */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

export type Column = NumberColumn | CategoryColumn;

/** Columns of equal length. */
export interface Table {
  readonly length: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/** The rows of a table at the given positions, in their order. */
export function takeRows(table: Table, rows: Int32Array): Table {
  const columns = Object.entries(table.columns).map(([name, column]): [string, Column] => [
    name,
    takeColumn(column, rows),
  ]);
  return { length: rows.length, columns: Object.fromEntries(columns) };
}

function takeColumn(column: Column, rows: Int32Array): Column {
  if (column.kind === 'category') return { ...column, codes: rows.map((row) => column.codes[row]!) };
  return { kind: 'number', values: Float64Array.from(rows, (row) => column.values[row]!) };
}
