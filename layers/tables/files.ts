import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { InvalidInput } from '../contracts/errors.ts';
import { literal } from './database.ts';

/** Files of a path, folder or glob, in the order of their names. @throws InvalidInput if there is none, or one is empty */
export async function findFiles(connection: DuckDBConnection, path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return filesIn(path);
  const files = found ? [path] : await expand(connection, path);
  if (files.length === 0)
    throw new InvalidInput(`there is no file ${nameOf(path)}: put it beside the spec, or mend data.sources`);
  return refuseEmpty(files);
}

/** The files of a folder itself, not of those below it; hidden ones are the system's. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  if (names.length === 0)
    throw new InvalidInput(
      `there is no file in the folder ${nameOf(folder)}: put the data there, or name a file`,
    );
  return refuseEmpty(names.sort().map((name) => join(folder, name)));
}

async function refuseEmpty(files: string[]): Promise<string[]> {
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

async function expand(connection: DuckDBConnection, pattern: string): Promise<string[]> {
  const found = await connection.runAndReadAll(`SELECT file FROM glob(${literal(pattern)})`);
  return found
    .getRows()
    .map(([file]) => String(file))
    .sort();
}
