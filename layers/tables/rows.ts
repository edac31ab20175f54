import { InvalidInput } from '../contracts/errors.ts';
import { openDatabase } from './database.ts';
import { explain, readerOf } from './reader.ts';

/** Rows of a file as plain records, a chunk at a time, so that a file of any size needs little memory. */
export async function* readRows(file: string): AsyncGenerator<Record<string, unknown>[]> {
  const { connection, close } = await openDatabase();
  try {
    const result = await connection.stream(`SELECT * FROM ${readerOf(file)}`);
    const names = result.deduplicatedColumnNames();
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
      yield chunk
        .getRows()
        .map((row) => Object.fromEntries(row.map((value, index) => [names[index]!, plain(value)])));
    }
  } catch (error) {
    throw error instanceof InvalidInput ? error : explain(error, file);
  } finally {
    close();
  }
}

/** DuckDB's values as JSON has them. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || ['number', 'string', 'boolean'].includes(typeof value)) return value;
  return 'toDouble' in (value as object) ? (value as { toDouble(): number }).toDouble() : String(value);
}
