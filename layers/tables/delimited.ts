import { InvalidInput } from '../contracts/errors.ts';
import { literal } from './database.ts';
import { nameOf } from './files.ts';
import type { Format, Place } from './format.ts';
import { type DelimitedRecord, readRecords } from './records.ts';
import { readText } from './text.ts';

interface Header {
  readonly delimiter: string;
  readonly names: readonly string[];
}

/**
 * Delimited text, read strictly: the first line names the columns, and every row has as many values.
 * Empty values and `null` are missing. Columns become numbers or text and nothing else: dates and booleans
 * stay as written, so that a request gives them the way the file does.
 */
export function delimited(delimiters: readonly string[]): Format {
  return {
    async select(_, files, texts) {
      const [first, ...others] = await Promise.all(files.map((file) => readHeader(file, delimiters)));
      for (const [index, other] of others.entries())
        refuseDifferent(files[0]!, first!, files[index + 1]!, other);
      const written = first!.names.map((name) => name.trim()).filter((name) => texts.includes(name));
      const types = written.map((name) => `${literal(name)}: 'VARCHAR'`);
      const options = [
        `delim = ${literal(first!.delimiter)}, quote = '"', escape = '"', comment = '', skip = 0, header = true`,
        `strict_mode = true, null_padding = false, nullstr = ['', 'null', 'NULL'], union_by_name = true`,
        `sample_size = -1, auto_type_candidates = ['BIGINT', 'DOUBLE', 'VARCHAR']`,
        ...(types.length > 0 ? [`types = {${types.join(', ')}}`] : []),
      ];
      return `SELECT * FROM read_csv([${files.map(literal).join(', ')}], ${options.join(', ')})`;
    },
    locate: (file) => findFault(file, delimiters),
  };
}

/** @throws InvalidInput saying what is wrong with the first line */
async function readHeader(file: string, delimiters: readonly string[]): Promise<Header> {
  const { delimiter, names } = await widestHeader(file, delimiters);
  const refuse = (message: string): never => {
    throw new InvalidInput(`${nameOf(file)}:1: ${message}`);
  };
  if (names.every((name) => name.trim() === ''))
    refuse('there are no column names: it needs a first line that names the columns');
  if (names.every((name) => name.trim() !== '' && Number.isFinite(Number(name)))) {
    refuse(
      `the first line holds only numbers (${names.slice(0, 5).join(', ')}): add a line above it that names the columns`,
    );
  }
  const unnamed = names.findIndex((name) => name.trim() === '');
  if (unnamed !== -1)
    refuse(
      `column ${unnamed + 1} of ${names.length} has no name: name it, or remove it (it may be the row's number, which pandas writes unless index=False)`,
    );
  const seen = new Set<string>();
  for (const name of names.map((one) => one.trim())) {
    if (seen.has(name.toLowerCase()))
      refuse(`there are two columns ${JSON.stringify(name)} (case does not count): rename or remove one`);
    seen.add(name.toLowerCase());
  }
  return { delimiter, names };
}

/** The delimiter is the one that makes most columns of the first line. */
async function widestHeader(file: string, delimiters: readonly string[]): Promise<Header> {
  let widest: Header = { delimiter: delimiters[0]!, names: [] };
  for (const delimiter of delimiters) {
    const header = await firstRecord(file, delimiter);
    if (header && header.fault === undefined && header.cells.length > widest.names.length)
      widest = { delimiter, names: header.cells };
  }
  return widest;
}

async function firstRecord(file: string, delimiter: string): Promise<DelimitedRecord | undefined> {
  for await (const record of readRecords(readText(file), delimiter)) return record;
  return undefined;
}

function refuseDifferent(first: string, { delimiter, names }: Header, file: string, other: Header): void {
  const missing = names.filter((name) => !other.names.includes(name));
  const added = other.names.filter((name) => !names.includes(name));
  if (missing.length === 0 && added.length === 0 && delimiter === other.delimiter) return;
  const differences = [
    ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []),
    ...(added.length > 0 ? [`adds ${added.join(', ')}`] : []),
  ];
  throw new InvalidInput(
    `${nameOf(file)}:1: the files of one source need the same columns; beside ${nameOf(first)} it ${differences.join(' and ') || `is delimited by ${JSON.stringify(other.delimiter)}, not ${JSON.stringify(delimiter)}`}`,
  );
}

/** The first record that is not as wide as the header, or whose quotes are wrong. */
async function findFault(file: string, delimiters: readonly string[]): Promise<Place | undefined> {
  const { delimiter, names } = await readHeader(file, delimiters);
  for await (const { line, cells, fault } of readRecords(readText(file), delimiter)) {
    if (fault !== undefined) return { line, message: fault };
    if (cells.length !== names.length) {
      const remedy =
        cells.length > names.length
          ? 'mend the row, or quote values that hold the delimiter'
          : 'mend the row';
      return {
        line,
        message: `the row has ${plural(cells.length, 'value')} where the first line names ${plural(names.length, 'column')}: ${remedy}`,
      };
    }
  }
  return undefined;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
