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

/** The numbers that an estimator sees: fitted columns side by side, n × p. */
export function transform(columns: readonly FittedColumn[], table: Table): Dense {
  const width = columns.reduce((sum, column) => sum + widthOf(column), 0);
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
  const places = categories.map((name) => column.categories.indexOf(name));
  const fill = column.fill === null ? undefined : column.categories.indexOf(column.fill);
  for (let row = 0; row < codes.length; row++) {
    const place = codes[row] === -1 ? fill : places[codes[row]!];
    if (place === undefined)
      throw new InvalidInput(`column ${column.name} has a missing value and impute is none`);
    if (place >= 0) data[row * width + start + place] = 1;
  }
}
