import { stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { InvalidInput } from '../contracts/errors.ts';
import { literal } from './database.ts';

/** Files of a path or glob, in the order of their names. @throws InvalidInput if there is none, or one is empty */
export async function findFiles(connection: DuckDBConnection, path: string): Promise<string[]> {
  const files = (await isFile(path)) ? [path] : await expand(connection, path);
  if (files.length === 0)
    throw new InvalidInput(`there is no file ${nameOf(path)}: put it beside the spec, or mend data.sources`);
  for (const file of files) {
    if ((await stat(file)).size === 0)
      throw new InvalidInput(`${nameOf(file)} is empty: it needs column names and rows`);
  }
  return files;
}

/** A file's name without the folder it was brought to, which says nothing to the user. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function expand(connection: DuckDBConnection, pattern: string): Promise<string[]> {
  const found = await connection.runAndReadAll(`SELECT file FROM glob(${literal(pattern)})`);
  return found
    .getRows()
    .map(([file]) => String(file))
    .sort();
}
