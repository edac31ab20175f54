import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPipeline } from '../../../functions/monitor/startPipeline.ts';

const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:housing';
const names = new Set<string>();
const inputs: string[] = [];

/** Step Functions' wire protocol, as far as StartExecution goes: a name of a closed execution is not taken again. */
let server: Server;
let client: SFNClient;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { name, input, stateMachineArn } = JSON.parse(text) as Record<string, string>;
    const [status, body] =
      stateMachineArn !== arn
        ? [400, { __type: 'StateMachineDoesNotExist', message: 'no such machine' }]
        : names.has(name!)
          ? [400, { __type: 'ExecutionAlreadyExists', message: `${name} exists` }]
          : [200, { executionArn: `${arn}:${name}`, startDate: 1 }];
    names.add(name!);
    inputs.push(input!);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new SFNClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

test('a name that was started before is as good as started', async () => {
  await startPipeline(arn, 'drift-v1-7', client);
  await startPipeline(arn, 'drift-v1-7', client);
  expect(names).toEqual(new Set(['drift-v1-7']));
  expect(inputs).toEqual(['{"trigger":"drift"}', '{"trigger":"drift"}']);
});

test('another failure is one', async () => {
  await expect(startPipeline(`${arn}-2`, 'drift-v1-8', client)).rejects.toMatchObject({
    name: 'StateMachineDoesNotExist',
  });
});
