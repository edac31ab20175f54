import type { Context } from '../../../cli/context.ts';
import { appRoot } from '../../../cli/context.ts';
import { main } from '../../../cli/main.ts';
import { Terminal } from '../../../cli/terminal.ts';

/** A stream that keeps what is written to it. */
export function buffer(isTTY = false): { text: string; isTTY: boolean; write(text: string): void } {
  return {
    text: '',
    isTTY,
    write(text) {
      this.text += text;
    },
  };
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in a folder, as a process would. */
export async function millrace(
  directory: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const [stdout, stderr] = [buffer(), buffer()];
  const context: Context = {
    terminal: new Terminal(stdout, stderr, environment),
    environment,
    directory,
    root: appRoot,
  };
  const code = await main(args, context);
  return { code, out: stdout.text, err: stderr.text };
}
