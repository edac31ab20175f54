import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Piscina } from 'piscina';
import { region } from '../assembly/identity.ts';

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
  | {
      readonly error: {
        readonly errorType: string;
        readonly errorMessage: string;
        readonly trace?: readonly string[];
      };
      readonly milliseconds: number;
    };

const requestsAtOnce = 64;
/** Environments of a function that is not concurrent: this is a small machine. */
const environments = 2;

/** One Lambda function of the assembly, in a pool of worker threads. */
export class LocalFunction {
  readonly settings: FunctionSettings;
  private readonly pool: Piscina;
  private readonly running = new Set<AbortController>();

  constructor(settings: FunctionSettings, folder: string, log: (line: string) => void) {
    this.settings = settings;
    const home = stage(settings, folder);
    const [file] = settings.handler.split('.');
    const { concurrent, memory } = settings;
    this.pool = new Piscina({
      filename: fileURLToPath(new URL('./worker.mjs', import.meta.url)),
      workerData: { entry: pathToFileURL(join(home, `${file}.mjs`)).href },
      env: environmentOf(settings, home),
      minThreads: 0,
      maxThreads: concurrent ? 1 : environments,
      concurrentTasksPerWorker: concurrent ? requestsAtOnce : 1,
      idleTimeout: concurrent ? Number.POSITIVE_INFINITY : 30_000,
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    this.pool.on('message', (message: { line?: string }) => message.line !== undefined && log(message.line));
    this.pool.on('error', () => {
      // The task that the worker had is rejected and reported there.
    });
  }

  async invoke(event: unknown): Promise<Invocation> {
    const { name, arn, timeout, memory } = this.settings;
    const started = performance.now();
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort('timeout'), timeout * 1000);
    this.running.add(abort);
    const context = {
      awsRequestId: randomUUID(),
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: arn,
      memoryLimitInMB: String(memory),
      logGroupName: `/aws/lambda/${name}`,
      deadline: Date.now() + timeout * 1000,
    };
    const elapsed = () => performance.now() - started;
    try {
      const outcome = (await this.pool.run({ event, context }, { signal: abort.signal })) as
        | { readonly result: unknown }
        | { readonly error: { readonly errorType: string; readonly errorMessage: string } };
      return 'error' in outcome
        ? { error: outcome.error, milliseconds: elapsed() }
        : { result: outcome.result, milliseconds: elapsed() };
    } catch (error) {
      return {
        error: this.explain(error as NodeJS.ErrnoException, abort.signal.reason),
        milliseconds: elapsed(),
      };
    } finally {
      this.running.delete(abort);
      clearTimeout(timer);
    }
  }

  /** Ends the environments that work, in the middle of it; how many invocations that cut off. */
  kill(): number {
    const { size } = this.running;
    // Aborted, piscina terminates the thread that works on it.
    for (const abort of this.running) abort.abort('killed');
    return size;
  }

  async close(): Promise<void> {
    await this.pool.close({ force: true });
  }

  private explain(
    error: NodeJS.ErrnoException,
    aborted: 'timeout' | 'killed' | undefined,
  ): { errorType: string; errorMessage: string } {
    const { name, timeout, memory } = this.settings;
    if (aborted === 'timeout')
      return { errorType: 'Sandbox.Timedout', errorMessage: `${name} timed out after ${timeout} seconds` };
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return { errorType: 'Runtime.OutOfMemory', errorMessage: `${name} needed more than its ${memory} MB` };
    const reason = aborted === 'killed' ? 'it was killed' : error.message;
    return { errorType: 'Runtime.ExitError', errorMessage: `${name} exited: ${reason}` };
  }
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
