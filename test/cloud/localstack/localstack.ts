import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvalidInput } from '../../../layers/contracts/errors.ts';
import { type Emulator, plainEnvironment } from '../emulator.ts';
import { answers, type CommandOptions, freePort, outputOf, run, Server } from '../processes.ts';
import { findPython, virtualEnvironment } from '../python.ts';

const here = import.meta.dirname;

/** The last version that needs no token (Apache-2.0). */
const version = '4.14.0';

/**
 * LocalStack: the one at AWS_ENDPOINT_URL when one answers there, with Docker or however it runs; else in host mode,
 * with functions as processes (`launch.py`).
 */
export const localstack: Emulator = {
  restUrl: (url, api, stage, path) => `${url}/_aws/execute-api/${api}/${stage}${path}`,

  async setUp({ folder, signal }) {
    if (await running()) return;
    const python = needed();
    const options = { log: join(folder, 'setup.log'), environment: { ...process.env }, signal };
    await virtualEnvironment(join(folder, 'venv'), python, join(here, 'requirements.txt'), options);
    for (const name of ['dynamodb-local', 'jsonata'])
      await fetchJars(name, join(folder, 'jars', name), options);
  },

  async start({ folder }) {
    const url = await running();
    if (!url) return startHere(folder);
    await refuseDeployment(url);
    return { url, stop: async () => {}, kill: () => {} };
  },
};

/** Copies what a file of dependencies names, and what that needs, from Maven Central; once. */
async function fetchJars(name: string, folder: string, options: CommandOptions): Promise<void> {
  const mark = join(folder, 'complete');
  if (existsSync(mark)) return;
  const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
  await run(
    'mvn',
    ['-q', '-B', '-f', join(here, `${name}.pom.xml`), copy, `-DoutputDirectory=${folder}`],
    options,
  );
  writeFileSync(mark, '');
}

async function startHere(folder: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // Outside the repository, whose packages a function must not find.
  const temporary = mkdtempSync(join(tmpdir(), 'localstack-'));
  const files = join(folder, 'files');
  mkdirSync(files, { recursive: true });
  const log = join(folder, 'emulator.log');
  const server = new Server(join(folder, 'venv/bin/python'), [join(here, 'launch.py')], {
    log,
    environment: {
      ...plainEnvironment(),
      TMPDIR: temporary,
      PYTHONDONTWRITEBYTECODE: '1',
      JARS: join(folder, 'jars'),
      DYNAMODB_IN_MEMORY: '1',
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      LOCALSTACK_HOST: `127.0.0.1:${port}`,
      // What it writes lies here, and not in /var/lib even where this is a container.
      FILESYSTEM_ROOT: files,
      OVERRIDE_IN_DOCKER: '0',
      // Nothing is sent or fetched that is not needed.
      DISABLE_EVENTS: '1',
      SKIP_SSL_CERT_DOWNLOAD: '1',
      DNS_ADDRESS: '0',
      SQS_ENDPOINT_STRATEGY: 'path',
      // A Map leaves a process for each iteration: idle ones end after this many milliseconds.
      LAMBDA_KEEPALIVE_MS: '30000',
    },
  });
  const kill = () => {
    server.kill();
    rmSync(temporary, { recursive: true, force: true });
  };
  try {
    await server.ready(`${url}/_localstack/health`, 120);
  } catch (error) {
    kill();
    throw error;
  }
  return { url, log, stop: () => server.stop().finally(kill), kill };
}

/** The LocalStack at AWS_ENDPOINT_URL, when one answers there. */
async function running(): Promise<string | undefined> {
  const url = process.env.AWS_ENDPOINT_URL?.replace(/\/+$/, '');
  return url && (await answers(`${url}/_localstack/health`)) ? url : undefined;
}

/** @throws InvalidInput when the app is deployed there: the suite counts versions, and deploys into an empty LocalStack */
async function refuseDeployment(url: string): Promise<void> {
  const client = new CloudFormationClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
  client.destroy();
  const found = StackSummaries.find(
    ({ StackName = '', StackStatus }) =>
      StackName.startsWith('Millrace-') && StackStatus !== 'DELETE_COMPLETE',
  );
  if (found)
    throw new InvalidInput(
      `the LocalStack at ${url} already has the stack ${found.StackName}: restart it, so that the suite finds an empty one`,
    );
}

/** The Python that LocalStack runs on. @throws InvalidInput naming everything that this machine lacks */
function needed(): string {
  const missing: string[] = [];
  let python = '';
  try {
    python = findPython(`LocalStack ${version}`, [3, 13]);
  } catch (error) {
    missing.push((error as Error).message);
  }
  const java = outputOf('javac', ['-version']);
  if (Number(/javac (\d+)/.exec(java ?? '')?.[1] ?? 0) < 17) {
    missing.push(
      `it needs a JDK of at least 17 for DynamoDB Local and JSONata; found ${java ?? 'none'}: install one`,
    );
  }
  if (outputOf('mvn', ['--version']) === undefined)
    missing.push('it needs Maven, which fetches DynamoDB Local: install it');
  if (missing.length === 0) return python;
  const instead = 'or start any LocalStack, with Docker for instance, and name it in AWS_ENDPOINT_URL';
  throw new InvalidInput(
    [`LocalStack cannot be set up here:`, ...missing.map((one) => `  ${one}`), `  ${instead}`].join('\n'),
  );
}
