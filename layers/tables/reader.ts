import type { DuckDBConnection } from '@duckdb/node-api';
import { InvalidInput } from '../contracts/errors.ts';
import { delimited } from './delimited.ts';
import { nameOf } from './files.ts';
import type { Format } from './format.ts';
import { json } from './json.ts';
import { parquet } from './parquet.ts';
import { refuseCut } from './text.ts';

const formats: Readonly<Record<string, Format>> = {
  csv: delimited([',', ';', '\t', '|']),
  tsv: delimited(['\t']),
  json: json('auto'),
  ndjson: json('newline_delimited'),
  jsonl: json('newline_delimited'),
  parquet,
};

/**
 * The query that reads files of one kind, in their order.
 *
 * @param texts columns that stay text as written, also where every value is a number
 * @throws InvalidInput
 */
export async function selectFrom(
  connection: DuckDBConnection,
  files: readonly string[],
  texts: readonly string[] = [],
): Promise<string> {
  const extensions = new Set(files.map((file) => extensionOf(file)));
  if (extensions.size > 1)
    throw new InvalidInput(`${files.map(nameOf).join(', ')}: the files of one source need to be of one kind`);
  const format = formatOf(files[0]!);
  for (const file of files) await refuseCut(file);
  return format.select(connection, files, texts);
}

/** DuckDB's complaint about files as a sentence that says where the fault is and what to do. */
export async function explain(error: unknown, files: readonly string[]): Promise<unknown> {
  if (error instanceof InvalidInput || isNoFaultOfData(error)) return error;
  for (const file of files) {
    const place = await formatOf(file).locate?.(file);
    if (place)
      return new InvalidInput(`${nameOf(file)}:${place.line}: ${place.message}`, {}, { cause: error });
  }
  const sentence = files.reduce((text, file) => text.replaceAll(file, nameOf(file)), sentenceOf(error));
  return new InvalidInput(
    `${files.map(nameOf).join(', ')} cannot be read: ${sentence}`,
    {},
    { cause: error },
  );
}

/** The first line of DuckDB's message without its category. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const first = message.split('\n').find((line) => line.trim() !== '') ?? message;
  return first
    .replace(/^(Failed to extract statements: )?[A-Za-z ]+ Error: /, '')
    .trim()
    .replace(/[^.!?]$/, '$&.');
}

/** True of faults of the machine, which other data would not mend. */
export function isNoFaultOfData(error: unknown): boolean {
  return (
    !(error instanceof Error) ||
    'code' in error ||
    /^(Out of Memory|INTERNAL|FATAL|Interrupt)/i.test(error.message)
  );
}

function formatOf(file: string): Format {
  const format = formats[extensionOf(file)];
  if (format) return format;
  throw new InvalidInput(
    `${nameOf(file)} is not a kind of file that can be read: use ${Object.keys(formats).join(', ')}, also with .gz`,
  );
}

function extensionOf(file: string): string {
  return /\.([a-z]+)(\.gz)?$/i.exec(nameOf(file))?.[1]?.toLowerCase() ?? '';
}
