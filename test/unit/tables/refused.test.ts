import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readSources } from '../../../layers/tables/sources.ts';
import { temporaryFolder } from './folder.ts';
import { dataOf, rowsOf } from './reading.ts';

const folder = temporaryFolder();
const read = (path: string) => readSources({ a: folder.path(path) }, dataOf({}), folder.path('none.parquet'));

describe('a file that cannot be read is refused by name, line and remedy', () => {
  const bytes = Uint8Array.from({ length: 999 }, (_, index) => (index * 7919) % 256);
  const cut = gzipSync('x,y\n1,2\n'.repeat(99)).subarray(0, 30);

  test.each<[string, string, string | Uint8Array, RegExp]>([
    ['empty', 'a.csv', '', /^a\.csv is empty/],
    ['blank', 'a.csv', '\n\n', /^a\.csv:1: there are no column names/],
    ['header alone', 'a.csv', 'x,y\n', /^a\.csv: there is no row below the column names/],
    ['no header', 'a.csv', '1,2\n3,4\n', /^a\.csv:1: the first line holds only numbers \(1, 2\)/],
    ['long row', 'a.csv', 'x,y\n1,2\n1,2,3\n4,5\n', /^a\.csv:3: the row has 3 values where .* 2 columns/],
    ['short row', 'a.csv', 'x,y\n1,2\n\n1\n4,5\n', /^a\.csv:4: the row has 1 value where .* 2 columns/],
    ['row far down', 'a.csv', `x,y\n${'1,2\n'.repeat(30_000)}1,2,3\n`, /^a\.csv:30002: the row has 3/],
    ['row after a line end in quotes', 'a.csv', 'x,y\n"a\nb",1\n1,2,3\n', /^a\.csv:4: the row has 3/],
    ['row of a gz', 'a.tsv.gz', gzipSync('x\ty\n1\n'), /^a\.tsv\.gz:2: the row has 1 value/],
    ['open quote', 'a.csv', 'x,y\n1,"abc\n2,3\n', /^a\.csv:2: a quote that opens here is never closed/],
    ['text after a quote', 'a.csv', 'x,y\n1,"a"b\n', /^a\.csv:2: text follows a closing quote/],
    [
      'equal names',
      'a.csv',
      'x,y,X\n1,2,3\n',
      /^a\.csv:1: there are two columns "X" \(case does not count\)/,
    ],
    ['no name', 'a.csv', ',x\n0,1\n', /^a\.csv:1: column 1 of 2 has no name/],
    ['bytes', 'a.csv', bytes, /^a\.csv is not text/],
    ['spreadsheet', 'a.csv', Buffer.from('504b030414000600', 'hex'), /^a\.csv is not text: .* spreadsheet/],
    ['Parquet by another name', 'a.csv', 'PAR1', /^a\.csv is not text: it is a Parquet file/],
    ['UTF-16', 'a.csv', Buffer.from('\ufeffx,y\n1,2\n', 'utf16le'), /^a\.csv is not text: it is UTF-16/],
    ['Latin-1', 'a.csv', Buffer.from('x,y\ncaf\xe9,2\n', 'latin1'), /^a\.csv is not UTF-8 text/],
    ['not compressed', 'a.csv.gz', 'x,y\n1,2\n', /^a\.csv\.gz is not a whole gzip file/],
    ['cut gz', 'a.csv.gz', cut, /^a\.csv\.gz is not a whole gzip file/],
    [
      'unknown kind',
      'a.xlsx',
      'x',
      /^a\.xlsx is not a kind of file .* csv, tsv, json, ndjson, jsonl, parquet/,
    ],
    ['line of no JSON', 'a.ndjson', '{"x": 1}\n{"x": 2\n{"x": 3}\n', /^a\.ndjson:2: the line is not JSON/],
    ['cut JSON', 'a.json', '[{"x": 1}, {"x":', /^a\.json cannot be read: Malformed JSON in file "a\.json"/],
    ['JSON without objects', 'a.json', '[1, 2]', /^a\.json: it needs objects/],
    ['no Parquet', 'a.parquet', 'nothing of the kind', /^a\.parquet is not a Parquet file: write it again/],
    ['cut Parquet', 'a.parquet', 'PAR1 and no end', /^a\.parquet is cut off: bring the whole Parquet file/],
    ['damaged Parquet', 'a.parquet', 'PAR1 a b c d e f PAR1', /^a\.parquet cannot be read: .*'a\.parquet'/],
  ])('%s', async (_, name, content, message) => {
    await expect(rowsOf(folder, { [name]: content })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(message),
    });
  });

  test.each(['nowhere.csv', 'nowhere-*.csv'])('missing: %s', async (name) => {
    await expect(read(name)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: `there is no file ${name}: put it beside the spec, or mend data.sources`,
    });
  });

  test('no source at all', async () => {
    await expect(readSources({}, dataOf({}), folder.path('none.parquet'))).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});

describe('files of one source are refused', () => {
  test.each([
    [
      'with other columns',
      'b.csv',
      'x,z\n1,2\n',
      'b.csv:1: the files of one source need the same columns; beside a.csv it lacks y and adds z',
    ],
    ['with another delimiter', 'b.csv', 'x;y\n1;2\n', 'is delimited by ";", not ","'],
    ['when one is empty', 'b.csv', '', 'b.csv is empty'],
    ['of two kinds', 'b.ndjson', '{"x": 1, "y": 2}', 'the files of one source need to be of one kind'],
  ])('%s', async (what, name, content, message) => {
    const prefix = what.replaceAll(' ', '-');
    await folder.write(`${prefix}-a.csv`, 'x,y\n1,2\n');
    await folder.write(`${prefix}-${name}`, content);
    await expect(read(`${prefix}-*`)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining(message.replaceAll(/\b[ab]\.csv/g, `${prefix}-$&`)),
    });
  });
});
