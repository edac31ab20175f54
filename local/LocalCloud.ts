import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environmentNames } from '../layers/contracts/environment.ts';
import { InvalidInput } from '../layers/contracts/errors.ts';
import { Alarms } from './alarms/Alarms.ts';
import { Metrics } from './alarms/Metrics.ts';
import { Assembly } from './assembly/Assembly.ts';
import { readWithBuckets } from './buckets.ts';
import { openDatabase } from './database.ts';
import { lockData } from './dataLock.ts';
import { DeadLetters } from './events/DeadLetters.ts';
import { type Deliver, EventBus } from './events/EventBus.ts';
import { Topics } from './events/Topics.ts';
import { Functions } from './functions/Functions.ts';
import { Gateway } from './gateway/Gateway.ts';
import { routesOf } from './gateway/routes.ts';
import { SignedFiles } from './gateway/SignedFiles.ts';
import { ownRoutes, type Parts } from './ownRoutes.ts';
import type { Definition } from './states/Definition.ts';
import { type ExecutionRecord, ExecutionStore, type Status } from './states/ExecutionStore.ts';
import { isIntegrated, taskRunner } from './states/integrations.ts';
import { StateMachines } from './states/StateMachines.ts';
import { checkDefinition } from './states/unsupported.ts';
import { writeWhole } from './wholeFile.ts';

export interface LocalOptions {
  /** Folder of the synthesized app: cdk.out. */
  readonly assembly: string;
  /** Folder that keeps everything: tables, artifacts, executions, logs. */
  readonly dataDir: string;
  /** Port on 127.0.0.1; 0 for any free one. */
  readonly port: number;
  /** Gets a line for everything that people should see. */
  readonly log?: (line: string) => void;
}

/** The app, running on this machine. */
export interface LocalCloud {
  readonly url: string;
  /** Key of the prediction routes. */
  readonly apiKey: string;
  /** Outputs of the stacks, as CloudFormation has them. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Executions under way. */
  busy(): number;
  /** Waits until no execution is under way. */
  idle(): Promise<void>;
  /** Stops everything; executions under way are aborted and said to be at the next start. */
  close(): Promise<void>;
}

/** Milliseconds between two looks at the alarms. */
const alarmInterval = 2000;

/**
 * Runs a synthesized CDK app on this machine. It knows the stacks through the assembly only, supports what they
 * use and refuses the rest.
 *
 * @throws InvalidInput naming what cannot be run, or the port that is taken
 * @throws Conflict when another process works on the same data
 */
export async function startLocal(options: LocalOptions): Promise<LocalCloud> {
  const closers: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    return { ...(await start(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tells whether an assembly can be run here. @throws InvalidInput naming what cannot */
export function checkLocal(folder: string): void {
  const assembly = new Assembly(folder);
  new Alarms(assembly.ofType('AWS::CloudWatch::Alarm'), new Metrics(), () => {});
  new EventBus(
    assembly.ofType('AWS::Events::Rule'),
    async () => {},
    () => {},
  );
  for (const { ref, definition } of definitionsIn(assembly)) checkDefinition(ref, definition, isIntegrated);
  isBinary(assembly);
}

/**
 * Whether the API bears bytes, of any type or not at all.
 *
 * @throws InvalidInput naming the API that bears those of some types only, which the gateway here does not tell apart
 */
function isBinary(assembly: Assembly): boolean {
  return assembly.ofType('AWS::ApiGateway::RestApi').some(({ ref, properties }) => {
    const types = properties.BinaryMediaTypes as readonly string[] | undefined;
    if (types && types.join() !== '*/*')
      throw new InvalidInput(
        `the local runner does BinaryMediaTypes of */* alone: ${ref} has ${types.join()}`,
      );
    return types !== undefined;
  });
}

function definitionsIn(assembly: Assembly): { readonly ref: string; readonly definition: Definition }[] {
  return assembly.ofType('AWS::StepFunctions::StateMachine').map(({ ref, properties }) => ({
    ref,
    definition: JSON.parse(String(properties.DefinitionString)) as Definition,
  }));
}

/** @param closers gets what must be done to stop, in the order in which things were started */
async function start(
  { assembly: folder, dataDir: data, port: wanted, log = () => {} }: LocalOptions,
  closers: (() => void | Promise<void>)[],
): Promise<Omit<LocalCloud, 'close'>> {
  const dataDir = resolve(data);
  mkdirSync(dataDir, { recursive: true });
  closers.push(await lockData(dataDir));
  const assembly = readWithBuckets(folder, join(dataDir, 's3'));
  const metrics = new Metrics();
  const topics = new Topics(join(dataDir, 'notifications.ndjson'), log);
  const alarms = new Alarms(assembly.ofType('AWS::CloudWatch::Alarm'), metrics, (...what) =>
    topics.publish(...what),
  );
  const deadLetters = new DeadLetters(join(dataDir, 'dead-letters.ndjson'), metrics);
  const bus = new EventBus(
    assembly.ofType('AWS::Events::Rule'),
    (arn, input) => deliver(arn, input),
    ({ rule, target, input, reason, queue }) => {
      log(`${rule} could not reach ${target}: ${reason}`);
      if (queue !== undefined) deadLetters.add(queue, input, reason);
    },
  );
  const machines = new StateMachines({
    store: new ExecutionStore(join(dataDir, 'executions'), log),
    task: (resource, argument) => task(resource, argument),
    does: isIntegrated,
    changed: (record) => {
      measureExecution(metrics, record);
      return bus.emit(executionEvent(record));
    },
  });
  for (const { ref, definition } of definitionsIn(assembly)) machines.add(ref, definition);
  const binary = isBinary(assembly);

  const database = await openDatabase(join(dataDir, 'dynamodb'), assembly.ofType('AWS::DynamoDB::Table'));
  closers.push(() => database.close());
  const routes = routesOf(
    assembly.ofType('AWS::ApiGateway::Resource'),
    assembly.ofType('AWS::ApiGateway::Method'),
  );
  const apiKey = readKey(join(dataDir, 'api-key'));
  // The port may be any free one, which the gateway finds; what signs URLs is told of it before a function runs.
  const server = { url: '', key: randomBytes(32).toString('hex') };
  const gateway = new Gateway({
    routes,
    apiKey,
    binary,
    files: new SignedFiles(server),
    invoke: (arn, event) => functions.invoke(arn, event),
    own: (...request) => own(...request),
    measured: (status, milliseconds) => measureRequest(metrics, status, milliseconds),
  });
  const url = `http://127.0.0.1:${await gateway.listen(wanted)}`;
  closers.push(() => gateway.close());
  server.url = url;
  const functions = new Functions({
    assembly,
    dataDir,
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: database.url,
      AWS_ENDPOINT_URL_SFN: url,
      [environmentNames.fileServer]: server.url,
      [environmentNames.fileServerKey]: server.key,
    },
    behindApi: new Set(routes.map((route) => route.function)),
    metrics,
  });
  closers.push(() => functions.close());
  const parts = { machines, functions, alarms, topics };
  const [task, deliver, own] = [taskRunner(parts), deliveryTo(parts), ownRoutes(parts)];

  const look = () => {
    deadLetters.measure();
    alarms.evaluate();
  };
  const timer = setInterval(look, alarmInterval).unref();
  closers.push(() => clearInterval(timer));
  closers.push(() => machines.close());
  machines.recover();
  bus.startSchedules();
  closers.push(() => bus.stopSchedules());
  closers.push(tellOthers(join(dataDir, 'dev.json'), { url, apiKey, outputs: assembly.outputs }));
  return {
    url,
    apiKey,
    outputs: assembly.outputs,
    busy: () => machines.busy,
    idle: () => machines.idle(),
  };
}

/** What a rule's target is, by its ARN: a state machine, a topic, or else a function. */
function deliveryTo({ machines, functions, topics }: Parts): Deliver {
  return async (arn, input) => {
    if (arn.includes(':stateMachine:')) machines.start(arn, JSON.stringify(input));
    else if (arn.includes(':sns:')) topics.publish(arn, '', JSON.stringify(input));
    else {
      const invocation = await functions.invoke(arn, input);
      if ('error' in invocation)
        throw new Error(`${invocation.error.errorType}: ${invocation.error.errorMessage}`);
    }
  };
}

const executionMetrics: Readonly<Record<Status, string>> = {
  RUNNING: 'ExecutionsStarted',
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};

function measureExecution(metrics: Metrics, { stateMachineArn, status }: ExecutionRecord): void {
  const dimensions = { StateMachineArn: stateMachineArn };
  metrics.put('AWS/States', executionMetrics[status], dimensions, 1);
}

function measureRequest(metrics: Metrics, status: number, milliseconds: number): void {
  const dimensions = { ApiName: 'millrace' };
  metrics.put('AWS/ApiGateway', 'Latency', dimensions, milliseconds);
  if (status >= 500) metrics.put('AWS/ApiGateway', '5XXError', dimensions, 1);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
function executionEvent({ announced: _, ...detail }: ExecutionRecord): Readonly<Record<string, unknown>> {
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    time: new Date(detail.startDate).toISOString(),
    resources: [detail.executionArn],
    detail,
  };
}

/** Writes how to reach this runner, for other commands; gives the way to take it back. */
function tellOthers(
  file: string,
  session: { readonly url: string; readonly apiKey: string; readonly outputs: Assembly['outputs'] },
): () => void {
  const startedAt = new Date().toISOString();
  writeWhole(file, JSON.stringify({ pid: process.pid, ...session, startedAt }, null, 2), 0o600);
  return () => rmSync(file, { force: true });
}

/** The API key is made once and kept. */
function readKey(file: string): string {
  if (!existsSync(file)) writeWhole(file, randomBytes(20).toString('hex'), 0o600);
  const key = readFileSync(file, 'utf8').trim();
  if (key === '') throw new InvalidInput(`${file} is empty: delete it and start again`);
  return key;
}
