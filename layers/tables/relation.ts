import type { DuckDBConnection } from '@duckdb/node-api';
import { InvalidInput } from '../contracts/errors.ts';
import { identifier } from './database.ts';
import { isNoFaultOfData, sentenceOf } from './reader.ts';

/** Numbers the rows of every relation, since SQL alone promises no order. */
export const position = identifier('row of the relation');

export interface RelationColumn {
  readonly name: string;
  /** DuckDB's type. */
  readonly type: string;
}

/** A table in the database, with its user's columns. */
export interface Relation {
  readonly table: string;
  readonly columns: readonly RelationColumn[];
}

/** Creates a table of a query's rows, numbered in their order; the query is one SELECT without positions. */
export async function createRelation(
  connection: DuckDBConnection,
  table: string,
  query: string,
): Promise<Relation> {
  await connection.run(
    `CREATE TABLE ${identifier(table)} AS SELECT *, row_number() OVER () AS ${position} FROM (${query}\n)`,
  );
  const described = await connection.runAndReadAll(
    `DESCRIBE SELECT * EXCLUDE (${position}) FROM ${identifier(table)}`,
  );
  return {
    table,
    columns: described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) })),
  };
}

/** Runs one choice of the spec; what SQL finds wrong with it is the spec's fault. @throws InvalidInput */
export async function derive(
  connection: DuckDBConnection,
  place: string,
  from: Relation,
  query: string,
): Promise<Relation> {
  try {
    if ((await connection.extractStatements(query)).count !== 1)
      throw new InvalidInput(`${place}: it must be one expression`);
    const next = await createRelation(connection, `${from.table}'`, query);
    await connection.run(`DROP TABLE ${identifier(from.table)}`);
    return next;
  } catch (error) {
    if (error instanceof InvalidInput || isNoFaultOfData(error)) throw error;
    // The parenthesis is ours, around an expression that ends too early.
    const sentence = sentenceOf(error).replace(/ at or near "\)"/, ' at its end');
    throw new InvalidInput(`${place}: ${sentence} The columns are ${namesOf(from)}.`, {}, { cause: error });
  }
}

/** @throws InvalidInput naming the columns that the relation lacks, and those that it has */
export function requireColumns(
  { columns }: Relation,
  names: readonly string[],
  place: string,
  what: string,
): void {
  const missing = names.filter(
    (name) => !columns.some((column) => column.name.toLowerCase() === name.toLowerCase()),
  );
  if (missing.length === 0) return;
  throw new InvalidInput(
    `${place}: ${what} no ${missing.length === 1 ? 'column' : 'columns'} ${missing.join(', ')}: it has ${namesOf({ columns })}`,
  );
}

function namesOf({ columns }: Pick<Relation, 'columns'>): string {
  return columns.map(({ name }) => name).join(', ');
}
