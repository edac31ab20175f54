import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readSnapshot } from '../../../layers/tables/snapshot.ts';
import { readSources } from '../../../layers/tables/sources.ts';
import { temporaryFolder } from './folder.ts';
import { dataOf, parquetOf, rowsOf, valuesOf } from './reading.ts';

const folder = temporaryFolder();

describe('kinds of files', () => {
  const rows = { area: [50, 70.5, null], city: ['Oslo', null, 'Rome'] };
  const csv = 'area,city\n50,Oslo\n70.5,\n,Rome\n';
  const objects = [{ area: 50, city: 'Oslo' }, { area: 70.5 }, { area: null, city: 'Rome' }];
  const ndjson = objects.map((one) => JSON.stringify(one)).join('\n');

  test.each<[string, string | Uint8Array]>([
    ['homes.csv', csv],
    ['homes.csv.gz', gzipSync(csv)],
    ['homes.CSV', `\ufeff${csv.replaceAll('\n', '\r\n')}`],
    ['homes.csv', csv.replaceAll(',', ';')],
    ['homes.csv', csv.replaceAll(',', '|')],
    ['homes.tsv', csv.replaceAll(',', '\t')],
    ['homes.tsv.gz', gzipSync(csv.replaceAll(',', '\t'))],
    ['homes.json', JSON.stringify(objects)],
    ['homes.ndjson', ndjson],
    ['homes.jsonl', `${ndjson}\n`],
    ['homes.ndjson.gz', gzipSync(ndjson)],
  ])('%s', async (name, content) => {
    expect(await rowsOf(folder, { [name]: content })).toEqual(rows);
  });

  test('parquet', async () => {
    const query = `SELECT * FROM (VALUES (50.0::DECIMAL(9, 2), 'Oslo'), (70.5, NULL), (NULL, 'Rome')) t(area, city)`;
    expect(await rowsOf(folder, { 'homes.parquet': await parquetOf(folder, query) })).toEqual(rows);
  });

  test('a glob, its files in the order of their names, columns by name', async () => {
    await folder.write('part-2.csv', 'area,city\n3,c\n');
    await folder.write('part-1.csv', 'city,area\na,1\nb,2\n');
    await folder.write('part-3.csv', 'area,city\n4.5,4\n');
    await readSources({ homes: folder.path('part-*.csv') }, dataOf({}), folder.path('glob.parquet'));
    expect(valuesOf(await readSnapshot(folder.path('glob.parquet')))).toEqual({
      city: ['a', 'b', 'c', '4'],
      area: [1, 2, 3, 4.5],
    });
  });

  test('a name with the characters of globs and SQL', async () => {
    const path = await folder.write("it's [a] file.csv", 'a\n1\n');
    expect(await readSources({ homes: path }, dataOf({}), folder.path('odd.parquet'))).toEqual({
      rows: 1,
      columns: [{ name: 'a', kind: 'number' }],
    });
  });
});

describe('values', () => {
  test('text files hold numbers and text: words of truth, dates and leading zeros stay as written', async () => {
    const csv = 'answer,flag,sold,zip,count\nyes,True,1/2/2024,01234,7\nno,False,13/2/2024,99999,8\n';
    expect(await rowsOf(folder, { 'a.csv': csv })).toEqual({
      answer: ['yes', 'no'],
      flag: ['True', 'False'],
      sold: ['1/2/2024', '13/2/2024'],
      zip: ['01234', '99999'],
      count: [7, 8],
    });
  });

  test('empty values and null are missing, NA is a text', async () => {
    expect(await rowsOf(folder, { 'a.csv': 'x,y,z\n"",null,NA\n1,NULL,\n' })).toEqual({
      x: [null, 1],
      y: [null, null],
      z: ['NA', null],
    });
  });

  test('JSON keeps its types, and a date is a text', async () => {
    const ndjson =
      '{"on": true, "day": "2024-01-02T10:00:00Z", "mixed": 1}\n{"on": false, "day": null, "mixed": "a"}';
    expect(await rowsOf(folder, { 'a.ndjson': ndjson })).toEqual({
      on: ['true', 'false'],
      day: ['2024-01-02T10:00:00Z', null],
      mixed: ['1', 'a'],
    });
  });

  test('integers of any size are numbers; lists and structures are left out', async () => {
    const query = `SELECT 1::HUGEINT AS huge, 2::UTINYINT AS tiny, [1] AS list, {'a': 1} AS structure, DATE '2024-01-02' AS day`;
    const rows = await rowsOf(folder, { 'a.parquet': await parquetOf(folder, query) });
    expect(rows).toEqual({ huge: [1], tiny: [2], day: ['2024-01-02'] });
  });

  test('quoted delimiters, quotes and line ends are part of the value', async () => {
    const rows = await rowsOf(folder, { 'a.csv': 'x,y\n"a, ""b""\nc",1\n' });
    expect(rows).toEqual({ x: ['a, "b"\nc'], y: [1] });
  });

  test('names that mean something to SQL or JavaScript are names like others', async () => {
    const csv = 'rowid,constructor,"q""x",select\n1,2,3,4\n1,2,3,4\n';
    const rows = await rowsOf(folder, { 'a.csv': csv }, { dedupe: true });
    expect(rows).toEqual({ rowid: [1], constructor: [2], 'q"x': [3], select: [4] });
  });
});
