import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from '../contracts/columns.ts';
import { InvalidInput } from '../contracts/errors.ts';
import type { ModelSpec } from '../contracts/spec.ts';
import { identifier, literal, withDatabase } from './database.ts';
import { findFiles, nameOf } from './files.ts';
import { join } from './join.ts';
import { explain, selectFrom } from './reader.ts';
import { createRelation, derive, position, type Relation, requireColumns } from './relation.ts';
import { kindOf } from './types.ts';

/** What was read: the rows, and the columns that a model can use. */
export interface SnapshotSummary {
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly kind: Column['kind'] }[];
}

/**
 * Reads, joins, filters and dedupes the sources into one Parquet file. The first source is the base
 * and its row order is kept, so that equal sources give equal bytes.
 *
 * @param sources local file or glob of each source, by name
 * @param snapshot path of the Parquet file to write
 * @throws InvalidInput naming the file, line or expression that is wrong; `details.path` is its place in the spec
 */
export async function readSources(
  sources: Readonly<Record<string, string>>,
  data: ModelSpec['data'],
  snapshot: string,
): Promise<SnapshotSummary> {
  return withDatabase(async (connection) => {
    const loaded = new Map<string, Relation>();
    for (const [name, path] of Object.entries(sources))
      loaded.set(name, await placed(['data', 'sources', name], () => load(connection, name, path)));
    const [base] = loaded.keys();
    if (base === undefined) throw new InvalidInput('data.sources is empty: name at least one file');
    await confine(connection, snapshot);

    let rows = loaded.get(base)!;
    loaded.delete(base);
    for (const [index, one] of data.join.entries())
      rows = await placed(['data', 'join', index], () => join(connection, rows, loaded, one));
    const { where, dedupe: keys } = data;
    if (where !== undefined) rows = await placed(['data', 'where'], () => filter(connection, rows, where));
    if (keys !== false) rows = await placed(['data', 'dedupe'], () => dedupe(connection, rows, keys));

    const count = await countOf(connection, rows);
    if (count === 0)
      throw new InvalidInput('data.join: no row is left, as no key of the first source is in the others', {
        path: ['data', 'join'],
      });
    await connection.run(
      `COPY (SELECT * EXCLUDE (${position}) FROM ${identifier(rows.table)} ORDER BY ${position}) TO ${literal(snapshot)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`,
    );
    const columns = rows.columns.flatMap(({ name, type }) => {
      const kind = kindOf(type);
      return kind === undefined ? [] : [{ name, kind }];
    });
    return { rows: count, columns };
  });
}

/** Work on one part of the spec: what it refuses is placed there. */
async function placed<Result>(
  path: readonly (string | number)[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.message, { ...error.details, path }, { cause: error.cause });
  }
}

async function load(connection: DuckDBConnection, name: string, path: string): Promise<Relation> {
  const files = await findFiles(connection, path);
  let relation: Relation;
  try {
    relation = await createRelation(connection, name, await selectFrom(connection, files));
  } catch (error) {
    throw await explain(error, files);
  }
  if ((await countOf(connection, relation)) > 0) return relation;
  throw new InvalidInput(`${files.map(nameOf).join(', ')}: there is no row below the column names`);
}

/** From here on a spec's SQL sees the loaded tables alone: no file, no setting; `random()` starts anew. */
async function confine(connection: DuckDBConnection, snapshot: string): Promise<void> {
  await connection.run(`SET allowed_paths = [${literal(snapshot)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  await connection.run('SELECT setseed(0)');
}

async function filter(connection: DuckDBConnection, rows: Relation, where: string): Promise<Relation> {
  const query = `SELECT * EXCLUDE (${position}) FROM (FROM ${identifier(rows.table)} ORDER BY ${position}) WHERE (${where}\n)`;
  const filtered = await derive(connection, `data.where (${where})`, rows, query);
  if ((await countOf(connection, filtered)) > 0) return filtered;
  throw new InvalidInput(`data.where (${where}): no row satisfies it`);
}

/** Keeps the first row of each key, in the order of the rows. */
async function dedupe(
  connection: DuckDBConnection,
  rows: Relation,
  keys: true | readonly string[],
): Promise<Relation> {
  if (keys !== true) requireColumns(rows, keys, 'data.dedupe', 'the data has');
  const names = keys === true ? rows.columns.map(({ name }) => name) : keys;
  const query = `SELECT * EXCLUDE (${position}) FROM (FROM ${identifier(rows.table)}
    QUALIFY row_number() OVER (PARTITION BY ${names.map(identifier).join(', ')} ORDER BY ${position}) = 1 ORDER BY ${position})`;
  return derive(connection, 'data.dedupe', rows, query);
}

async function countOf(connection: DuckDBConnection, { table }: Relation): Promise<number> {
  const counted = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${identifier(table)}`);
  return Number(counted.getRows()[0]![0]);
}
