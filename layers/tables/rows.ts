import { stat } from 'node:fs/promises';
import { openDatabase } from './database.ts';
import { findFiles } from './files.ts';
import { explain, selectFrom } from './reader.ts';
import { isDecimal } from './texts.ts';

export type Row = Record<string, unknown>;

/** A column that a model takes, as its signature says. */
export interface Input {
  readonly name: string;
  readonly kind: 'number' | 'category';
  readonly categories?: readonly string[];
}

/**
 * Rows of a file as plain records, at most 2,048 at a time, so that a file of any size needs little memory.
 * Numbers, texts, booleans and null, as JSON has them; dates are texts. A file of no bytes has no rows.
 *
 * @param inputs columns of a model. A shard alone does not tell their kinds: one bad cell makes a column of
 *   numbers text, and a column of codes may happen to hold digits alone. With inputs, categories are texts,
 *   numbers are numbers, and a cell that is no number stays as it is, for the caller to reject its row.
 * @throws InvalidInput naming the file and line that cannot be read; rows before it have been given
 */
export async function* readRows(file: string, inputs: readonly Input[] = []): AsyncGenerator<Row[]> {
  const found = await stat(file).catch(() => undefined);
  if (found?.size === 0) return;
  const typed = new Map(inputs.map((input) => [input.name, typeOf(input)]));
  const texts = inputs.filter(({ kind }) => kind === 'category').map(({ name }) => name);
  const { connection, close } = await openDatabase();
  try {
    const files = await findFiles(connection, file);
    try {
      const result = await connection.stream(await selectFrom(connection, files, texts));
      const names = result.deduplicatedColumnNames();
      const types = names.map((name) => typed.get(name) ?? asIs);
      for (;;) {
        const chunk = await result.fetchChunk();
        if (!chunk || chunk.rowCount === 0) return;
        yield chunk
          .getRows()
          .map((cells) =>
            Object.fromEntries(cells.map((cell, index) => [names[index]!, types[index]!(plain(cell))])),
          );
      }
    } catch (error) {
      throw await explain(error, files);
    }
  } finally {
    close();
  }
}

/** DuckDB's values as JSON has them; an integer that a number cannot hold is a text, as it may be a key. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  return 'toDouble' in (value as object) ? (value as { toDouble(): number }).toDouble() : String(value);
}

type Typing = (value: unknown) => unknown;

const asIs: Typing = (value) => value;
const asNumber: Typing = (value) => (typeof value === 'string' && isDecimal(value) ? Number(value) : value);

function typeOf({ kind, categories }: Input): Typing {
  if (kind === 'number') return asNumber;
  const known = new Set(categories);
  return (value) => {
    if (value === null) return null;
    const text = String(value);
    // Training read a column of numbers alone as numbers, and named its categories by them: 5.0 is 5.
    return isDecimal(text) && !known.has(text) && known.has(String(Number(text)))
      ? String(Number(text))
      : text;
  };
}
