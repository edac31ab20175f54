import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { InvalidInput } from '../contracts/errors.ts';
import { literal } from './database.ts';

/**
 * Text is read strictly, from the first line on: a ragged row is an error. Its columns are numbers or text; DuckDB would
 * also make dates, and booleans of yes and no, which users would not know again.
 */
const textOptions = `header = true, skip = 0, quote = '"', escape = '"', comment = '', sample_size = -1, null_padding = false, strict_mode = true, nullstr = '', auto_type_candidates = ['BIGINT', 'DOUBLE', 'VARCHAR']`;

/** DuckDB's reader for each kind of file, by extension. */
const readers: Readonly<Record<string, (files: string, path: string) => string>> = {
  csv: (files, path) => `read_csv(${files}, delim = ${literal(delimiterOf(path))}, ${textOptions})`,
  tsv: (files) => `read_csv(${files}, delim = '\t', ${textOptions})`,
  json: (files) => `read_json(${files}, sample_size = -1)`,
  ndjson: (files) => `read_json(${files}, format = 'newline_delimited', sample_size = -1)`,
  jsonl: (files) => `read_json(${files}, format = 'newline_delimited', sample_size = -1)`,
  parquet: (files) => `read_parquet(${files})`,
};

/** The SQL that reads a file or glob. @throws InvalidInput naming the extensions there are */
export function readerOf(path: string): string {
  const extension = /\.([a-z]+)(\.gz)?$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const reader = readers[extension];
  if (!reader) {
    throw new InvalidInput(
      `${nameOf(path)} is not a kind of file that can be read: use ${Object.keys(readers).join(', ')}, also with .gz`,
    );
  }
  return reader(literal(path), path);
}

/** The same file as text of as many columns as its header has: reading it finds the row that made the types unguessable. */
export function strictReaderOf(path: string): string {
  const delimiter = delimiterOf(path);
  const columns = headerOf(path)
    .split(delimiter)
    .map((_, index) => `'c${index}': 'VARCHAR'`);
  return `read_csv(${literal(path)}, auto_detect = false, delim = ${literal(delimiter)}, quote = '"', escape = '"', header = true, strict_mode = true, columns = {${columns.join(', ')}})`;
}

/** Bytes in which a header surely ends. */
const headerBytes = 65_536;

/** The header says how values are divided; guessing from all rows would take a ragged file for one column. */
function delimiterOf(path: string): string {
  if (!existsSync(path) || path.endsWith('.gz')) return ',';
  const header = headerOf(path);
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '|', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function headerOf(path: string): string {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(headerBytes);
  const header = buffer.toString('utf8', 0, readSync(file, buffer)).split('\n', 1)[0]!;
  closeSync(file);
  return header;
}

/** A file's name without the folder it was brought to, which says nothing to the user. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** DuckDB's complaint about a file, in a sentence that says where and what to do. */
export function explain(error: unknown, path: string): InvalidInput {
  const message = error instanceof Error ? error.message : String(error);
  const name = nameOf(path);
  const options = { cause: error };
  if (/No files found/i.test(message))
    return new InvalidInput(
      `there is no file ${name}: put it beside the spec, or mend data.sources`,
      {},
      options,
    );
  const line = /(?:CSV Error on Line|Line):? (\d+)/i.exec(message)?.[1];
  const columns = /Expected Number of Columns: (\d+) Found: (\d+)/i.exec(message);
  if (columns) {
    return new InvalidInput(
      `${name}:${line ?? '?'}: the row has ${columns[2]} values where the header has ${columns[1]} columns: mend the row, or quote values that hold the delimiter`,
      {},
      options,
    );
  }
  const first = message.split('\n').find((one) => one.trim() !== '') ?? message;
  return new InvalidInput(
    `${name}${line ? `:${line}` : ''} cannot be read: ${first.replace(/^[A-Za-z ]+ Error: /, '')}`,
    {},
    options,
  );
}
