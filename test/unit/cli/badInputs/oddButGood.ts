import { gzipSync } from 'node:zlib';
import type { BadInput } from './BadInput.ts';
import { flat, flats, goodSpecs, upTo } from './flats.ts';

/** What looks odd and is right. */
export const oddButGood: readonly Pick<BadInput, 'what' | 'files' | 'spec'>[] = [
  {
    what: 'a mark of UTF-8 and line ends of Windows',
    files: { 'flats.csv': `\ufeff${flats.replaceAll('\n', '\r\n')}` },
  },
  {
    what: 'quotes, with delimiters and line ends in them',
    files: { 'flats.csv': flats.replaceAll('harbour', '"harbour,\n""old"""') },
  },
  {
    what: 'a spec by an editor of Windows',
    spec: `\ufeff${goodSpecs.regression.replaceAll('\n', '\r\n')}`,
  },
  {
    what: 'a scheduled batch of a glob',
    spec: [['gates:', 'schedule:\n  batch: [{ every: rate(1 day), input: ./new/*.csv, output: s }]\ngates:']],
    files: { 'new/one.csv': flats },
  },
  {
    what: 'a folder of files',
    spec: [['./flats.csv', './parts']],
    files: { 'parts/one.csv': flats, 'parts/two.csv': flats, 'parts/.DS_Store': 'x' },
  },
  { what: 'semicolons', files: { 'flats.csv': flats.replaceAll(',', ';') } },
  {
    what: 'a compressed file',
    spec: [['flats.csv', 'flats.csv.gz']],
    files: { 'flats.csv.gz': gzipSync(flats) },
  },
  {
    what: 'nested values that no feature names',
    spec: [['flats.csv', 'flats.ndjson']],
    files: {
      'flats.ndjson': upTo(40)
        .map((row) => JSON.stringify({ ...flat(row), address: { floor: row % 5 } }))
        .join('\n'),
    },
  },
];
