import { checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import { type Dense, type Features, isTable, toDense } from '../matrix.ts';
import { type CellColumn, type Cells, toCells } from '../preprocessing/cells.ts';
import type { Column, Table } from '../table.ts';

/** Chooses columns by what a table has. */
export type ColumnSelector = (table: Table) => readonly string[];

/**
 * Names or positions, or what chooses names. A name by itself, without a list, gives the transformer the column's values
 * in place of a table, as those of texts take them.
 */
export type Columns = string | readonly string[] | readonly number[] | ColumnSelector;

/**
 * Chooses the columns of a kind, or whose names match, as scikit-learn's make_column_selector.
 *
 * @example new ColumnTransformer({ transformers: [['scale', new StandardScaler(), makeColumnSelector({ kind: 'number' })]] })
 */
export function makeColumnSelector({
  kind,
  pattern,
}: {
  readonly kind?: Column['kind'];
  readonly pattern?: RegExp;
}): ColumnSelector {
  return ({ columns }) =>
    Object.entries(columns)
      .filter(([name, column]) => (!kind || column.kind === kind) && (!pattern || pattern.test(name)))
      .map(([name]) => name);
}

/** A table, or a matrix as one array. */
export type Source = Table | Dense;

/** Rows with texts are a table too: its columns are x0, x1 … */
export function sourceOf(X: Cells): Source {
  if (!Array.isArray(X)) return isTable(X as Features) ? (X as Table) : toDense(X as Features);
  const first: readonly unknown[] = X[0] ?? [];
  if (!X.some((row) => Array.isArray(row) && row.some((cell) => typeof cell === 'string')))
    return toDense(X as Features);
  const { rows, cells } = toCells(X);
  const columns = first.map((_, index): [string, Column] => [`x${index}`, columnOf(cells[index]!)]);
  return { length: rows, columns: Object.fromEntries(columns) };
}

function columnOf({ values, codes }: CellColumn): Column {
  if (typeof values[0] === 'string') return { kind: 'category', codes, categories: values as string[] };
  const numbers = Float64Array.from(codes, (code) => (code === -1 ? Number.NaN : (values[code] as number)));
  return { kind: 'number', values: numbers };
}

export function isNamed(source: Source): source is Table {
  return isTable(source);
}

export function namesOf(source: Source): readonly string[] | undefined {
  return isNamed(source) ? Object.keys(source.columns) : undefined;
}

/** Positions of the columns. @throws InvalidInput for those that are not there */
export function positionsOf(columns: Columns, source: Source): number[] {
  if (typeof columns === 'function') {
    if (!isNamed(source))
      throw new InvalidInput('columns are chosen by kind or name only from a table: use positions');
    return positionsOf(columns(source), source);
  }
  const names = namesOf(source);
  const width = names?.length ?? (source as Dense).columns;
  return [columns].flat().map((column) => {
    if (typeof column === 'number') {
      if (Number.isInteger(column) && column >= 0 && column < width) return column;
      throw new InvalidInput(`there is no column ${column}: there are ${width}, from 0 on`);
    }
    if (!names)
      throw new InvalidInput(
        `there are no names in a matrix to find ${column} by: use positions, or a table`,
      );
    const position = names.indexOf(column);
    if (position !== -1) return position;
    throw new InvalidInput(`there is no column ${column}: there are ${names.join(', ')}`);
  });
}

/** The features that something was fitted to: how many, and their names when they were those of a table. */
export interface Signature {
  readonly width: number;
  readonly names?: readonly string[];
}

export function signatureOf(source: Source): Signature {
  if (!isNamed(source)) return { width: source.columns };
  const names = Object.keys(source.columns);
  return { width: names.length, names };
}

/**
 * Some columns: of a table by name when it was fitted to one, so that neither order nor further columns matter.
 *
 * @throws InvalidInput when some are not there, or a matrix has another width than was fitted to
 */
export function takeColumns(source: Source, positions: readonly number[], fitted: Signature): Source {
  if (!isNamed(source)) {
    checkWidth(source, fitted.width);
    return takePositions(source, positions);
  }
  const { names = namesOf(source)! } = fitted;
  if (!fitted.names) checkWidth({ columns: names.length }, fitted.width);
  const columns = positions.map((position): [string, Column] => {
    const name = names[position]!;
    if (Object.hasOwn(source.columns, name)) return [name, source.columns[name]!];
    throw new InvalidInput(`there is no column ${name}, which the model was fitted to`);
  });
  return { length: source.length, columns: Object.fromEntries(columns) };
}

function takePositions({ rows, columns, data }: Dense, positions: readonly number[]): Dense {
  const taken = new Float64Array(rows * positions.length);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * columns, row * positions.length];
    for (let index = 0; index < positions.length; index++)
      taken[to + index] = data[from + positions[index]!]!;
  }
  return { rows, columns: positions.length, data: taken };
}

/** The values of the one column of a source: texts, or numbers. @throws InvalidInput for a text that is missing */
export function valuesOf(source: Source): string[] | Float64Array {
  if (!isNamed(source)) return source.data;
  const [[name, column]] = Object.entries(source.columns) as [[string, Column]];
  if (column.kind === 'number') return column.values;
  return Array.from(column.codes, (code, row) => {
    if (code !== -1) return column.categories[code]!;
    throw new InvalidInput(`column ${name} of row ${row} is missing: fill in a text`);
  });
}
