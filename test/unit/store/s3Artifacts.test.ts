import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { s3Artifacts } from '../../../layers/store/s3Artifacts.ts';

/** What a bucket that refuses, or has not, answers: status and S3's error code, by the first part of the key. */
const answers: Readonly<Record<string, readonly [number, string]>> = {
  refused: [403, 'AccessDenied'],
  unknown: [403, 'InvalidAccessKeyId'],
  missing: [404, 'NoSuchKey'],
};

describe('objects that cannot be read', () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const [, , which = ''] = request.url!.split(/[/?]/);
      const [status, code] = answers[which] ?? [500, 'InternalError'];
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(request.method === 'HEAD' ? undefined : `<Error><Code>${code}</Code></Error>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  });

  afterAll(() => {
    vi.unstubAllEnvs();
    server.close();
  });

  it('say which, and where access is given, when S3 refuses', async () => {
    const refused = {
      name: 'InvalidInput',
      message: expect.stringMatching(/s3:\/\/b\/refused.*batchBuckets/s),
    };
    await expect(s3Artifacts().get('s3://b/refused/x.csv')).rejects.toMatchObject(refused);
    await expect(s3Artifacts().exists('s3://b/refused/x.csv')).rejects.toMatchObject(refused);
    await expect(s3Artifacts().get('s3://b/unknown/x.csv')).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('InvalidAccessKeyId'),
    });
  });

  it('are not found when there are none', async () => {
    await expect(s3Artifacts().get('s3://b/missing/x.csv')).rejects.toMatchObject({
      name: 'NotFound',
      message: 'there is no artifact at s3://b/missing/x.csv',
    });
    expect(await s3Artifacts().exists('s3://b/missing/x.csv')).toBe(false);
  });
});
