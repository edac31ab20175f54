import { readFileSync } from 'node:fs';
import { Sha256 } from '@aws-crypto/sha256-js';
import { APIGatewayClient, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SignatureV4 } from '@smithy/signature-v4';
import { millrace } from '../endToEnd/commandLine.ts';
import { type Driver, modelStack, type Outputs, outputOf } from '../endToEnd/driver.ts';
import { executionsOf } from '../endToEnd/executions.ts';
import { ask, bodyText } from '../endToEnd/http.ts';
import { type EmulatorName, emulatorNames } from './emulator.ts';
import { emulators } from './emulators.ts';
import { bucketFiles } from './files.ts';
import { Inbox } from './Inbox.ts';

/** What each emulator does not do, so that its checks are skipped there. */
const gaps: Readonly<Record<EmulatorName, Driver['gaps']>> = {
  ministack: {},
  localstack: { iam: 'LocalStack 4.14 lets unsigned requests pass routes that IAM guards' },
};

/** Speaks to an app that `run.ts` deployed, through the AWS SDK and HTTP alone. */
export async function openCloudDriver(): Promise<Driver> {
  const { target, url, outputs } = readDeployment();
  const models = Object.keys(outputs).filter((stack) => stack.startsWith(modelStack('')));
  const inbox = await Inbox.open(models.map((stack) => outputOf(outputs, stack, 'TopicArn')));
  const cloudWatch = new CloudWatchClient({});
  const sfn = new SFNClient({});
  const ownKey = await apiKey(outputOf(outputs, 'Millrace-Serving', 'ApiKeyId'));
  const api = outputOf(outputs, 'Millrace-Serving', 'ApiId');
  const address = (path: string) => emulators[target].restUrl(url, api, 'prod', path);
  return {
    name: target,
    outputs,
    gaps: gaps[target],
    ...executionsOf(sfn, outputs),
    ...bucketFiles(outputOf(outputs, 'Millrace-Data', 'ArtifactsUri')),
    request: (method, path, body, { key = ownKey } = {}) =>
      ask(address(path), method, body, key === null ? {} : { 'x-api-key': key }),
    async iamRequest(method, path, body) {
      return ask(
        address(path),
        method,
        body,
        await sign(sfn, method, new URL(address(path)), bodyText(body)),
      );
    },
    async alarmState(name) {
      const { MetricAlarms: [alarm] = [] } = await cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [name] }),
      );
      if (!alarm?.StateValue) throw new TypeError(`there is no alarm ${name}`);
      return alarm.StateValue;
    },
    notifications: (model) => inbox.received(outputOf(outputs, modelStack(model), 'TopicArn')),
    millrace: (...args) => millrace([...args, '--target', 'aws'], process.env),
    close: async () => {
      for (const client of [cloudWatch, sfn]) client.destroy();
    },
  };
}

function readDeployment(): { target: EmulatorName; url: string; outputs: Outputs } {
  const { MILLRACE_TARGET: target, MILLRACE_OUTPUTS: file, AWS_ENDPOINT_URL: url } = process.env;
  if (!emulatorNames.includes(target as EmulatorName) || !file || !url) {
    throw new TypeError(
      'there is no deployment to test: run `npm run test:cloud`, which makes one and sets the environment',
    );
  }
  return { target: target as EmulatorName, url, outputs: JSON.parse(readFileSync(file, 'utf8')) as Outputs };
}

async function apiKey(id: string): Promise<string> {
  const client = new APIGatewayClient({});
  const { value } = await client.send(new GetApiKeyCommand({ apiKey: id, includeValue: true }));
  client.destroy();
  if (!value) throw new TypeError(`the API key ${id} has no value`);
  return value;
}

/** Headers that sign a request with the credentials of an SDK client. */
async function sign(
  client: SFNClient,
  method: string,
  url: URL,
  body: string | undefined,
): Promise<Record<string, string>> {
  const { region, credentials } = client.config;
  const signer = new SignatureV4({
    service: 'execute-api',
    region: await region(),
    credentials,
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    port: Number(url.port),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  });
  const { host: _, ...rest } = headers;
  return rest;
}
