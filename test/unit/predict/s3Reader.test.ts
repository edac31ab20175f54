import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { s3Reader } from '../../../functions/predict/s3Reader.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const { config } = new DynamoDBClient({ region: 'eu-west-1', credentials });
const uri = "s3://bucket/models/rent/a b+c'(é)/pipeline.json";

let server: Server;
let endpoint: string;
let requests: IncomingMessage[];
let answers: ((response: ServerResponse) => void)[];

const ok = (response: ServerResponse) => response.end('{"format":"millrace-pipeline"}');
const status = (code: number) => (response: ServerResponse) => response.writeHead(code).end('<Error/>');

beforeEach(async () => {
  requests = [];
  answers = [];
  server = createServer((request, response) => {
    requests.push(request);
    (answers.shift() ?? ok)(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const read = async (from = uri) => new TextDecoder().decode(await s3Reader(config, endpoint).get(from));

test("asks for the same object as the SDK's client, signed with the same credentials and scope", async () => {
  expect(await read()).toBe('{"format":"millrace-pipeline"}');
  const client = new S3Client({ region: 'eu-west-1', credentials, endpoint, forcePathStyle: true });
  await client.send(new GetObjectCommand({ Bucket: 'bucket', Key: uri.slice('s3://bucket/'.length) }));
  const [ours, theirs] = requests as [IncomingMessage, IncomingMessage];
  expect(ours.method).toBe('GET');
  expect(ours.url).toBe(theirs.url!.split('?')[0]);
  for (const name of ['host', 'x-amz-content-sha256', 'x-amz-security-token']) {
    expect(ours.headers[name]).toBe(theirs.headers[name]);
  }
  const scope = /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/s3\/aws4_request, /;
  expect(ours.headers.authorization).toMatch(scope);
  expect(theirs.headers.authorization).toMatch(scope);
  expect(ours.headers.authorization).toMatch(/SignedHeaders=host;x-amz-/);
});

describe('what heals is tried three times', () => {
  test.each([500, 503, 429])('%i', async (code) => {
    answers = [status(code), status(code), ok];
    expect(await read()).toContain('millrace-pipeline');
    expect(requests).toHaveLength(3);
  });

  test('a connection that breaks', async () => {
    answers = [(response) => response.destroy(), ok];
    expect(await read()).toContain('millrace-pipeline');
  });

  test('and is Transient after that', async () => {
    answers = [status(503), status(503), status(503), ok];
    await expect(read()).rejects.toMatchObject({
      name: 'Transient',
      message: expect.stringContaining('503'),
    });
    expect(requests).toHaveLength(3);
  });
});

test('what is not there is NotFound, and what is forbidden is told as it is; neither is tried again', async () => {
  answers = [status(404), status(403)];
  await expect(read()).rejects.toMatchObject({ name: 'NotFound', message: expect.stringContaining(uri) });
  await expect(read()).rejects.toMatchObject({ name: 'Error', message: expect.stringContaining('403') });
  expect(requests).toHaveLength(2);
});

test.each(['s3://bucket', 's3://bucket/', 'file:///models/pipeline.json'])(
  '%s names no object',
  async (wrong) => {
    await expect(read(wrong)).rejects.toMatchObject({ name: 'InvalidInput' });
  },
);
