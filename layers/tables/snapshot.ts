import type { CategoryColumn, Column, NumberColumn, Table } from '../contracts/columns.ts';
import { identifier, literal, withDatabase } from './database.ts';

const numberTypes = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)$/;

/** Reads a snapshot into typed columns: numeric types are numbers, everything else (also dates and booleans) categories. */
export async function readSnapshot(file: string): Promise<Table> {
  return withDatabase(async (connection) => {
    const from = `read_parquet(${literal(file)})`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
    const columns = described
      .getRows()
      .map(([name, type]) => ({ name: String(name), isNumber: numberTypes.test(String(type)) }));
    const selected = columns.map(
      ({ name, isNumber }) => `${identifier(name)}::${isNumber ? 'DOUBLE' : 'VARCHAR'}`,
    );
    const result = await connection.runAndReadAll(`SELECT ${selected.join(', ')} FROM ${from}`);
    const values = result.getColumns();
    return {
      length: result.currentRowCount,
      columns: Object.fromEntries(
        columns.map(({ name, isNumber }, index): [string, Column] => {
          const column = values[index] ?? [];
          return [
            name,
            isNumber ? numbers(column as (number | null)[]) : categories(column as (string | null)[]),
          ];
        }),
      ),
    };
  });
}

function numbers(values: readonly (number | null)[]): NumberColumn {
  return { kind: 'number', values: Float64Array.from(values, (value) => value ?? Number.NaN) };
}

/** Categories in the order of their names, so that equal data gives equal codes. */
export function categories(values: readonly (string | null)[]): CategoryColumn {
  const names = [...new Set(values.filter((value) => value !== null))].sort();
  const codes = new Map(names.map((name, code) => [name, code]));
  return {
    kind: 'category',
    codes: Int32Array.from(values, (value) => (value === null ? -1 : codes.get(value)!)),
    categories: names,
  };
}
