import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../infra/build.ts';
import { environmentNames } from '../../layers/contracts/environment.ts';

describe('the bundles of the functions', () => {
  let folder: string;
  const bundleOf = (name: string) => join(folder, name, 'index.mjs');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bundles-'));
    bundleFunctions(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keep the prediction function under 500 KB, since every cold start reads and compiles all of it', () => {
    expect(statSync(bundleOf('predict')).size).toBeLessThan(500_000);
  });

  it('load where no package is installed, but for those that need the DuckDB layer', () => {
    const alone = readdirSync(folder).filter(
      (name) => !readFileSync(bundleOf(name), 'utf8').includes('@duckdb/node-api'),
    );
    expect(alone).toEqual(expect.arrayContaining(['predict', 'tracking', 'fit', 'monitor']));
    const urls = alone.map((name) => pathToFileURL(bundleOf(name)).href);
    const { table, artifacts, code } = environmentNames;
    const handlers = execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `for (const url of ${JSON.stringify(urls)}) console.log(typeof (await import(url)).handler)`,
      ],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { AWS_REGION: 'us-east-1', [table]: 'table', [artifacts]: 's3://bucket', [code]: 'hash' },
      },
    );
    expect(handlers.trim().split('\n')).toEqual(alone.map(() => 'function'));
  });
});
