import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** What a command printed and how it ended. */
export interface Command {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the `millrace` command as its users do: in a process of its own, away from a terminal. */
export async function millrace(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Command> {
  const child = spawn(process.execPath, ['cli/millrace.mjs', ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr };
}
