import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signFile } from '../../../layers/contracts/signedFile.ts';
import { joinUri, openArtifacts } from '../../../layers/store/artifacts.ts';
import { openTransfers } from '../../../layers/store/openTransfers.ts';
import type { Transfers } from '../../../layers/store/transfers.ts';
import { SignedFiles } from '../../../local/gateway/SignedFiles.ts';
import { checkTransfers } from '../../contract/checkTransfers.ts';

describe('transfers of files', () => {
  const server = { url: '', key: 'secret' };
  let http: Server;
  let folder: string;
  let base: string;
  let transfers: Transfers;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transfers of files-'));
    base = pathToFileURL(folder).href;
    const files = new SignedFiles(server);
    http = createServer((request, response) => {
      files.serve(files.grantOf(request.url!), request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    server.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    transfers = openTransfers(server);
  });
  afterAll(async () => {
    http.closeAllConnections();
    http.close();
    await rm(folder, { recursive: true });
  });

  checkTransfers(() => ({ transfers, base }));

  test('a URL is good for its method, its file and its time', async () => {
    const uri = joinUri(base, 'granted.txt');
    await openArtifacts().put(uri, 'granted');
    const until = Date.now() + 60_000;
    const url = signFile(server, { method: 'GET', uri, until });
    expect(await (await fetch(url)).text()).toBe('granted');
    const bad = [
      url.replace('granted.txt', 'other.txt'),
      url.replace(/until=\d+/, `until=${until + 1}`),
      url.replace('method=GET', 'method=PUT'),
      url.replace(/&signature=.*/, ''),
      signFile({ ...server, key: 'another' }, { method: 'GET', uri, until }),
      signFile(server, { method: 'GET', uri, until: Date.now() - 1 }),
    ];
    for (const one of bad) expect((await fetch(one)).status, one).toBe(403);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
    expect((await fetch(url, { headers: { range: 'bytes=7-' } })).status).toBe(416);
    expect(await (await fetch(url, { headers: { range: 'bytes=-3' } })).text()).toBe('ted');
  });

  test('a body that breaks off leaves what was there and no debris', async () => {
    const uri = joinUri(base, 'broken/off.txt');
    await openArtifacts().put(uri, 'before');
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(100_000)),
      pull: (controller) => {
        controller.error(new Error('gone'));
      },
    });
    const url = await transfers.urlToPut(uri);
    await expect(fetch(url, { method: 'PUT', body, duplex: 'half' } as RequestInit)).rejects.toThrow();
    await expect.poll(() => readdir(join(folder, 'broken'))).toEqual(['off.txt']);
    expect(new TextDecoder().decode(await openArtifacts().get(uri))).toBe('before');
  });

  test('completing again after an answer that was lost does nothing', async () => {
    const uri = joinUri(base, 'twice.bin');
    const { uploadId, urls } = await transfers.createParts(uri, 1);
    const etag = (await fetch(urls[0]!, { method: 'PUT', body: 'whole' })).headers.get('etag')!;
    for (const _ of [1, 2]) await transfers.completeParts(uri, uploadId, [{ number: 1, etag }]);
    expect(new TextDecoder().decode(await openArtifacts().get(uri))).toBe('whole');
  });

  test('an id that is none of an upload leads nowhere', async () => {
    const uri = joinUri(base, 'a.bin');
    for (const id of ['', '../x', 'x'.repeat(36)])
      await expect(transfers.completeParts(uri, id, [])).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('where nobody serves files, large ones are refused', async () => {
    await expect(openTransfers().urlToGet(joinUri(base, 'a.bin'), 'a.bin')).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});
