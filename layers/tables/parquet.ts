import { open } from 'node:fs/promises';
import { InvalidInput } from '../contracts/errors.ts';
import { literal } from './database.ts';
import { nameOf } from './files.ts';
import type { Format } from './format.ts';

/** A Parquet file begins and ends with it. */
const magic = 'PAR1';

export const parquet: Format = {
  async select(_, files) {
    for (const file of files) await refuseOther(file);
    return `SELECT * FROM read_parquet([${files.map(literal).join(', ')}])`;
  },
};

async function refuseOther(file: string): Promise<void> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const read = async (position: number) =>
      (await handle.read(Buffer.alloc(magic.length), 0, magic.length, position)).buffer.toString('latin1');
    if ((await read(0)) !== magic)
      throw new InvalidInput(`${nameOf(file)} is not a Parquet file: write it again, or name it by its kind`);
    if ((await read(Math.max(0, size - magic.length))) !== magic)
      throw new InvalidInput(`${nameOf(file)} is cut off: bring the whole Parquet file`);
  } finally {
    await handle.close();
  }
}
