import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export interface EnvironmentSettings {
  /** Name of the function. */
  readonly name: string;
  readonly arn: string;
  /** `file:` URL of the module that exports the handler. */
  readonly entry: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly timeout: number;
  /** MB. */
  readonly memory: number;
}

/** An error as Lambda reports it. */
export interface InvocationError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What an invocation gave: JSON, as Lambda carries every payload, or an error. */
export type Outcome = { readonly result: string } | { readonly error: InvocationError };

/** What the worker tells. */
type Message = { readonly line: string } | (Outcome & { readonly id: number });

/** Milliseconds that an environment has to put its affairs in order, as on Lambda. */
const grace = 2000;

/**
 * One execution environment of a Lambda function: a worker thread that loads the bundle once and serves as many
 * invocations at once as it is given. When one times out, it gets no further ones and ends after the last it has.
 */
export class Environment {
  /** Resolves when it takes no more invocations: it timed out, crashed or was stopped. */
  readonly retired: Promise<void>;
  /** Resolves when its thread has ended. */
  readonly exited: Promise<void>;
  private retire!: () => void;
  private isRetired = false;
  private isStopping = false;
  private drained = (): void => {};
  private readonly settings: EnvironmentSettings;
  private readonly worker: Worker;
  private readonly pending = new Map<number, (outcome: Outcome) => void>();
  private invocations = 0;
  private fault: NodeJS.ErrnoException | undefined;

  constructor(settings: EnvironmentSettings, log: (line: string) => void) {
    this.settings = settings;
    this.retired = new Promise((resolve) => {
      this.retire = () => {
        this.isRetired = true;
        resolve();
      };
    });
    this.worker = new Worker(new URL('./worker.mjs', import.meta.url), {
      workerData: { entry: settings.entry },
      env: { ...settings.variables },
      // Nothing of the runner's own, such as its loader of TypeScript.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: settings.memory },
    });
    this.worker.on('message', (message: Message) => {
      if ('line' in message) log(message.line);
      else this.settle(message.id, message);
    });
    this.worker.on('error', (error) => {
      this.fault = error;
    });
    this.exited = new Promise((resolve) => {
      this.worker.on('exit', (code) => {
        this.retire();
        for (const id of this.pending.keys()) this.settle(id, { error: this.explain(code) });
        resolve();
      });
    });
  }

  /** Invocations in flight. */
  get busy(): number {
    return this.pending.size;
  }

  /** Never rejects. @param event JSON */
  invoke(event: string): Promise<Outcome> {
    const { name, arn, timeout, memory } = this.settings;
    const id = this.invocations++;
    const context = {
      awsRequestId: randomUUID(),
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: arn,
      memoryLimitInMB: String(memory),
      logGroupName: `/aws/lambda/${name}`,
      deadline: Date.now() + timeout * 1000,
    };
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.retire();
        this.settle(id, {
          error: {
            errorType: 'Sandbox.Timedout',
            errorMessage: `${name} timed out after ${timeout} seconds`,
          },
        });
      }, timeout * 1000);
      this.pending.set(id, (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      });
      this.worker.postMessage({ id, event, context });
    });
  }

  /** Waits a while for what is in flight, lets the function write what it holds, as Lambda's SIGTERM does, and ends the thread. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.retire();
    if (this.pending.size > 0)
      await Promise.race([
        this.exited,
        sleep(grace, undefined, { ref: false }),
        new Promise<void>((done) => (this.drained = done)),
      ]);
    this.worker.postMessage({ stop: true });
    const timer = setTimeout(() => void this.worker.terminate(), grace);
    await this.exited;
    clearTimeout(timer);
  }

  /** Ends the thread at once, whatever it does. */
  kill(): void {
    void this.worker.terminate();
  }

  private settle(id: number, outcome: Outcome): void {
    const resolve = this.pending.get(id);
    this.pending.delete(id);
    resolve?.(outcome);
    if (this.pending.size > 0) return;
    this.drained();
    if (this.isRetired && !this.isStopping) void this.worker.terminate();
  }

  private explain(code: number): InvocationError {
    const { name, memory } = this.settings;
    if (this.fault?.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return { errorType: 'Runtime.OutOfMemory', errorMessage: `${name} needed more than its ${memory} MB` };
    const reason = this.fault ? this.fault.message : `exit code ${code}`;
    return { errorType: 'Runtime.ExitError', errorMessage: `${name} exited: ${reason}` };
  }
}
