import { InvalidInput } from '../errors.ts';
import { type Features, isTable, toDense } from '../matrix.ts';
import type { Column } from '../table.ts';

/** A value to encode: text, a number, or null for what is missing, as undefined and NaN are too. */
export type Cell = string | number | null;

/** n × p values to encode: typed columns, numbers in any form, or rows of texts and numbers. A column is all of one type. */
export type Cells = Features | readonly (readonly (Cell | undefined)[])[];

/** A column by the values that it has. */
export interface CellColumn {
  /** Each once, in no order; not all of them need occur. */
  readonly values: readonly (string | number)[];
  /** The position of each row's value, -1 where it is missing. */
  readonly codes: Int32Array;
}

export interface CellMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly CellColumn[];
}

/** @throws InvalidInput for rows of unequal length, and values that are infinite, of another type, or of two in a column */
export function toCells(X: Cells): CellMatrix {
  if (Array.isArray(X)) return ofRows(X);
  if (isTable(X as Features)) {
    const { length, columns } = X as Extract<Features, { length: number; columns: object }>;
    const cells = Object.entries(columns as Readonly<Record<string, Column>>).map(([name, column]) =>
      ofColumn(column, name),
    );
    return { rows: length, columns: cells.length, cells };
  }
  const { rows, columns, data } = toDense(X as Features);
  const cells = Array.from({ length: columns }, (_, column) =>
    collect(rows, column, (row) => data[row * columns + column]!),
  );
  return { rows, columns, cells };
}

function ofRows(X: readonly ArrayLike<Cell | undefined>[]): CellMatrix {
  const columns = X[0]?.length ?? 0;
  const odd = X.findIndex((cells) => cells.length !== columns);
  if (odd !== -1)
    throw new InvalidInput(
      `row ${odd} has ${X[odd]!.length} values, row 0 has ${columns}: give each row as many`,
    );
  const cells = Array.from({ length: columns }, (_, column) =>
    collect(X.length, column, (row) => X[row]![column]),
  );
  return { rows: X.length, columns, cells };
}

function ofColumn(column: Column, name: string): CellColumn {
  if (column.kind === 'number') return collect(column.values.length, name, (row) => column.values[row]!);
  const { categories, codes } = column;
  const twice = categories.find((category, index) => categories.indexOf(category, index + 1) !== -1);
  if (twice !== undefined)
    throw new InvalidInput(`column ${name} has the category ${JSON.stringify(twice)} twice: name each once`);
  return { values: categories, codes };
}

function collect(
  rows: number,
  column: number | string,
  cellAt: (row: number) => Cell | undefined,
): CellColumn {
  const known = new Map<string | number, number>();
  const codes = new Int32Array(rows).fill(-1);
  let type: string | undefined;
  for (let row = 0; row < rows; row++) {
    const cell = cellAt(row);
    if (cell === null || cell === undefined || Number.isNaN(cell)) continue;
    const code = known.get(cell);
    if (code !== undefined) {
      codes[row] = code;
      continue;
    }
    if (typeof cell !== 'string' && !Number.isFinite(cell))
      throw new InvalidInput(
        `feature ${column} of row ${row} is ${String(cell)}: give texts, finite numbers, or null for what is missing`,
      );
    type ??= typeof cell;
    if (typeof cell !== type)
      throw new InvalidInput(
        `feature ${column} of row ${row} is the ${typeof cell} ${JSON.stringify(cell)} among those of type ${type}: make a column all texts or all numbers`,
      );
    codes[row] = known.size;
    known.set(cell, known.size);
  }
  // Adding 0 makes 0 of -0, which JSON does not know.
  return {
    values: Array.from(known.keys(), (value) => (typeof value === 'number' ? value + 0 : value)),
    codes,
  };
}
