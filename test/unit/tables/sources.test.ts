import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSnapshot } from '../../../layers/tables/snapshot.ts';
import { readSources } from '../../../layers/tables/sources.ts';
import { temporaryFolder } from './folder.ts';
import { dataOf, rowsOf, valuesOf } from './reading.ts';

const folder = temporaryFolder();

describe('where', () => {
  const csv = 'x,city\n1,Oslo\n2,Rome\n3,Oslo\n';

  test('keeps the rows that satisfy it, in their order', async () => {
    const rows = await rowsOf(folder, { 'a.csv': csv }, { where: "city = 'Oslo' -- the north" });
    expect(rows).toEqual({ x: [1, 3], city: ['Oslo', 'Oslo'] });
  });

  test('chance is the same every time', async () => {
    const many = `x\n${Array.from({ length: 100 }, (_, index) => index).join('\n')}\n`;
    const first = await rowsOf(folder, { 'a.csv': many }, { where: 'random() < 0.5' });
    expect(first.x!.length).toBeGreaterThan(20);
    expect(first.x!.length).toBeLessThan(80);
    expect(await rowsOf(folder, { 'a.csv': many }, { where: 'random() < 0.5' })).toEqual(first);
  });

  test.each([
    [
      'an unknown column',
      'area > 1',
      /data.where \(area > 1\): .*"area" not found.*The columns are x, city\./,
    ],
    ['no expression', 'x >', /data.where \(x >\): syntax error.* The columns are x, city\./],
    ['no truth', 'city', /data.where \(city\): .*The columns are x, city\./],
    ['nothing left', 'x > 9', /data.where \(x > 9\): no row satisfies it/],
    ['a second statement', 'true); DROP TABLE a; SELECT (1', /must be one expression/],
    ['other files', "x IN (SELECT 1 FROM read_text('/etc/hostname'))", /disabled by configuration/],
  ])('refuses %s', async (_, where, message) => {
    await expect(rowsOf(folder, { 'a.csv': csv }, { where })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(message),
    });
  });
});

describe('dedupe', () => {
  const csv = 'x,y\n3,\n1,b\n3,\n1,c\n3,d\n';

  test('of whole rows keeps the first, in the order of the rows; missing equals missing', async () => {
    const rows = await rowsOf(folder, { 'a.csv': csv }, { dedupe: true });
    expect(rows).toEqual({ x: [3, 1, 1, 3], y: [null, 'b', 'c', 'd'] });
  });

  test('by keys keeps the first of each key', async () => {
    expect(await rowsOf(folder, { 'a.csv': csv }, { dedupe: ['x'] })).toEqual({ x: [3, 1], y: [null, 'b'] });
  });

  test('names every key that the data lacks', async () => {
    await expect(rowsOf(folder, { 'a.csv': csv }, { dedupe: ['x', 'id', 'key'] })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: 'data.dedupe: the data has no columns id, key: it has x, y',
    });
  });
});

describe('a snapshot', () => {
  const ids = Array.from({ length: 6000 }, (_, index) => (index * 7919) % 5000);
  const read = async (snapshot: string) => {
    const data = dataOf({
      join: [{ with: 'more', on: 'id', how: 'left' }],
      where: 'id % 3 > 0',
      dedupe: ['id'],
    });
    const sources = { base: folder.path('base.csv'), more: folder.path('more.ndjson') };
    const summary = await readSources(sources, data, folder.path(snapshot));
    return { summary, bytes: await readFile(folder.path(snapshot)) };
  };
  beforeAll(async () => {
    await folder.write('base.csv', `id,name\n${ids.map((id) => `${id},n${id % 17}`).join('\n')}\n`);
    await folder.write('more.ndjson', ids.map((id) => JSON.stringify({ id, size: id / 8 })).join('\n'));
  });

  test('of the same sources has the same bytes', async () => {
    const first = await read('first.parquet');
    const second = await read('second.parquet');
    expect(second.bytes.equals(first.bytes)).toBe(true);
    expect(first.summary).toEqual({
      rows: 3333,
      columns: [
        { name: 'id', kind: 'number' },
        { name: 'name', kind: 'category' },
        { name: 'size', kind: 'number' },
      ],
    });
  });

  test('keeps the order of the first source over many chunks', async () => {
    await read('order.parquet');
    const { id, size } = valuesOf(await readSnapshot(folder.path('order.parquet')));
    const expected = [...new Set(ids)].filter((one) => one % 3 > 0);
    expect(id).toEqual(expected);
    expect(size).toEqual(expected.map((one) => one / 8));
  });

  test('has its categories in the order of their names', async () => {
    const source = await folder.write('names.csv', 'x\nb\na\n\nb\nB\n');
    await readSources({ a: source }, dataOf({}), folder.path('names.parquet'));
    const { columns } = await readSnapshot(folder.path('names.parquet'));
    expect(columns.x).toEqual({
      kind: 'category',
      codes: Int32Array.of(2, 1, -1, 2, 0),
      categories: ['B', 'a', 'b'],
    });
  });
});
