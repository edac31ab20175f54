import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileArtifacts } from '../../../layers/store/fileArtifacts.ts';
import { filesAt } from '../../../layers/store/filesAt.ts';

describe('filesAt', () => {
  const folder = mkdtempSync(join(tmpdir(), 'files-'));
  const base = pathToFileURL(folder).href;
  const artifacts = fileArtifacts();

  beforeAll(async () => {
    for (const name of ['2026-02.csv', '2026-01.csv', '2025-12.csv.gz', 'notes.md', 'deep/2026-01.parquet'])
      await artifacts.put(`${base}/visits/${name}`, 'x');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['one file', 'visits/2026-01.csv', ['2026-01.csv']],
    ['a folder', 'visits/', ['2025-12.csv.gz', '2026-01.csv', '2026-02.csv', 'deep-2026-01.parquet']],
    ['a folder without its slash', 'visits/deep', ['2026-01.parquet']],
    ['a glob', 'visits/2026-*.csv', ['2026-01.csv', '2026-02.csv']],
    ['a glob over folders', 'visits/*/2026-*.parquet', ['deep-2026-01.parquet']],
    ['a choice', 'visits/2026-{01,03}.csv', ['2026-01.csv']],
    ['a glob that matches nothing', 'visits/2024-*.csv', []],
    ['a file that is not there', 'visits/2024-01.csv', []],
    ['a folder that is not there', 'visitors/', []],
  ])('%s', async (_, uri, names) => {
    const files = await filesAt(artifacts, `${base}/${uri}`);
    expect(files.map(({ name }) => name)).toEqual(names);
  });

  test('gives the URI of each', async () => {
    expect(await filesAt(artifacts, `${base}/visits/2026-0[12].csv`)).toEqual([
      { name: '2026-01.csv', uri: `${base}/visits/2026-01.csv` },
      { name: '2026-02.csv', uri: `${base}/visits/2026-02.csv` },
    ]);
  });
});
