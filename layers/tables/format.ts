import type { DuckDBConnection } from '@duckdb/node-api';

/** A place in a file, and what is wrong there. */
export interface Place {
  readonly line: number;
  readonly message: string;
}

/** How files of one kind are read. */
export interface Format {
  /** The query that reads the files, in their order; `texts` stay as written. @throws InvalidInput if they cannot be one table */
  select(connection: DuckDBConnection, files: readonly string[], texts: readonly string[]): Promise<string>;
  /** Where the file is wrong, after DuckDB refused it. */
  locate?(file: string): Promise<Place | undefined>;
}
