import type { Command } from './commandLine.ts';

/** How an execution ended. */
export interface Ended {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** JSON of its result, parsed. */
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

/** An HTTP answer; a body that is not JSON stays text. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Notification {
  readonly subject: string;
  readonly message: string;
}

/** Names of the stacks' outputs, by stack. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a target may lack; a check that needs it is skipped, with the reason given. */
export type Capability = 'iam';

/** A deployed app, wherever it runs: what the end-to-end suite needs of it and nothing else. */
export interface Driver {
  /** Name of the target. */
  readonly name: string;
  readonly outputs: Outputs;
  /** Gaps of the target, each with its reason. */
  readonly gaps: Readonly<Partial<Record<Capability, string>>>;
  /** Starts a model's training pipeline and returns the execution's ARN. */
  startPipeline(model: string, input?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Starts a batch and returns the execution's ARN. */
  startBatch(
    model: string,
    batch: { readonly input: string; readonly output: string; readonly key?: string },
  ): Promise<string>;
  waitFor(execution: string): Promise<Ended>;
  /**
   * Sends a request to the REST API: `body` as it is when it is text, else as JSON.
   *
   * @param options `key`: API key, the stack's own by default; `null` for none
   */
  request(
    method: string,
    path: string,
    body?: unknown,
    options?: { readonly key?: string | null },
  ): Promise<Answer>;
  /** The same for routes that IAM guards: signed where the target checks that. */
  iamRequest(method: string, path: string, body?: unknown): Promise<Answer>;
  alarmState(name: string): Promise<'OK' | 'ALARM' | 'INSUFFICIENT_DATA'>;
  /** Everything that the topic of a model has sent so far. */
  notifications(model: string): Promise<readonly Notification[]>;
  /** Puts a file below the artifacts and returns its URI. */
  putFile(name: string, content: string): Promise<string>;
  readFile(uri: string): Promise<string>;
  /** URIs of the files below a prefix. */
  listFiles(prefix: string): Promise<readonly string[]>;
  /** Runs the `millrace` command against the target. */
  millrace(...args: string[]): Promise<Command>;
  close(): Promise<void>;
}

/** Name of a model's stack. */
export function modelStack(model: string): string {
  return `Millrace-Model-${model}`;
}

/** One output of a stack. @throws TypeError when the stack has no such output */
export function outputOf(outputs: Outputs, stack: string, name: string): string {
  const value = outputs[stack]?.[name];
  if (value === undefined) {
    throw new TypeError(
      `there is no output ${name} of ${stack}: the stacks are ${Object.keys(outputs).join(', ') || 'none'}`,
    );
  }
  return value;
}
