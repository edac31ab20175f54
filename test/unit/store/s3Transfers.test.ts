import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { s3Transfers } from '../../../layers/store/s3Transfers.ts';

const secret = 'secret/of+mine';

/** What S3 would answer, and what it was asked. Whether its rules hold for objects is for `checkTransfers` to show on an emulator. */
describe('transfers of objects', () => {
  let server: Server;
  let host: string;
  let asked: { method: string; url: string; body: string }[];
  let answer: (request: IncomingMessage, url: URL) => { status?: number; body?: string };

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      asked.push({ method: request.method!, url: request.url!, body: await text(request) });
      const { status = 200, body = '' } = answer(request, new URL(request.url!, `http://${host}`));
      response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://${host}`);
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
    vi.stubEnv('AWS_SESSION_TOKEN', 'a+token/of=time');
  });
  beforeEach(() => {
    asked = [];
    answer = () => ({});
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.close();
  });

  test('URLs are signed as S3 checks them', async () => {
    const get = new URL(await s3Transfers().urlToGet("s3://b/a b/é#?'(1).bin", 'ü "x".bin'));
    expect(get.pathname).toBe('/b/a%20b/%C3%A9%23%3F%27%281%29.bin');
    expect(get.searchParams.get('response-content-disposition')).toBe(
      "attachment; filename*=UTF-8''%C3%BC%20%22x%22.bin",
    );
    expect(get.searchParams.get('X-Amz-Expires')).toBe('300');
    expect(get.searchParams.get('X-Amz-Signature')).toBe(signatureOf('GET', get));
    const put = new URL(await s3Transfers().urlToPut('s3://b/c'));
    expect(put.searchParams.get('X-Amz-Signature')).toBe(signatureOf('PUT', put));
  });

  test('each part has a URL of its own', async () => {
    answer = () => ({
      body: '<InitiateMultipartUploadResult><UploadId>id+1</UploadId></InitiateMultipartUploadResult>',
    });
    const { uploadId, urls } = await s3Transfers().createParts('s3://b/c', 3);
    expect(uploadId).toBe('id+1');
    expect(urls).toHaveLength(3);
    for (const [index, text] of urls.entries()) {
      const url = new URL(text);
      expect(url.searchParams.get('partNumber')).toBe(String(index + 1));
      expect(url.searchParams.get('uploadId')).toBe('id+1');
      expect(url.searchParams.get('X-Amz-Signature')).toBe(signatureOf('PUT', url));
    }
  });

  test('what S3 says of an upload is told by its kind', async () => {
    const says = (status: number, code: string) => {
      answer = () => ({ status, body: `<Error><Code>${code}</Code><Message>said</Message></Error>` });
    };
    const complete = () => s3Transfers().completeParts('s3://b/c', 'id', [{ number: 1, etag: '"e"' }]);
    says(404, 'NoSuchUpload');
    await expect(complete()).rejects.toMatchObject({ name: 'NotFound' });
    await s3Transfers().abortParts('s3://b/c', 'id');
    says(400, 'InvalidPart');
    await expect(complete()).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(asked[0]!.body).toContain('<Part><ETag>&quot;e&quot;</ETag><PartNumber>1</PartNumber></Part>');
  });

  test('a page of a folder begins behind the folder that ended the last one', async () => {
    answer = (_, url) => ({
      body: url.searchParams.has('start-after')
        ? '<ListBucketResult><Contents><Key>m/é</Key><Size>7</Size></Contents></ListBucketResult>'
        : '<ListBucketResult><NextContinuationToken>t</NextContinuationToken><CommonPrefixes><Prefix>m/a/</Prefix></CommonPrefixes></ListBucketResult>',
    });
    const first = await s3Transfers().folder('s3://b/m', { limit: 1 });
    expect(first).toEqual({ entries: [{ name: 'a', isFolder: true }], next: 'a/' });
    expect(await s3Transfers().folder('s3://b/m', { limit: 1, after: 'a/' })).toEqual({
      entries: [{ name: 'é', isFolder: false, size: 7 }],
    });
    const query = new URL(asked[1]!.url, `http://${host}`).searchParams;
    expect(query.get('start-after')).toBe('m/a/\u{10ffff}');
    expect([query.get('prefix'), query.get('delimiter'), query.get('max-keys')]).toEqual(['m/', '/', '1']);
  });

  test('a folder is deleted page by page until nothing is left', async () => {
    let left = 2;
    answer = ({ method }) => ({
      body:
        method === 'GET' && left-- > 0
          ? '<ListBucketResult><Contents><Key>m/1</Key></Contents><Contents><Key>m/2</Key></Contents></ListBucketResult>'
          : '<ListBucketResult/>',
    });
    await s3Transfers().deleteAll('s3://b/m');
    const deleted = asked
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => body.match(/<Key>[^<]*/g));
    expect(deleted).toEqual([['<Key>m'], ['<Key>m/1', '<Key>m/2'], ['<Key>m/1', '<Key>m/2']]);
  });
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function signatureOf(method: string, url: URL): string {
  const quote = (value: string) =>
    encodeURIComponent(value).replace(
      /[!'()*]/g,
      (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${quote(name)}=${quote(value)}`)
    .sort()
    .join('&');
  const date = url.searchParams.get('X-Amz-Date')!;
  const scope = `${date.slice(0, 8)}/eu-central-1/s3/aws4_request`;
  const request = [method, url.pathname, query, `host:${url.host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const digest = createHash('sha256').update(request).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, digest].join('\n');
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return createHmac('sha256', key).update(toSign).digest('hex');
}
