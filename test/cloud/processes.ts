import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A command that ended with another code than 0; the message carries the end of what it printed. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

export interface CommandOptions {
  readonly environment?: Environment;
  readonly directory?: string;
  /** File that receives the output; the terminal when absent. */
  readonly log?: string;
  /** Ends the command. */
  readonly signal?: AbortSignal;
}

/** Runs a command to its end. @throws CommandFailed */
export async function run(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<void> {
  const code = await exitCodeOf(command, args, options);
  if (code === 0) return;
  const printed = options.log ? `:\n${endOf(options.log)}` : '';
  throw new CommandFailed(`${command} ${args.join(' ')} ended with ${code}${printed}`);
}

/** Runs a command to its end and returns its exit code. */
export async function exitCodeOf(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<number> {
  const { environment, directory, log, signal } = options;
  const output = log ? openSync(log, 'a') : undefined;
  try {
    const spawned: SpawnOptions = {
      stdio: output === undefined ? 'inherit' : ['ignore', output, output],
      ...(environment && { env: { ...environment } }),
      ...(directory && { cwd: directory }),
      ...(signal && { signal }),
    };
    const child = spawn(command, args, spawned);
    const [code, endedBy] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    if (code === null) throw new CommandFailed(`${command} was ended by ${endedBy}`);
    return code;
  } finally {
    if (output !== undefined) closeSync(output);
  }
}

/** A command that keeps running, in a process group of its own so that all it started ends with it. */
export class Server {
  private readonly child: ChildProcess;
  private readonly log: string;

  constructor(command: string, args: readonly string[], options: { environment: Environment; log: string }) {
    this.log = options.log;
    const output = openSync(options.log, 'w');
    // The open standard input is how a server notices that this process is gone.
    this.child = spawn(command, args, {
      env: { ...options.environment },
      stdio: ['pipe', output, output],
      detached: true,
    });
    this.child.on('error', () => undefined);
    closeSync(output);
  }

  /** Waits until a URL answers 200. @throws CommandFailed when the server ends first, or does not answer in time */
  async ready(url: string, seconds: number): Promise<void> {
    const until = Date.now() + seconds * 1000;
    while (Date.now() < until) {
      if (this.ended) throw new CommandFailed(`the server ended before it answered:\n${endOf(this.log)}`);
      if (await answers(url)) return;
      await sleep(100);
    }
    throw new CommandFailed(`${url} did not answer within ${seconds} s:\n${endOf(this.log)}`);
  }

  /** Asks the server to end, waits, and then ends whatever is left of its process group. */
  async stop(): Promise<void> {
    if (!this.ended) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await Promise.race([exited, sleep(10_000, undefined, { ref: false })]);
    }
    this.kill();
  }

  /** Ends the whole process group at once. */
  kill(): void {
    try {
      if (this.child.pid) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // The group is gone already.
    }
  }

  private get ended(): boolean {
    return this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

/** True when the URL answers with a success. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

/** What a command prints, or nothing when it is not there or fails. */
export function outputOf(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return address.port;
}

function endOf(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-25).join('\n');
}
