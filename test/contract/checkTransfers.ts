import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { joinUri, openArtifacts } from '../../layers/store/artifacts.ts';
import type { Transfers } from '../../layers/store/transfers.ts';

/** What every implementation of `Transfers` promises; `base` is a URI under which it may write. */
export function checkTransfers(open: () => { readonly transfers: Transfers; readonly base: string }): void {
  const artifacts = openArtifacts();
  const fresh = () => {
    const { transfers, base } = open();
    return { transfers, folder: joinUri(base, randomUUID()) };
  };
  const bytes = (length: number, seed = 0) => Uint8Array.from({ length }, (_, i) => (i * 7 + seed) % 251);
  const upload = (url: string, body: Uint8Array) => fetch(url, { method: 'PUT', body: Buffer.from(body) });
  const isMissing = { name: 'NotFound' };

  test('a folder has its files with sizes and its folders, and nothing below them', async () => {
    const { transfers, folder } = fresh();
    await artifacts.put(joinUri(folder, 'b.txt'), '12');
    await artifacts.put(joinUri(folder, 'a/deep/c.txt'), '345');
    await artifacts.put(joinUri(folder, 'a-b.txt'), '');
    await artifacts.put(joinUri(folder, 'x.partial'), '1');
    expect(await transfers.folder(folder)).toEqual({
      entries: [
        { name: 'a-b.txt', isFolder: false, size: 0 },
        { name: 'a', isFolder: true },
        { name: 'b.txt', isFolder: false, size: 2 },
        { name: 'x.partial', isFolder: false, size: 1 },
      ],
    });
    expect(await transfers.folder(joinUri(folder, 'b.txt'))).toEqual({ entries: [] });
    expect(await transfers.folder(joinUri(folder, 'none'))).toEqual({ entries: [] });
  });

  test('pages of a folder have everything once', async () => {
    const { transfers, folder } = fresh();
    const names = ['a', 'a-', 'a.txt', 'b', 'c d', 'é'];
    for (const name of names) await artifacts.put(joinUri(folder, name, 'in/it.txt'), name);
    await artifacts.put(joinUri(folder, 'a0'), '1');
    for (const limit of [1, 2, 3, 10]) {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await transfers.folder(folder, { limit, ...(after !== undefined && { after }) });
        expect(page.entries.length).toBeLessThanOrEqual(limit);
        seen.push(...page.entries.map(({ name }) => name));
        after = page.next;
      } while (after !== undefined);
      expect(seen).toEqual(['a-', 'a.txt', 'a', 'a0', 'b', 'c d', 'é']);
    }
  });

  test('a file is read when it is small, and measured when it is not', async () => {
    const { transfers, folder } = fresh();
    const uri = joinUri(folder, 'a/b.bin');
    await artifacts.put(uri, bytes(1000));
    expect(Buffer.compare((await transfers.read(uri, 1000)).body!, bytes(1000))).toBe(0);
    expect(await transfers.read(uri, 999)).toEqual({ size: 1000 });
    await expect(transfers.read(joinUri(folder, 'a'), 9)).rejects.toMatchObject({ name: 'InvalidInput' });
    await expect(transfers.read(joinUri(folder, 'a/c'), 9)).rejects.toMatchObject(isMissing);
    await expect(transfers.read(joinUri(folder, 'a/b.bin/c'), 9)).rejects.toMatchObject(isMissing);
  });

  test('deleting takes a file or a whole folder, and nothing that begins alike', async () => {
    const { transfers, folder } = fresh();
    for (const path of ['a/b/1.txt', 'a/b/c/2.txt', 'a/bc.txt', 'd.txt'])
      await artifacts.put(joinUri(folder, path), path);
    for (const path of ['a/b', 'd.txt', 'none', 'a/bc.txt/x'])
      await transfers.deleteAll(joinUri(folder, path));
    expect((await artifacts.list(folder)).map(({ uri }) => uri)).toEqual([joinUri(folder, 'a/bc.txt')]);
  });

  test('signed URLs give and take a file, and ranges of it', async () => {
    const { transfers, folder } = fresh();
    const uri = joinUri(folder, 'deep/a b%20é.bin');
    const body = bytes(300_000);
    expect((await upload(await transfers.urlToPut(uri), body)).status).toBe(200);
    expect(Buffer.compare(await artifacts.get(uri), body)).toBe(0);
    const url = await transfers.urlToGet(uri, 'a b.bin');
    expect(Buffer.compare(Buffer.from(await (await fetch(url)).arrayBuffer()), body)).toBe(0);
    const part = await fetch(url, { headers: { range: 'bytes=10-19' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/300000']);
    expect(Buffer.compare(Buffer.from(await part.arrayBuffer()), body.slice(10, 20))).toBe(0);
  });

  test('parts become a file in their order, which is seen whole or not at all', async () => {
    const { transfers, folder } = fresh();
    const uri = joinUri(folder, 'big.bin');
    const { uploadId, urls } = await transfers.createParts(uri, 2);
    const sent = [bytes(5 * 1024 * 1024, 1), bytes(1000, 2)];
    const parts = await Promise.all(
      urls.map(async (url, index) => {
        const answer = await upload(url, sent[index]!);
        return { number: index + 1, etag: answer.headers.get('etag')! };
      }),
    );
    expect(await artifacts.exists(uri)).toBe(false);
    expect(await artifacts.list(folder)).toEqual([]);
    expect(await transfers.folder(folder)).toEqual({ entries: [] });
    await transfers.completeParts(uri, uploadId, parts);
    expect(Buffer.compare(await artifacts.get(uri), Buffer.concat(sent))).toBe(0);
    expect(await artifacts.list(folder)).toHaveLength(1);
  });

  test('an upload that was aborted cannot be completed, and one that lacks a part neither', async () => {
    const { transfers, folder } = fresh();
    const uri = joinUri(folder, 'big.bin');
    const { uploadId, urls } = await transfers.createParts(uri, 2);
    const etag = (await upload(urls[0]!, bytes(100))).headers.get('etag')!;
    const lacking = [
      { number: 1, etag },
      { number: 2, etag },
    ];
    await expect(transfers.completeParts(uri, uploadId, lacking)).rejects.toMatchObject({
      name: 'InvalidInput',
    });
    await transfers.abortParts(uri, uploadId);
    await transfers.abortParts(uri, uploadId);
    await expect(transfers.completeParts(uri, uploadId, [{ number: 1, etag }])).rejects.toMatchObject(
      isMissing,
    );
    expect(await artifacts.exists(uri)).toBe(false);
  });
}
