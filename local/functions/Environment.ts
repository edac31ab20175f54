import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Exit, Host } from './Host.ts';
import { openProcess } from './processHost.ts';

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

/** Milliseconds that an environment has to put its affairs in order, as on Lambda. */
const grace = 2000;

/**
 * One execution environment of a Lambda function: a process that loads the bundle once and serves as many
 * invocations at once as it is given. When one times out, it gets no further ones and ends after the last it has.
 */
export class Environment {
  /** Resolves when it takes no more invocations: it timed out, crashed or was stopped. */
  readonly retired: Promise<void>;
  /** Resolves when its process has ended. */
  readonly exited: Promise<void>;
  private retire!: () => void;
  private isRetired = false;
  private isStopping = false;
  private drained = (): void => {};
  private readonly settings: EnvironmentSettings;
  private readonly host: Host;
  private readonly pending = new Map<number, (outcome: Outcome) => void>();
  private invocations = 0;

  constructor(settings: EnvironmentSettings, log: (line: string) => void) {
    this.settings = settings;
    this.retired = new Promise((resolve) => {
      this.retire = () => {
        this.isRetired = true;
        resolve();
      };
    });
    const { entry, variables, memory } = settings;
    let ended!: () => void;
    this.exited = new Promise((resolve) => {
      ended = resolve;
    });
    this.host = openProcess({
      entry,
      variables,
      memory,
      log,
      answered: (answer) => this.settle(answer.id, answer as unknown as Outcome),
      exited: (exit) => {
        this.retire();
        for (const id of this.pending.keys()) this.settle(id, { error: this.explain(exit) });
        ended();
      },
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
      this.host.post({ id, event, context });
    });
  }

  /** Waits a while for what is in flight, lets the function write what it holds, as Lambda's SIGTERM does, and ends it. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.retire();
    if (this.pending.size > 0)
      await Promise.race([
        this.exited,
        sleep(grace, undefined, { ref: false }),
        new Promise<void>((done) => (this.drained = done)),
      ]);
    this.host.post({ stop: true });
    const timer = setTimeout(() => this.host.kill(), grace);
    await this.exited;
    clearTimeout(timer);
  }

  /** Ends it at once, whatever it does. */
  kill(): void {
    this.host.kill();
  }

  private settle(id: number, outcome: Outcome): void {
    const resolve = this.pending.get(id);
    this.pending.delete(id);
    resolve?.(outcome);
    if (this.pending.size > 0) return;
    this.drained();
    if (this.isRetired && !this.isStopping) this.host.kill();
  }

  private explain({ reason, outOfMemory }: Exit): InvocationError {
    const { name, memory } = this.settings;
    return outOfMemory
      ? { errorType: 'Runtime.OutOfMemory', errorMessage: `${name} needed more than its ${memory} MB` }
      : { errorType: 'Runtime.ExitError', errorMessage: `${name} exited: ${reason}` };
  }
}
