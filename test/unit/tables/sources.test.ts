import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelSpec } from '../../../layers/contracts/spec.ts';
import { readArrow, writeArrow } from '../../../layers/tables/arrow.ts';
import { readRows } from '../../../layers/tables/rows.ts';
import { readSnapshot } from '../../../layers/tables/snapshot.ts';
import { readSources } from '../../../layers/tables/sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'tables-'));
const snapshot = join(folder, 'snapshot.parquet');
const data: ModelSpec['data'] = { sources: { t: '' }, join: [], dedupe: false };

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function read(text: string, options: Partial<ModelSpec['data']> = {}, name = 'data.csv') {
  const counted = await readSources({ t: file(name, text) }, { ...data, ...options }, snapshot);
  return { ...counted, table: await readSnapshot(snapshot) };
}

describe('reading sources', () => {
  it('makes numbers of numbers and categories of text, with missing values', async () => {
    const { table, rows } = await read('area,kind,seen\n1,a,yes\n,b,no\n2.5,,yes\n');
    expect(rows).toBe(3);
    expect(table.columns.area).toEqual({ kind: 'number', values: Float64Array.of(1, Number.NaN, 2.5) });
    expect(table.columns.kind).toEqual({
      kind: 'category',
      codes: Int32Array.of(0, 1, -1),
      categories: ['a', 'b'],
    });
    expect(table.columns.seen).toEqual({
      kind: 'category',
      codes: Int32Array.of(1, 0, 1),
      categories: ['no', 'yes'],
    });
  });

  it('gives the same bytes for the same rows', async () => {
    const hashes = [];
    for (let round = 0; round < 2; round++) {
      await readSources({ homes: 'models/housing/housing.csv' }, { ...data, dedupe: true }, snapshot);
      hashes.push(createHash('sha256').update(readFileSync(snapshot)).digest('hex'));
    }
    expect(hashes[0]).toBe(hashes[1]);
  });

  it('joins, filters and dedupes in the order of the rows', async () => {
    const sources = {
      sales: file('sales.csv', 'city,price\nb,2\na,1\nb,2\nc,9\n'),
      cities: file('cities.csv', 'city,size\na,10\nb,20\n'),
    };
    const options = {
      ...data,
      join: [{ with: 'cities', on: 'city', how: 'inner' as const }],
      where: 'price > 0',
      dedupe: true,
    };
    expect(await readSources(sources, options, snapshot)).toEqual({ rows: 2 });
    const { columns } = await readSnapshot(snapshot);
    expect([...(columns.size as { values: Float64Array }).values].sort()).toEqual([10, 20]);
  });

  it('reads ndjson and finds the same table', async () => {
    const { table } = await read('{"a":1,"b":"x"}\n{"a":null,"b":"y"}\n', {}, 'data.ndjson');
    expect(table.columns.a).toEqual({ kind: 'number', values: Float64Array.of(1, Number.NaN) });
  });

  const faults: [string, string, Partial<ModelSpec['data']>, RegExp][] = [
    ['an empty file', '', {}, /data\.csv is empty/],
    ['a header without rows', 'a,b\n', {}, /header but no row/],
    [
      'a row with too many values',
      'a,b\n1,2\n1,2,3\n4,5\n',
      {},
      /data\.csv:3: the row has 3 values where the header has 2 columns/,
    ],
    [
      'a row with too few values',
      'a,b\n1,2\n3\n4,5\n',
      {},
      /data\.csv:3: the row has 1 values where the header has 2 columns/,
    ],
    ['an unknown column in where', 'a,b\n1,2\n', { where: 'c > 1' }, /data\.where: .*"c".*columns are a, b/],
    ['rows that all fail where', 'a,b\n1,2\n', { where: 'a > 5' }, /no row satisfies data\.where/],
  ];
  it.each(faults)('refuses %s and says where', async (_, text, options, message) => {
    await expect(read(text, options)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(message),
    });
  });

  it('refuses a missing file and an unknown kind of file', async () => {
    await expect(readSources({ t: join(folder, 'none.csv') }, data, snapshot)).rejects.toThrow(
      /no file none\.csv/,
    );
    await expect(readSources({ t: file('data.xyz', 'a') }, data, snapshot)).rejects.toThrow(
      /not a kind of file/,
    );
  });
});

describe('Arrow files', () => {
  it('give back what was written', async () => {
    const { table } = await read('area,kind\n1,a\n,b\n2.5,\n');
    expect(readArrow(writeArrow(table))).toEqual(table);
  });
});

describe('rows for batches', () => {
  it('come in chunks, as plain records', async () => {
    const path = file(
      'rows.csv',
      `id,name\n${Array.from({ length: 5000 }, (_, id) => `${id},n${id}`).join('\n')}\n`,
    );
    const sizes: number[] = [];
    let first: unknown;
    for await (const rows of readRows(path)) {
      first ??= rows[0];
      sizes.push(rows.length);
    }
    expect(first).toEqual({ id: 0, name: 'n0' });
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5000);
    expect(sizes.length).toBeGreaterThan(1);
  });
});
