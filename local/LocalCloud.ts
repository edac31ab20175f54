import { randomBytes } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidInput } from '../layers/contracts/errors.ts';
import { Alarms } from './alarms/Alarms.ts';
import { Metrics } from './alarms/Metrics.ts';
import { Assembly } from './assembly/Assembly.ts';
import type { Resource } from './assembly/Template.ts';
import { type Database, openDatabase } from './database.ts';
import { fits, inputOf } from './events/pattern.ts';
import { schedule } from './events/schedule.ts';
import { type Invocation, LocalFunction } from './functions/LocalFunction.ts';
import { Gateway, type Reply } from './gateway/Gateway.ts';
import { routesOf } from './gateway/routes.ts';
import { answer } from './states/api.ts';
import type { Definition } from './states/Definition.ts';
import { StateError } from './states/StateError.ts';
import { type ExecutionRecord, StateMachines } from './states/StateMachines.ts';

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
  close(): Promise<void>;
}

interface Target {
  readonly Arn: string;
  readonly Input?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Record<string, string>;
    readonly InputTemplate: string;
  };
}

/** Milliseconds between two looks at the alarms. */
const alarmInterval = 2000;

/**
 * Runs a synthesized CDK app on this machine. It knows the stacks through the assembly only, supports what they
 * use and refuses the rest.
 *
 * @throws InvalidInput naming what cannot be run, or the port that is taken
 */
export async function startLocal(options: LocalOptions): Promise<LocalCloud> {
  const cloud = new Runner(options);
  try {
    return await cloud.start();
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

class Runner {
  private readonly dataDir: string;
  private readonly options: LocalOptions;
  private readonly log: (line: string) => void;
  private readonly metrics = new Metrics();
  private readonly functions = new Map<string, LocalFunction>();
  private readonly closers: (() => void | Promise<void>)[] = [];
  private readonly notifications: { topic: string; subject: string; message: string; at: number }[] = [];
  private assembly!: Assembly;
  private machines!: StateMachines;
  private alarms!: Alarms;

  constructor(options: LocalOptions) {
    this.options = options;
    this.dataDir = resolve(options.dataDir);
    this.log = options.log ?? (() => {});
  }

  async start(): Promise<LocalCloud> {
    mkdirSync(join(this.dataDir, 'logs'), { recursive: true });
    this.assembly = this.readAssembly();
    const database = await openDatabase(
      join(this.dataDir, 'dynamodb'),
      this.assembly.ofType('AWS::DynamoDB::Table'),
    );
    this.closers.push(() => database.close());
    this.machines = new StateMachines(
      join(this.dataDir, 'executions'),
      (resource, argument) => this.task(resource, argument as Record<string, unknown>),
      (record) => this.executionEnded(record),
    );
    for (const { ref, properties } of this.assembly.ofType('AWS::StepFunctions::StateMachine')) {
      this.machines.add(ref, JSON.parse(String(properties.DefinitionString)) as Definition);
    }
    const apiKey = this.readKey();
    for (const { ref, properties } of this.assembly.ofType('AWS::ApiGateway::RestApi')) {
      if (properties.BinaryMediaTypes)
        throw new InvalidInput(`the local runner does not do BinaryMediaTypes: ${ref} has them`);
    }
    const routes = routesOf(
      this.assembly.ofType('AWS::ApiGateway::Resource'),
      this.assembly.ofType('AWS::ApiGateway::Method'),
    );
    const gateway = new Gateway({
      routes,
      apiKey,
      invoke: (arn, event) => this.invoke(arn, event),
      own: (method, path, headers, body) => this.own(method, path, headers, body),
      measured: (status, milliseconds) => this.measure(status, milliseconds),
    });
    const port = await gateway.listen(this.options.port);
    this.closers.push(() => gateway.close());
    const url = `http://127.0.0.1:${port}`;
    this.openFunctions(database, url, new Set(routes.map((route) => route.function)));

    this.alarms = new Alarms(
      this.assembly.ofType('AWS::CloudWatch::Alarm'),
      this.metrics,
      (topic, subject, message) => this.publish(topic, subject, message),
    );
    const timer = setInterval(() => this.alarms.evaluate(), alarmInterval).unref();
    this.closers.push(() => clearInterval(timer));
    this.startSchedules();
    this.machines.recover();

    const state = join(this.dataDir, 'dev.json');
    writeFileSync(
      state,
      JSON.stringify(
        {
          pid: process.pid,
          url,
          apiKey,
          outputs: this.assembly.outputs,
          startedAt: new Date().toISOString(),
        },
        null,
        2,
      ),
    );
    this.closers.push(() => rmSync(state, { force: true }));
    return { url, apiKey, outputs: this.assembly.outputs, close: () => this.close() };
  }

  async close(): Promise<void> {
    for (const close of this.closers.reverse()) await close();
    this.closers.length = 0;
  }

  /** Buckets are folders here: their URIs become `file://` wherever the templates have them. */
  private readAssembly(): Assembly {
    const plain = new Assembly(this.options.assembly);
    const names = [
      ...plain.ofType('AWS::S3::Bucket').map(({ ref }) => ref),
      ...new Set(plain.assets.map(({ bucket }) => bucket)),
    ];
    const folder = (bucket: string) => join(this.dataDir, 's3', bucket);
    for (const { path, packaging, bucket, key } of plain.assets) {
      const target = join(folder(bucket), key);
      if (packaging !== 'file' || existsSync(target)) continue;
      mkdirSync(dirname(target), { recursive: true });
      cpSync(path, target);
    }
    const rewrite = (text: string) =>
      names.reduce(
        (rewritten, name) => rewritten.replaceAll(`s3://${name}`, pathToFileURL(folder(name)).href),
        text,
      );
    return new Assembly(this.options.assembly, rewrite);
  }

  private openFunctions(database: Database, url: string, behindApi: ReadonlySet<string>): void {
    const code = new Map(this.assembly.assets.map(({ key, path }) => [key, path]));
    const layers = new Map(
      this.assembly
        .ofType('AWS::Lambda::LayerVersion')
        .map(({ ref, properties }) => [ref, code.get((properties.Content as { S3Key: string }).S3Key)!]),
    );
    for (const { ref, arn, properties } of this.assembly.ofType('AWS::Lambda::Function')) {
      const file = join(this.dataDir, 'logs', `${ref}.log`);
      const environment =
        (properties.Environment as { Variables?: Record<string, string> } | undefined)?.Variables ?? {};
      const made = new LocalFunction(
        {
          name: ref,
          arn,
          code: code.get((properties.Code as { S3Key: string }).S3Key)!,
          layers: ((properties.Layers ?? []) as string[]).map((layer) => layers.get(layer)!),
          handler: String(properties.Handler),
          environment: { ...environment, AWS_ENDPOINT_URL_DYNAMODB: database.url, AWS_ENDPOINT_URL_SFN: url },
          timeout: Number(properties.Timeout ?? 3),
          memory: Number(properties.MemorySize ?? 128),
          concurrent: behindApi.has(arn),
        },
        join(this.dataDir, 'functions'),
        (line) => {
          if (!this.metrics.readEmbedded(line)) appendFileSync(file, `${line}\n`);
        },
      );
      this.functions.set(arn, made);
      this.closers.push(() => made.close());
    }
  }

  private async invoke(arn: string, event: unknown): Promise<Invocation> {
    const found = this.functions.get(arn.replace(/:\$LATEST$/, ''));
    if (!found) throw new StateError('Lambda.ResourceNotFoundException', `there is no function ${arn}`);
    const invocation = await found.invoke(event);
    const dimensions = { FunctionName: found.settings.name };
    this.metrics.put('AWS/Lambda', 'Invocations', dimensions, 1);
    this.metrics.put('AWS/Lambda', 'Duration', dimensions, invocation.milliseconds);
    this.metrics.put('AWS/Lambda', 'Errors', dimensions, 'error' in invocation ? 1 : 0);
    return invocation;
  }

  /** The service integrations that the state machines use. */
  private async task(resource: string, argument: Record<string, unknown>): Promise<unknown> {
    if (resource.endsWith(':states:::lambda:invoke')) {
      const invocation = await this.invoke(String(argument.FunctionName), argument.Payload);
      if ('error' in invocation)
        throw new StateError(invocation.error.errorType, JSON.stringify(invocation.error));
      return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: invocation.result };
    }
    if (resource.endsWith(':states:::sns:publish')) {
      this.publish(String(argument.TopicArn), String(argument.Subject ?? ''), String(argument.Message));
      return { MessageId: randomBytes(16).toString('hex') };
    }
    throw new StateError('States.Runtime', `the local runner does not do ${resource}`);
  }

  private publish(topic: string, subject: string, message: string): void {
    const notification = { topic, subject, message, at: Date.now() };
    this.notifications.push(notification);
    appendFileSync(join(this.dataDir, 'notifications.ndjson'), `${JSON.stringify(notification)}\n`);
    this.log(`notification: ${subject}`);
  }

  private executionEnded({
    stateMachineArn,
    executionArn,
    status,
    startDate,
    stopDate,
    error,
    cause,
  }: ExecutionRecord): void {
    const names = {
      SUCCEEDED: 'ExecutionsSucceeded',
      FAILED: 'ExecutionsFailed',
      TIMED_OUT: 'ExecutionsTimedOut',
      ABORTED: 'ExecutionsAborted',
      RUNNING: 'ExecutionsStarted',
    };
    this.metrics.put('AWS/States', names[status], { StateMachineArn: stateMachineArn }, 1);
    this.emit({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      time: new Date(startDate).toISOString(),
      detail: { executionArn, stateMachineArn, status, startDate, stopDate, error, cause },
    });
  }

  private emit(event: Readonly<Record<string, unknown>>): void {
    for (const { properties } of this.assembly.ofType('AWS::Events::Rule')) {
      if (properties.EventPattern && fits(properties.EventPattern, event)) this.deliver(properties, event);
    }
  }

  private startSchedules(): void {
    for (const { id, stack, properties } of this.assembly.ofType('AWS::Events::Rule') as Resource[]) {
      const expression = properties.ScheduleExpression;
      if (expression === undefined || properties.State === 'DISABLED') continue;
      const event = () => ({
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        time: new Date().toISOString(),
        resources: [`${stack}-${id}`],
        detail: {},
      });
      this.closers.push(schedule(String(expression), () => this.deliver(properties, event())));
    }
  }

  private deliver(rule: Resource['properties'], event: unknown): void {
    for (const target of (rule.Targets ?? []) as Target[]) {
      const input = inputOf(target, event);
      if (target.Arn.includes(':stateMachine:')) this.machines.start(target.Arn, JSON.stringify(input));
      else if (target.Arn.includes(':sns:')) this.publish(target.Arn, '', JSON.stringify(input));
      else {
        void this.invoke(target.Arn, input).then((invocation) => {
          if ('error' in invocation)
            this.log(`${target.Arn} failed: ${invocation.error.errorType}: ${invocation.error.errorMessage}`);
        });
      }
    }
  }

  private measure(status: number, milliseconds: number): void {
    const dimensions = { ApiName: 'millrace' };
    this.metrics.put('AWS/ApiGateway', 'Latency', dimensions, milliseconds);
    if (status >= 500) this.metrics.put('AWS/ApiGateway', '5XXError', dimensions, 1);
  }

  /** Requests to the runner itself: AWS Step Functions' API, and what tests and people ask of a machine. */
  private own(
    method: string,
    path: string,
    headers: IncomingMessage['headers'],
    body: Buffer,
  ): Reply | undefined {
    const target = headers['x-amz-target'];
    if (path === '/' && method === 'POST' && typeof target === 'string') {
      const { status, body: result } = answer(
        this.machines,
        target,
        JSON.parse(body.toString('utf8') || '{}') as Record<string, unknown>,
      );
      return { status, body: result, type: 'application/x-amz-json-1.0' };
    }
    if (path === '/_millrace/alarms') return { status: 200, body: this.alarms.list() };
    if (path === '/_millrace/notifications') return { status: 200, body: this.notifications };
    if (path === '/_millrace/health') return { status: 200, body: { status: 'ok', pid: process.pid } };
    return undefined;
  }

  /** The API key is made once and kept. */
  private readKey(): string {
    const file = join(this.dataDir, 'api-key');
    if (!existsSync(file)) writeFileSync(file, randomBytes(20).toString('hex'), { mode: 0o600 });
    const key = readFileSync(file, 'utf8').trim();
    if (key === '') throw new InvalidInput(`${file} is empty: delete it and start again`);
    return key;
  }
}
