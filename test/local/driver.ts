import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SFNClient } from '@aws-sdk/client-sfn';
import { synthesize } from '../../cli/synthesize.ts';
import { startLocal } from '../../local/index.ts';
import { millrace } from '../endToEnd/commandLine.ts';
import { type Driver, modelStack, type Notification, type Outputs, outputOf } from '../endToEnd/driver.ts';
import { executionsOf } from '../endToEnd/executions.ts';
import { ask } from '../endToEnd/http.ts';

/** Where a local cloud answers. */
export interface Address {
  readonly url: string;
  readonly apiKey: string;
  readonly outputs: Outputs;
}

/** Synthesizes the app with the models of the suite and runs it here, on a folder of its own. */
export async function openLocalDriver(): Promise<Driver> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'));
  const assembly = join(folder, 'cdk.out');
  await synthesize({
    root: resolve('.'),
    assembly,
    models: resolve('test/endToEnd/models'),
    environment: process.env,
  });
  const cloud = await startLocal({ assembly, dataDir: join(folder, 'data'), port: 0 });
  const driver = connect(cloud, join(folder, 'data'));
  return {
    ...driver,
    async close() {
      await driver.close();
      await cloud.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Speaks to a local cloud, in this process or another. */
export function connect({ url, apiKey, outputs }: Address, dataDir: string): Driver {
  const sfn = new SFNClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const get = async <Body>(path: string) => (await ask(`${url}${path}`, 'GET', undefined, {})).body as Body;
  return {
    name: 'local',
    outputs,
    gaps: { iam: 'the local runner leaves the routes open that IAM guards: it serves one user on 127.0.0.1' },
    ...executionsOf(sfn, outputs),
    ...folderFiles(outputOf(outputs, 'Millrace-Data', 'ArtifactsUri')),
    millrace: (...args) => millrace([...args, '--data-dir', dataDir], process.env),
    request: (method, path, body, { key = apiKey } = {}) =>
      ask(`${url}${path}`, method, body, key === null ? {} : { 'x-api-key': key }),
    iamRequest: (method, path, body) => ask(`${url}${path}`, method, body, {}),
    async alarmState(name) {
      const alarms =
        await get<{ name: string; state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' }[]>('/_millrace/alarms');
      const alarm = alarms.find((one) => one.name === name);
      if (!alarm)
        throw new TypeError(
          `there is no alarm ${name}: there are ${alarms.map((one) => one.name).join(', ')}`,
        );
      return alarm.state;
    },
    async notifications(model) {
      const topic = outputOf(outputs, modelStack(model), 'TopicArn');
      return (await get<(Notification & { topic: string })[]>('/_millrace/notifications')).filter(
        (one) => one.topic === topic,
      );
    },
    async close() {
      sfn.destroy();
    },
  };
}

/** Files in the folder of artifacts. */
function folderFiles(artifacts: string): Pick<Driver, 'putFile' | 'readFile' | 'listFiles'> {
  return {
    async putFile(name, content) {
      const uri = `${artifacts}/end-to-end/${name}`;
      await mkdir(dirname(fileURLToPath(uri)), { recursive: true });
      await writeFile(fileURLToPath(uri), content);
      return uri;
    },
    readFile: (uri) => readFile(fileURLToPath(uri), 'utf8'),
    async listFiles(prefix) {
      const entries = await readdir(fileURLToPath(prefix), { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => pathToFileURL(join(entry.parentPath, entry.name)).href);
    },
  };
}
