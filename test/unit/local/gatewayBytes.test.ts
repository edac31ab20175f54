import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signFile } from '../../../layers/contracts/signedFile.ts';
import type { Invocation } from '../../../local/functions/LocalFunction.ts';
import { Gateway } from '../../../local/gateway/Gateway.ts';
import type { ProxyEvent } from '../../../local/gateway/proxyEvent.ts';
import { SignedFiles } from '../../../local/gateway/SignedFiles.ts';

const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
const large = Buffer.alloc(12 * 1024 * 1024, 'abc');

describe('the gateway of an API that bears bytes', () => {
  const server = { url: '', key: 'secret' };
  let gateway: Gateway;
  let folder: string;
  let events: ProxyEvent[];
  let answer: (event: ProxyEvent) => unknown;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-bytes-'));
    events = [];
    const invoke = async (_: string, event: unknown): Promise<Invocation> => {
      events.push(event as ProxyEvent);
      return { result: answer(event as ProxyEvent), milliseconds: 1 };
    };
    gateway = new Gateway({
      routes: [{ resource: '/api/{proxy+}', method: 'ANY', needsKey: false, function: 'arn', timeout: 1500 }],
      apiKey: 'key',
      binary: true,
      files: new SignedFiles(server),
      invoke,
      own: () => undefined,
      measured: () => {},
    });
    server.url = `http://127.0.0.1:${await gateway.listen(0)}`;
  });
  afterEach(async () => {
    await gateway.close();
    await rm(folder, { recursive: true });
  });

  const ask = (method: string, body?: Uint8Array<ArrayBuffer>) =>
    fetch(`${server.url}/api/x`, { method, ...(body && { body }) });
  const signed = (method: 'GET' | 'PUT', name: string) =>
    signFile(server, { method, uri: pathToFileURL(join(folder, name)).href, until: Date.now() + 60_000 });

  it('hands bodies over in base64, and takes them so', async () => {
    answer = ({ body }) => ({ statusCode: 200, body, isBase64Encoded: true });
    const given = await ask('POST', bytes);
    expect(new Uint8Array(await given.arrayBuffer())).toEqual(bytes);
    expect(events[0]).toMatchObject({ isBase64Encoded: true, body: Buffer.from(bytes).toString('base64') });
    answer = () => ({ statusCode: 200, body: 'plain' });
    expect(await (await ask('GET')).text()).toBe('plain');
    expect(events[1]).toMatchObject({ isBase64Encoded: false, body: null });
  });

  it('lets a large body flow to where the function says, and hands over its headers alone', async () => {
    answer = () => ({ statusCode: 307, headers: { location: signed('PUT', 'deep/up.bin') } });
    const put = await ask('PUT', large);
    expect([put.status, put.headers.get('location'), await put.json()]).toEqual([200, null, {}]);
    expect(large.equals(await readFile(join(folder, 'deep/up.bin')))).toBe(true);
    expect(events[0]).toMatchObject({ body: null, headers: { 'content-length': String(large.length) } });
  });

  it('gives a large file itself where the function says, with its headers', async () => {
    await writeFile(join(folder, 'down.bin'), large);
    const multiValueHeaders = { location: [signed('GET', 'down.bin')], 'content-type': ['image/png'] };
    answer = () => ({ statusCode: 302, multiValueHeaders, body: '' });
    const got = await fetch(`${server.url}/api/x`, { redirect: 'manual' });
    expect([got.status, got.headers.get('content-type'), got.headers.get('location')]).toEqual([
      200,
      'image/png',
      null,
    ]);
    expect(large.equals(Buffer.from(await got.arrayBuffer()))).toBe(true);
  });

  it('answers what the function says of a large body that goes nowhere, and works on', async () => {
    answer = () => ({ statusCode: 400, body: 'no' });
    const refused = await ask('PUT', large);
    expect([refused.status, await refused.text()]).toEqual([400, 'no']);
    answer = () => ({ statusCode: 302, headers: { location: 'http://elsewhere/' }, body: '' });
    const redirected = await fetch(`${server.url}/api/x`, { redirect: 'manual' });
    expect([redirected.status, redirected.headers.get('location')]).toEqual([302, 'http://elsewhere/']);
    expect((await ask('POST', large)).status).toBe(413);
  });
});
