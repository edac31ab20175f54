import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { region } from '../assembly/identity.ts';
import { Environment, type InvocationError, type Outcome } from './Environment.ts';

export interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  /** Folder of the bundle in the assembly. */
  readonly code: string;
  /** Folders of the layers in the assembly. */
  readonly layers: readonly string[];
  /** `index.handler` */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly timeout: number;
  /** MB. */
  readonly memory: number;
  /** True for functions behind the API: one environment serves many requests at once, as Lambda Managed Instances do. */
  readonly concurrent: boolean;
}

/** What an invocation gave: a result, or the error as Lambda reports it. */
export type Invocation =
  | { readonly result: unknown; readonly milliseconds: number }
  | { readonly error: InvocationError; readonly milliseconds: number };

/** Invocations at once in an environment that is concurrent. */
const requestsAtOnce = 64;
/** Environments of a function that is not concurrent: this is a small machine. */
const mostEnvironments = 2;
/** Milliseconds after which an environment without work ends; concurrent ones stay. */
const idleTime = 30_000;
/** Bytes of a synchronous invocation's event, and of its result. */
const payloadLimit = 6_291_556;

/** One Lambda function of the assembly, in as many environments as its invocations need. */
export class LocalFunction {
  readonly settings: FunctionSettings;
  private readonly home: string;
  private readonly log: (line: string) => void;
  /** Those that take invocations. */
  private readonly environments = new Set<Environment>();
  /** Also those that only finish what they have. */
  private readonly living = new Set<Environment>();
  private readonly idle = new Map<Environment, NodeJS.Timeout>();
  private readonly waiting: { readonly event: string; readonly answer: (outcome: Outcome) => void }[] = [];
  private isClosed = false;

  constructor(settings: FunctionSettings, folder: string, log: (line: string) => void) {
    this.settings = settings;
    this.log = log;
    this.home = stage(settings, folder);
  }

  /** Never rejects. */
  async invoke(event: unknown): Promise<Invocation> {
    const started = performance.now();
    const outcome = await this.invokeText(JSON.stringify(event));
    const milliseconds = performance.now() - started;
    return 'error' in outcome
      ? { error: outcome.error, milliseconds }
      : { result: JSON.parse(outcome.result) as unknown, milliseconds };
  }

  /** Ends the environments that work, in the middle of it, as a crash would; how many invocations that cut off. */
  kill(): number {
    const working = [...this.living].filter(({ busy }) => busy > 0);
    const interrupted = working.reduce((sum, { busy }) => sum + busy, 0);
    for (const environment of working) environment.kill();
    return interrupted;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { answer } of this.waiting.splice(0)) answer(fault('Runtime.ExitError', 'the runner stops'));
    for (const timer of this.idle.values()) clearTimeout(timer);
    await Promise.all([...this.living].map((environment) => environment.stop()));
  }

  private async invokeText(event: string): Promise<Outcome> {
    if (isOver(event)) return fault('RequestTooLargeException', tooLarge('event'));
    const outcome = await this.run(event);
    if ('error' in outcome || !isOver(outcome.result)) return outcome;
    return fault('Function.ResponseSizeTooLarge', tooLarge('response'));
  }

  private run(event: string): Promise<Outcome> {
    return new Promise((answer) => {
      this.waiting.push({ event, answer });
      this.dispatch();
    });
  }

  /** Gives what waits to the environments that have a place. */
  private dispatch(): void {
    while (this.waiting.length > 0 && !this.isClosed) {
      const environment = this.withPlace();
      if (!environment) return;
      clearTimeout(this.idle.get(environment));
      const { event, answer } = this.waiting.shift()!;
      void environment.invoke(event).then((outcome) => {
        answer(outcome);
        this.rest(environment);
        this.dispatch();
      });
    }
  }

  /** An environment that has a place, a new one if there may be another, or undefined. */
  private withPlace(): Environment | undefined {
    const { concurrent } = this.settings;
    for (const environment of this.environments) {
      if (environment.busy < (concurrent ? requestsAtOnce : 1)) return environment;
    }
    return this.environments.size < (concurrent ? 1 : mostEnvironments) ? this.open() : undefined;
  }

  private rest(environment: Environment): void {
    if (this.settings.concurrent || this.isClosed || !this.environments.has(environment)) return;
    this.idle.set(
      environment,
      setTimeout(() => void environment.stop(), idleTime),
    );
  }

  private open(): Environment {
    const { handler, name, arn, timeout, memory } = this.settings;
    const [file] = handler.split('.');
    const entry = pathToFileURL(join(this.home, `${file}.mjs`)).href;
    const variables = environmentOf(this.settings, this.home);
    const environment = new Environment({ name, arn, entry, variables, timeout, memory }, this.log);
    this.environments.add(environment);
    this.living.add(environment);
    void environment.retired.then(() => {
      this.environments.delete(environment);
      this.idle.delete(environment);
      this.dispatch();
    });
    void environment.exited.then(() => this.living.delete(environment));
    return environment;
  }
}

function fault(errorType: string, errorMessage: string): Outcome {
  return { error: { errorType, errorMessage } };
}

function tooLarge(what: string): string {
  return `the ${what} is larger than the ${payloadLimit} bytes of a payload`;
}

/** A character of UTF-16 takes at most three bytes: most payloads need not be counted. */
function isOver(json: string): boolean {
  return json.length * 3 > payloadLimit && Buffer.byteLength(json) > payloadLimit;
}

/** A folder with the bundle and, beside it, the layers' packages, so that imports resolve as they do on Lambda. */
function stage({ name, code, layers }: FunctionSettings, folder: string): string {
  const home = join(folder, name);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  cpSync(code, home, { recursive: true });
  for (const layer of layers) {
    const modules = join(resolve(layer), 'nodejs/node_modules');
    if (existsSync(modules) && !existsSync(join(home, 'node_modules')))
      symlinkSync(modules, join(home, 'node_modules'), 'dir');
  }
  return home;
}

function environmentOf(
  { name, memory, concurrent, environment }: FunctionSettings,
  home: string,
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    TMPDIR: process.env.TMPDIR ?? '/tmp',
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_INITIALIZATION_TYPE: concurrent ? 'lambda-managed-instances' : 'on-demand',
    LAMBDA_TASK_ROOT: home,
    ...environment,
  };
}
