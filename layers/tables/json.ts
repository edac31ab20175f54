import { InvalidInput } from '../contracts/errors.ts';
import { identifier, literal } from './database.ts';
import { nameOf } from './files.ts';
import type { Format, Place } from './format.ts';
import { readText } from './text.ts';

/** Types that JSON does not have: DuckDB guesses them from texts, or falls back to them where values differ in type. */
const guessed = /^(DATE|TIME.*|UUID|JSON)$/;

/** JSON objects, one for each row. Values keep the type that they have in JSON: a date is a text. */
export function json(format: 'auto' | 'newline_delimited'): Format {
  return {
    async select(connection, files) {
      const source = (options = '') =>
        `read_json([${files.map(literal).join(', ')}], format = '${format}', sample_size = -1, maximum_sample_files = 1000000, union_by_name = true${options})`;
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source()}`);
      const columns = described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
      if (columns.length === 1 && columns[0]!.name === 'json') {
        throw new InvalidInput(
          `${files.map(nameOf).join(', ')}: it needs objects such as {"area": 120, "rooms": 4}, one for each row`,
        );
      }
      if (!columns.some(({ type }) => guessed.test(type))) return `SELECT * FROM ${source()}`;
      const types = columns.map(
        ({ name, type }) => `${identifier(name)}: ${literal(guessed.test(type) ? 'VARCHAR' : type)}`,
      );
      return `SELECT * FROM ${source(`, columns = {${types.join(', ')}}`)}`;
    },
    ...(format === 'newline_delimited' && { locate: findFault }),
  };
}

/** The first line that is not JSON. */
async function findFault(file: string): Promise<Place | undefined> {
  let rest = '';
  let line = 0;
  for await (const piece of readText(file)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const one of lines) {
      line++;
      if (!isJson(one)) return { line, message: notJson(one) };
    }
  }
  return isJson(rest) ? undefined : { line: line + 1, message: notJson(rest) };
}

function isJson(text: string): boolean {
  if (text.trim() === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function notJson(text: string): string {
  return `the line is not JSON (${text.length > 60 ? `${text.slice(0, 60)}…` : text}): each line needs one whole object`;
}
