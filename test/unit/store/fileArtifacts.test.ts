import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joinUri, openArtifacts } from '../../../layers/store/artifacts.ts';
import { checkArtifacts } from '../../contract/checkArtifacts.ts';

describe('artifacts in files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'artifacts of file-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  checkArtifacts(() => pathToFileURL(folder).href);

  test('a write that fails leaves what was there and no debris', async () => {
    const base = joinUri(pathToFileURL(folder).href, 'failing');
    await openArtifacts().put(joinUri(base, 'a.txt'), 'before');
    await expect(
      openArtifacts().upload(join(folder, 'no such file'), joinUri(base, 'a.txt')),
    ).rejects.toThrow();
    expect(await openArtifacts().list(base)).toEqual([{ uri: joinUri(base, 'a.txt'), size: 6 }]);
  });

  test('a fault that is not absence is not taken for it', async () => {
    await writeFile(join(folder, 'plain'), 'x');
    const below = joinUri(pathToFileURL(folder).href, 'plain/below.txt');
    expect(await openArtifacts().exists(below)).toBe(false);
    await expect(openArtifacts().put(below, 'x')).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});

describe('URIs', () => {
  test('an unknown scheme is refused with the ones there are', async () => {
    await expect(openArtifacts().get('gs://bucket/key')).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('s3://'),
    });
    await expect(openArtifacts().get('/plain/path')).rejects.toMatchObject({ name: 'InvalidInput' });
    await expect(openArtifacts().get('s3://')).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  test('parts are joined by single slashes', () => {
    expect(joinUri('s3://bucket/', '/a/', 'b/c')).toBe('s3://bucket/a/b/c');
    expect(joinUri('s3://bucket', 'a#b')).toBe('s3://bucket/a#b');
    expect(joinUri('file:///dir', 'a#b')).toBe('file:///dir/a%23b');
  });
});
