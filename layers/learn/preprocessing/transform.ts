import { InvalidInput } from '../errors.ts';
import type { Dense } from '../matrix.ts';
import type { Column, Table } from '../table.ts';
import {
  asCategories,
  type FittedCategory,
  type FittedColumn,
  type FittedNumber,
  widthOf,
} from './FittedColumn.ts';

/** Cells of a dense matrix: 2 GiB of numbers. */
const mostCells = 2 ** 28;

/**
 * The numbers that an estimator sees: fitted columns side by side, n × p.
 *
 * @throws InvalidInput naming the column that does not fit
 */
export function transform(columns: readonly FittedColumn[], table: Table): Dense {
  const width = columns.reduce((sum, column) => sum + widthOf(column), 0);
  if (table.length * width > mostCells) {
    const widest = columns.reduce((most, one) => (widthOf(one) > widthOf(most) ? one : most));
    throw new InvalidInput(
      `${table.length} rows of ${width} columns are too many to hold; ${widthOf(widest)} of them are categories of ${widest.name}: group its rare ones, or remove it from the features`,
    );
  }
  const data = new Float64Array(table.length * width);
  let start = 0;
  for (const column of columns) {
    const source = table.columns[column.name];
    if (!source) throw new InvalidInput(`there is no column ${JSON.stringify(column.name)}`);
    if (column.kind === 'number') writeNumbers(column, source, data, start, width);
    else writeCategories(column, source, data, start, width);
    start += widthOf(column);
  }
  return { rows: table.length, columns: width, data };
}

function writeNumbers(
  column: FittedNumber,
  source: Column,
  data: Float64Array,
  start: number,
  width: number,
): void {
  if (source.kind !== 'number')
    throw new InvalidInput(`column ${column.name} holds text where numbers are needed`);
  const { fill, offset, scale, name } = column;
  for (let row = 0; row < source.values.length; row++) {
    const value = source.values[row]!;
    const missing = Number.isNaN(value);
    if (missing && fill === null)
      throw new InvalidInput(`column ${name} has a missing value and impute is none`);
    if (!missing && !Number.isFinite(value))
      throw new InvalidInput(
        `column ${name} holds ${value} in row ${row}: remove or replace infinite values`,
      );
    data[row * width + start] = ((missing ? fill! : value) - offset) / scale;
  }
}

function writeCategories(
  column: FittedCategory,
  source: Column,
  data: Float64Array,
  start: number,
  width: number,
): void {
  const { codes, categories } = asCategories(source);
  const known = placesOf(column);
  const places = categories.map((name) => known.get(name) ?? -1);
  const fill = column.fill === null ? undefined : known.get(column.fill);
  for (let row = 0; row < codes.length; row++) {
    const place = codes[row] === -1 ? fill : places[codes[row]!];
    if (place === undefined)
      throw new InvalidInput(`column ${column.name} has a missing value and impute is none`);
    if (place >= 0) data[row * width + start + place] = 1;
  }
}

const places = new WeakMap<FittedCategory, ReadonlyMap<string, number>>();

/** Category → output column, made once for each fitted column, as serving asks for it with every row. */
function placesOf(column: FittedCategory): ReadonlyMap<string, number> {
  const known = places.get(column) ?? new Map(column.categories.map((name, place) => [name, place]));
  places.set(column, known);
  return known;
}
