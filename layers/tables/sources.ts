import { stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { InvalidInput } from '../contracts/errors.ts';
import type { ModelSpec } from '../contracts/spec.ts';
import { identifier, literal, withDatabase } from './database.ts';
import { explain, nameOf, readerOf, strictReaderOf } from './reader.ts';

/**
 * Reads, joins, filters and dedupes the sources into one Parquet file. The first source is the base
 * and its row order is kept, so that equal sources give equal bytes.
 *
 * @param sources local file or glob of each source, by name
 * @throws InvalidInput naming the file, line or expression that is wrong
 */
export async function readSources(
  sources: Readonly<Record<string, string>>,
  data: ModelSpec['data'],
  snapshot: string,
): Promise<{ rows: number }> {
  for (const path of Object.values(sources)) await refuseEmpty(path);
  return withDatabase(async (connection) => {
    for (const [name, path] of Object.entries(sources)) await load(connection, name, path);
    let table = Object.keys(sources)[0]!;
    for (const { with: other, on, how } of data.join) {
      if (!(other in sources))
        throw new InvalidInput(
          `data.join: there is no source ${JSON.stringify(other)}: sources are ${Object.keys(sources).join(', ')}`,
        );
      table = await derive(
        connection,
        'data.join',
        `SELECT * FROM ${identifier(table)} ${how.toUpperCase()} JOIN ${identifier(other)} USING (${[on].flat().map(identifier).join(', ')})`,
        table,
      );
    }
    if (data.where !== undefined)
      table = await derive(
        connection,
        'data.where',
        `SELECT * FROM ${identifier(table)} WHERE (${data.where})`,
        table,
      );
    if (data.dedupe === true)
      table = await derive(
        connection,
        'data.dedupe',
        dedupe(table, await columnsOf(connection, table)),
        table,
      );
    else if (data.dedupe !== false)
      table = await derive(connection, 'data.dedupe', dedupe(table, data.dedupe), table);

    const counted = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${identifier(table)}`);
    const rows = Number(counted.getRows()[0]![0]);
    if (rows === 0) {
      throw new InvalidInput(
        data.where === undefined
          ? `${Object.values(sources).map(nameOf).join(', ')}: there is a header but no row`
          : `no row satisfies data.where (${data.where})`,
      );
    }
    await connection.run(
      `COPY ${identifier(table)} TO ${literal(snapshot)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    return { rows };
  });
}

async function refuseEmpty(path: string): Promise<void> {
  if (/[*?[]/.test(path)) return;
  const { size } = await stat(path).catch(() => {
    throw new InvalidInput(`there is no file ${nameOf(path)}: put it beside the spec, or mend data.sources`);
  });
  if (size === 0) throw new InvalidInput(`${nameOf(path)} is empty: it needs a header and rows`);
}

async function load(connection: DuckDBConnection, name: string, path: string): Promise<void> {
  const reader = readerOf(path);
  try {
    await connection.run(`CREATE TABLE ${identifier(name)} AS SELECT * FROM ${reader}`);
  } catch (error) {
    throw explain(await firstFault(connection, path, error), path);
  }
}

/** Where the dialect of a file could not be guessed, a strict reading of its rows says which of them is to blame. */
async function firstFault(connection: DuckDBConnection, path: string, error: unknown): Promise<unknown> {
  if (!/sniffing/.test(String(error)) || path.endsWith('.gz') || /[*?]/.test(path)) return error;
  try {
    await connection.runAndReadAll(`SELECT count(c0) FROM ${strictReaderOf(path)}`);
    return error;
  } catch (found) {
    return found;
  }
}

async function derive(
  connection: DuckDBConnection,
  place: string,
  query: string,
  from: string,
): Promise<string> {
  const table = `${from}'`;
  try {
    await connection.run(`CREATE TABLE ${identifier(table)} AS ${query}`);
  } catch (error) {
    const columns = (await columnsOf(connection, from)).join(', ');
    const message = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    throw new InvalidInput(
      `${place}: ${message.replace(/^[A-Za-z ]+ Error: /, '')} The columns are ${columns}.`,
      {},
      { cause: error },
    );
  }
  return table;
}

/** Keeps the first row of each key, in the order of the rows. */
function dedupe(table: string, keys: readonly string[]): string {
  const partition = keys.map(identifier).join(', ');
  return `SELECT * EXCLUDE (position__, rank__) FROM (SELECT *, row_number() OVER (PARTITION BY ${partition} ORDER BY position__) AS rank__ FROM (SELECT *, rowid AS position__ FROM ${identifier(table)})) WHERE rank__ = 1 ORDER BY position__`;
}

async function columnsOf(connection: DuckDBConnection, table: string): Promise<string[]> {
  const described = await connection.runAndReadAll(`DESCRIBE ${identifier(table)}`);
  return described.getRows().map(([name]) => String(name));
}
