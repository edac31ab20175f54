import { readFile } from 'node:fs/promises';
import type { Table } from '../../../layers/contracts/columns.ts';
import type { ModelSpec } from '../../../layers/contracts/spec.ts';
import { withDatabase } from '../../../layers/tables/database.ts';
import { readSnapshot } from '../../../layers/tables/snapshot.ts';
import { readSources } from '../../../layers/tables/sources.ts';
import type { Folder } from './folder.ts';

export type Choices = Partial<Pick<ModelSpec['data'], 'join' | 'where' | 'dedupe'>>;

export const dataOf = (choices: Choices): ModelSpec['data'] => ({
  sources: {},
  join: [],
  dedupe: false,
  ...choices,
});

/** Rows that come of files, each a source by the name before its dot. */
export async function rowsOf(
  folder: Folder,
  files: Record<string, string | Uint8Array>,
  choices: Choices = {},
) {
  const sources: Record<string, string> = {};
  for (const [name, content] of Object.entries(files)) {
    sources[name.replace(/\..*/, '')] = await folder.write(name, content);
  }
  await readSources(sources, dataOf(choices), folder.path('snapshot.parquet'));
  return valuesOf(await readSnapshot(folder.path('snapshot.parquet')));
}

/** Columns as plain values; null is missing. */
export function valuesOf({ columns }: Table): Record<string, (number | string | null)[]> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      column.kind === 'number'
        ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
        : Array.from(column.codes, (code) => (code === -1 ? null : column.categories[code]!)),
    ]),
  );
}

/** The bytes of a Parquet file of a query. */
export async function parquetOf(folder: Folder, query: string): Promise<Uint8Array> {
  const file = folder.path('made.parquet');
  await withDatabase((connection) => connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet)`));
  return readFile(file);
}
