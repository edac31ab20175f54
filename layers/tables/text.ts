import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { InvalidInput } from '../contracts/errors.ts';
import { nameOf } from './files.ts';

/** First bytes of files that are often given a text file's name, and what to do with them. */
const signatures: readonly (readonly [bytes: string, remedy: string])[] = [
  ['504b0304', 'it is a zip archive or a spreadsheet: export the table as CSV (UTF-8)'],
  ['d0cf11e0', 'it is a spreadsheet: export the table as CSV (UTF-8)'],
  ['50415231', 'it is a Parquet file: call it .parquet'],
  ['1f8b', 'it is compressed by gzip: call it .gz'],
  ['fffe', 'it is UTF-16: save it as UTF-8'],
  ['feff', 'it is UTF-16: save it as UTF-8'],
];

/** The text of a file in pieces, decompressed if its name ends in .gz. @throws InvalidInput if it is no UTF-8 text */
export async function* readText(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  for await (const bytes of readBytes(file)) {
    if (first) refuseBinary(file, bytes);
    first = false;
    yield decode(file, () => decoder.decode(bytes, { stream: true }));
  }
  yield decode(file, () => decoder.decode());
}

/** Reads a compressed file to its end, since DuckDB takes one that was cut for a whole one. @throws InvalidInput */
export async function refuseCut(file: string): Promise<void> {
  if (!isCompressed(file)) return;
  for await (const _ of readBytes(file));
}

async function* readBytes(file: string): AsyncGenerator<Buffer> {
  const source = createReadStream(file);
  if (!isCompressed(file)) return yield* source;
  const unzip = createGunzip();
  source.on('error', (error) => unzip.destroy(error)).pipe(unzip);
  try {
    yield* unzip;
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error;
    throw new InvalidInput(
      `${nameOf(file)} is not a whole gzip file: compress it again, or drop .gz from its name`,
      {},
      { cause: error },
    );
  } finally {
    source.destroy();
  }
}

function isCompressed(file: string): boolean {
  return /\.gz$/i.test(file);
}

function refuseBinary(file: string, bytes: Buffer): void {
  const start = bytes.subarray(0, 4).toString('hex');
  const known = signatures.find(([signature]) => start.startsWith(signature));
  if (known) throw new InvalidInput(`${nameOf(file)} is not text: ${known[1]}`);
  if (bytes.includes(0)) {
    throw new InvalidInput(
      `${nameOf(file)} is not text: it holds zero bytes; export the table as CSV (UTF-8)`,
    );
  }
}

function decode(file: string, work: () => string): string {
  try {
    return work();
  } catch (error) {
    throw new InvalidInput(`${nameOf(file)} is not UTF-8 text: save it as UTF-8`, {}, { cause: error });
  }
}
