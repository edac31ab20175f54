import { InvalidInput } from '../contracts/errors.ts';
import { literal } from './database.ts';

/** DuckDB's reader for each kind of file, by extension. Text is read strictly: a ragged row is an error. */
const readers: Readonly<Record<string, (files: string) => string>> = {
  csv: (files) => `read_csv(${files}, header = true, sample_size = -1, null_padding = false, strict_mode = true, nullstr = '')`,
  tsv: (files) => `read_csv(${files}, delim = '\t', header = true, sample_size = -1, null_padding = false, strict_mode = true, nullstr = '')`,
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
    throw new InvalidInput(`${nameOf(path)} is not a kind of file that can be read: use ${Object.keys(readers).join(', ')}, also with .gz`);
  }
  return reader(literal(path));
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
  if (/No files found/i.test(message)) return new InvalidInput(`there is no file ${name}: put it beside the spec, or mend data.sources`, {}, options);
  const line = /(?:CSV Error on Line|Line):? (\d+)/i.exec(message)?.[1];
  const columns = /Expected Number of Columns: (\d+) Found: (\d+)/i.exec(message);
  if (columns) {
    return new InvalidInput(`${name}:${line ?? '?'}: the row has ${columns[2]} values where the header has ${columns[1]} columns: mend the row, or quote values that hold the delimiter`, {}, options);
  }
  const first = message.split('\n').find((one) => one.trim() !== '') ?? message;
  return new InvalidInput(`${name}${line ? `:${line}` : ''} cannot be read: ${first.replace(/^[A-Za-z ]+ Error: /, '')}`, {}, options);
}
