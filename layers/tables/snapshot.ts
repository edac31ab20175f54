import type { DuckDBConnection } from '@duckdb/node-api';
import type { CategoryColumn, Column, NumberColumn, Table } from '../contracts/columns.ts';
import { identifier, literal, withDatabase } from './database.ts';
import { kindOf } from './types.ts';

/** A snapshot's typed columns. */
export interface SnapshotTable extends Table {
  /** Columns of lists and structures, which are left out, as no request could give them. */
  readonly nested: readonly string[];
}

/** Reads a snapshot into typed columns: numeric types are numbers; text, dates and booleans are categories. */
export async function readSnapshot(file: string): Promise<SnapshotTable> {
  return withDatabase(async (connection) => {
    const source = `read_parquet(${literal(file)})`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    const all = described
      .getRows()
      .map(([name, type]) => ({ name: String(name), kind: kindOf(String(type)) }));
    const kinds = all.flatMap(({ name, kind }) => (kind === undefined ? [] : [{ name, kind }]));
    const nested = all.filter(({ kind }) => kind === undefined).map(({ name }) => name);
    const counted = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${source}`);
    const length = Number(counted.getRows()[0]![0]);
    const columns: [string, Column][] = [];
    for (const { name, kind } of kinds)
      columns.push([name, await readers[kind](connection, source, name, length)]);
    return { length, columns: Object.fromEntries(columns), nested };
  });
}

/** Column by column, chunk by chunk: never more than one column exists as JavaScript values. */
const readers = { number: readNumbers, category: readCategories } as const;

async function readNumbers(
  connection: DuckDBConnection,
  source: string,
  name: string,
  length: number,
): Promise<NumberColumn> {
  const values = new Float64Array(length);
  await visit(connection, `SELECT ${identifier(name)}::DOUBLE FROM ${source}`, (value, row) => {
    values[row] = value === null ? Number.NaN : (value as number);
  });
  return { kind: 'number', values };
}

/** Categories in the order of their names, so that equal data gives equal codes. */
async function readCategories(
  connection: DuckDBConnection,
  source: string,
  name: string,
  length: number,
): Promise<CategoryColumn> {
  const seen = new Map<string, number>();
  const codes = new Int32Array(length).fill(-1);
  await visit(connection, `SELECT ${identifier(name)}::VARCHAR FROM ${source}`, (value, row) => {
    if (value === null) return;
    const code = seen.get(value as string) ?? seen.size;
    seen.set(value as string, code);
    codes[row] = code;
  });
  const categories = [...seen.keys()].sort();
  const order = new Int32Array(categories.length);
  for (const [code, category] of categories.entries()) order[seen.get(category)!] = code;
  return { kind: 'category', codes: codes.map((code) => (code === -1 ? -1 : order[code]!)), categories };
}

async function visit(
  connection: DuckDBConnection,
  query: string,
  work: (value: unknown, row: number) => void,
): Promise<void> {
  const result = await connection.stream(query);
  for (let start = 0; ; ) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    const from = start;
    chunk.visitColumnValues(0, (value, row) => work(value, from + row));
    start += chunk.rowCount;
  }
}
