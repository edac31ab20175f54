import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Host, HostOptions } from './Host.ts';

type Message = { readonly fault: string } | { readonly id: number };

/**
 * Opens a process, which may crash, run out of memory or be killed in the middle of what it does without taking the runner along. It is there
 * until `exited` is called, and ends by itself when the runner is gone.
 */
export function openProcess({ entry, variables, memory, log, answered, exited }: HostOptions): Host {
  let outOfMemory = false;
  let fault: string | undefined;
  const child = fork(fileURLToPath(new URL('./worker.mjs', import.meta.url)), [entry], {
    env: { ...variables },
    execArgv: [`--max-old-space-size=${memory}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const output of [child.stdout!, child.stderr!]) {
    createInterface({ input: output }).on('line', (line) => {
      outOfMemory ||= line.includes('JavaScript heap out of memory');
      if (line !== '') log(line);
    });
  }
  child.on('message', (message: Message) => {
    if ('fault' in message) fault = message.fault;
    else answered(message);
  });
  // A child that has just ended takes no more orders; its end is told all the same.
  child.on('error', () => {});
  child.on('close', (code, signal) =>
    exited({ reason: fault ?? (signal === null ? `exit code ${code}` : `ended by ${signal}`), outOfMemory }),
  );
  return {
    post: (order) => {
      if (child.connected) child.send(order);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
