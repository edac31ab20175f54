import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from '../endToEnd/Api.ts';
import type { Driver } from '../endToEnd/driver.ts';
import { type Address, connect } from './driver.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds since it was asked to stop. */
  readonly after: number;
}

/** A command in a process of its own, as a user starts it. */
export class Command {
  stdout = '';
  stderr = '';
  private static readonly alive = new Set<Command>();
  private readonly child: ChildProcess;
  private readonly exit: Promise<Pick<Exit, 'code' | 'signal'>>;

  /** @param args of Node */
  constructor(...args: readonly string[]) {
    this.child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    Command.alive.add(this);
    this.exit = new Promise((resolve) =>
      this.child.on('close', (code, signal) => {
        Command.alive.delete(this);
        resolve({ code, signal });
      }),
    );
  }

  static millrace(...args: readonly string[]): Command {
    return new Command('cli/millrace.mjs', ...args);
  }

  /** Ends whatever a test that failed has left running. */
  static async killAll(): Promise<void> {
    await Promise.all([...Command.alive].map((command) => command.stop('SIGKILL')));
  }

  get pid(): number {
    return this.child.pid!;
  }

  async ended(): Promise<Exit> {
    const asked = performance.now();
    return { ...(await this.exit), after: performance.now() - asked };
  }

  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<Exit> {
    this.child.kill(signal);
    return this.ended();
  }

  /** Waits until it holds. @throws Error with what the command said, when it ended or takes minutes */
  async until(what: string, holds: () => boolean): Promise<void> {
    const late = Date.now() + 180_000;
    while (!holds()) {
      if (this.child.exitCode !== null || Date.now() > late)
        throw new Error(`waited in vain for ${what}; it said:\n${this.stdout}${this.stderr}`);
      await sleep(10);
    }
  }
}

/** A local cloud in a process of its own, and the way to talk to it. */
export interface RunnerProcess {
  readonly command: Command;
  readonly address: Address;
  readonly driver: Driver;
  readonly api: Api;
}

/** Waits until a command has started a local cloud on a data folder. */
export async function started(command: Command, dataDir: string): Promise<RunnerProcess> {
  await command.until('the start', () => /"url"|^started/.test(command.stdout));
  const address = JSON.parse(readFileSync(join(dataDir, 'dev.json'), 'utf8')) as Address;
  const driver = connect(address, dataDir);
  return { command, address, driver, api: new Api(driver) };
}
