import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

/** A private in-memory DuckDB, on one thread: row order and bytes are the same every time. */
export async function openDatabase(): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Runs work on a database that is closed afterwards. */
export async function withDatabase<Result>(
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const { connection, close } = await openDatabase();
  try {
    return await work(connection);
  } finally {
    close();
  }
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
