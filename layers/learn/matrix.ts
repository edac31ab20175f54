import type { Matrix } from 'ml-matrix';
import { InvalidInput } from './errors.ts';
import type { Table } from './table.ts';

/** A dense matrix, row by row in one array: what the loops over rows work on. */
export interface Dense {
  readonly rows: number;
  readonly columns: number;
  /** `data[row * columns + column]` */
  readonly data: Float64Array;
}

/** A matrix of which only what is not zero is kept, row by row, as scipy's csr_matrix. */
export interface Sparse {
  readonly rows: number;
  readonly columns: number;
  /** Row r is at positions `indptr[r]` up to `indptr[r + 1]`. */
  readonly indptr: Int32Array;
  /** Columns, ascending in each row. */
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** n × p numbers, NaN for what is missing: in one array, sparse, an ml-matrix Matrix, an array of rows, or typed columns. */
export type Features = Dense | Sparse | Matrix | readonly ArrayLike<number>[] | Table;

/** Cells of a dense matrix: 2 GiB of numbers. */
export const mostCells = 2 ** 28;

/**
 * The same numbers in one array, which is the caller's own where it has that form already.
 *
 * @throws InvalidInput for rows or columns of unequal length, and for columns that hold text
 */
export function toDense(X: Features): Dense {
  if (isRows(X)) return ofRows(X);
  if (isTable(X)) return ofColumns(X);
  if (isSparse(X)) return ofSparse(X);
  if ('data' in X && X.data instanceof Float64Array) return checkShape(X as Dense);
  return { rows: X.rows, columns: X.columns, data: Float64Array.from((X as Matrix).to1DArray()) };
}

export function isSparse(X: Features): X is Sparse {
  return 'indptr' in X;
}

export function isTable(X: Features): X is Table {
  return 'length' in X && 'columns' in X && typeof X.columns === 'object';
}

function isRows(X: Features): X is readonly ArrayLike<number>[] {
  return Array.isArray(X);
}

/** The rows at the given positions, in their order. */
export function denseRows({ columns, data }: Dense, rows: ArrayLike<number>): Dense {
  const taken = new Float64Array(rows.length * columns);
  for (let index = 0; index < rows.length; index++) {
    const start = rows[index]! * columns;
    taken.set(data.subarray(start, start + columns), index * columns);
  }
  return { rows: rows.length, columns, data: taken };
}

function checkShape(X: Dense): Dense {
  if (X.rows * X.columns === X.data.length) return X;
  throw new InvalidInput(`${X.rows} rows of ${X.columns} columns cannot be ${X.data.length} numbers`);
}

function ofRows(X: readonly ArrayLike<number>[]): Dense {
  const columns = X[0]?.length ?? 0;
  const data = new Float64Array(X.length * columns);
  for (const [row, values] of X.entries()) {
    if (values.length !== columns)
      throw new InvalidInput(
        `row ${row} has ${values.length} values, row 0 has ${columns}: give each row as many`,
      );
    for (let column = 0; column < columns; column++)
      data[row * columns + column] = numberOf(values[column], row, column);
  }
  return { rows: X.length, columns, data };
}

/** Null and undefined are missing, as NaN is. */
function numberOf(value: unknown, row: number, column: number): number {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) return Number.NaN;
  throw new InvalidInput(
    `feature ${column} of row ${row} is the ${typeof value} ${JSON.stringify(value)}: encode it as a number first`,
  );
}

function ofColumns({ length, columns }: Table): Dense {
  const entries = Object.entries(columns);
  const data = new Float64Array(length * entries.length);
  for (const [place, [name, column]] of entries.entries()) {
    if (column.kind === 'category')
      throw new InvalidInput(`column ${name} holds categories where numbers are needed: encode it first`);
    if (column.values.length !== length)
      throw new InvalidInput(
        `column ${name} has ${column.values.length} values in a table of ${length} rows`,
      );
    for (let row = 0; row < length; row++) data[row * entries.length + place] = column.values[row]!;
  }
  return { rows: length, columns: entries.length, data };
}

function ofSparse({ rows, columns, indptr, indices, values }: Sparse): Dense {
  if (rows * columns > mostCells)
    throw new InvalidInput(
      `${rows} rows of ${columns} columns are too many to hold as a dense matrix: choose an estimator that takes sparse ones, or fewer features`,
    );
  const data = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let place = indptr[row]!; place < indptr[row + 1]!; place++)
      data[row * columns + indices[place]!] = values[place]!;
  }
  return { rows, columns, data };
}
