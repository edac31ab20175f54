import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { apiUrl } from '../../../cli/aws.ts';
import { uriOf } from '../../../cli/commands/batch.ts';
import { appRoot, type Context } from '../../../cli/context.ts';
import { Failed, Usage } from '../../../cli/failures.ts';
import { joinUrl, readAnswer } from '../../../cli/http.ts';
import { openTarget } from '../../../cli/openTarget.ts';
import { readSession } from '../../../cli/session.ts';
import { Terminal } from '../../../cli/terminal.ts';
import { buffer } from './terminal.ts';

let folder: string;
let context: Context;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-target-'));
  context = {
    terminal: new Terminal(buffer(), buffer(), {}),
    environment: {},
    directory: folder,
    root: appRoot,
  };
  mkdirSync(join(folder, 'data'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const options = { dataDir: 'data' };
const session = {
  url: 'http://127.0.0.1:1',
  apiKey: 'key',
  outputs: { 'Millrace-Model-housing': { PipelineArn: 'arn' } },
};
const write = (content: unknown) =>
  writeFileSync(
    join(folder, 'data/dev.json'),
    typeof content === 'string' ? content : JSON.stringify(content),
  );

/** Something that answers as the process with this id. */
async function answering(pid: number): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_, response) => response.end(JSON.stringify({ pid })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

test('a running local cloud is what commands talk to', async () => {
  const { url, close } = await answering(process.pid);
  write({ pid: process.pid, ...session, url });
  const target = await openTarget(context, options);
  expect(target).toMatchObject({ kind: 'local', url, apiKey: 'key' });
  expect(await target.models()).toEqual(['housing']);
  expect(await target.outputs('Millrace-Model-housing')).toEqual({ PipelineArn: 'arn' });
  await expect(target.outputs('Millrace-Model-other')).rejects.toMatchObject({ name: 'NotFound' });
  close();
});

test('a file that a dead process left behind counts for nothing', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  write({ pid, ...session });
  expect(await readSession(join(folder, 'data'))).toBeUndefined();
  await expect(openTarget(context, { ...options, target: 'local' })).rejects.toThrow(Failed);
});

test('nor does one whose process id or port another process has by now', async () => {
  write({ pid: process.pid, ...session });
  expect(await readSession(join(folder, 'data'))).toBeUndefined();
  const { url, close } = await answering(process.pid + 1);
  write({ pid: process.pid, ...session, url });
  expect(await readSession(join(folder, 'data'))).toBeUndefined();
  close();
});

test('neither does a file that is half written', async () => {
  write('{"pid": 12');
  expect(await readSession(join(folder, 'data'))).toBeUndefined();
});

test('an emulator answers for an API at its own address; AWS at the one in the outputs', () => {
  expect(apiUrl('abc', 'https://abc.execute-api.us-east-1.amazonaws.com/prod/', undefined)).toBe(
    'https://abc.execute-api.us-east-1.amazonaws.com/prod/',
  );
  expect(apiUrl('abc', 'ignored', 'http://127.0.0.1:4566/')).toBe(
    'http://127.0.0.1:4566/restapis/abc/prod/_user_request_',
  );
});

test('paths go below a base URL with a path of its own', () => {
  expect(joinUrl('https://host/prod/', '/v1/models')).toBe('https://host/prod/v1/models');
});

test.each([
  [400, { error: 'instances is empty' }, 'InvalidInput', 'instances is empty'],
  [404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'no such run' }, 'NotFound', 'no such run'],
  [409, { message: 'somebody was first' }, 'Conflict', 'somebody was first'],
  [429, { message: 'Too Many Requests' }, 'Transient', 'Too Many Requests'],
  [403, { message: 'Forbidden' }, 'Failed', '403 Forbidden'],
])('an answer of %i becomes the error it stands for', async (status, body, name, message) => {
  await expect(readAnswer(new Response(JSON.stringify(body), { status }))).rejects.toMatchObject({
    name,
    message,
  });
});

test('a batch on this machine takes paths; one on AWS takes S3 alone', () => {
  expect(uriOf(context, 'local', '--input', 'new rows.csv')).toBe(`file://${folder}/new%20rows.csv`);
  expect(uriOf(context, 'local', '--input', 's3://bucket/x')).toBe('s3://bucket/x');
  expect(() => uriOf(context, 'aws', '--input', 'new.csv')).toThrow(Usage);
});
