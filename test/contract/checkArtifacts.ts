import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { joinUri, openArtifacts } from '../../layers/store/artifacts.ts';

/** What every implementation of `ArtifactStore` promises; `base` is a URI under which it may write. */
export function checkArtifacts(base: () => string): void {
  const artifacts = openArtifacts();
  const fresh = () => joinUri(base(), randomUUID());
  const text = async (uri: string) => new TextDecoder().decode(await artifacts.get(uri));

  test('what was put is what is got, text and bytes', async () => {
    const folder = fresh();
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251);
    await artifacts.put(joinUri(folder, 'deep/er/text.txt'), 'grüße ✓');
    await artifacts.put(joinUri(folder, 'bytes.bin'), bytes);
    expect(await text(joinUri(folder, 'deep/er/text.txt'))).toBe('grüße ✓');
    expect(Buffer.compare(await artifacts.get(joinUri(folder, 'bytes.bin')), bytes)).toBe(0);
  });

  test('what was deleted is gone, and may be deleted again', async () => {
    const uri = joinUri(fresh(), 'a.txt');
    await artifacts.put(uri, 'here');
    await artifacts.delete(uri);
    expect(await artifacts.exists(uri)).toBe(false);
    await artifacts.delete(uri);
  });

  test('a second put replaces the first', async () => {
    const uri = joinUri(fresh(), 'a.txt');
    await artifacts.put(uri, 'a long first text');
    await artifacts.put(uri, 'second');
    expect(await text(uri)).toBe('second');
  });

  test('a missing artifact is NotFound and names its URI', async () => {
    const folder = fresh();
    const uri = joinUri(folder, 'none.txt');
    await expect(artifacts.get(uri)).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringContaining(uri),
    });
    await expect(artifacts.download(uri, join(tmpdir(), randomUUID()))).rejects.toMatchObject({
      name: 'NotFound',
    });
    expect(await artifacts.exists(uri)).toBe(false);
    expect(await artifacts.list(folder)).toEqual([]);
  });

  test('a list has every file below a folder, in order, and none of a folder that begins alike', async () => {
    const folder = fresh();
    await artifacts.put(joinUri(folder, 'data/b.txt'), '12');
    await artifacts.put(joinUri(folder, 'data/a/c.txt'), '345');
    await artifacts.put(joinUri(folder, 'database.txt'), 'no');
    const expected = [
      { uri: joinUri(folder, 'data/a/c.txt'), size: 3 },
      { uri: joinUri(folder, 'data/b.txt'), size: 2 },
    ];
    expect(await artifacts.list(joinUri(folder, 'data'))).toEqual(expected);
    expect(await artifacts.list(`${joinUri(folder, 'data')}/`)).toEqual(expected);
  });

  test('names may hold what URIs reserve', async () => {
    const uri = joinUri(fresh(), 'a b#1?.txt');
    await artifacts.put(uri, 'odd');
    expect(await artifacts.exists(uri)).toBe(true);
    expect(await text(uri)).toBe('odd');
  });

  test('files go up and come down as they are', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'artifacts-'));
    try {
      const bytes = Buffer.alloc(6_000_000, 'millrace ');
      await writeFile(join(folder, 'up.bin'), bytes);
      const uri = joinUri(fresh(), 'up.bin');
      await artifacts.upload(join(folder, 'up.bin'), uri);
      await artifacts.download(uri, join(folder, 'new/down.bin'));
      expect(Buffer.compare(await readFile(join(folder, 'new/down.bin')), bytes)).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('a reader sees one whole write among many', async () => {
    const uri = joinUri(fresh(), 'busy.txt');
    const versions = Array.from({ length: 12 }, (_, i) => String(i % 10).repeat(50_000));
    await artifacts.put(uri, versions[0]!);
    const reads = Array.from({ length: 24 }, () => text(uri));
    const writes = versions.map((version) => artifacts.put(uri, version));
    for (const seen of await Promise.all(reads)) expect(versions.includes(seen)).toBe(true);
    await Promise.all(writes);
    expect(versions).toContain(await text(uri));
  });
}
