import { Worker } from 'node:worker_threads';
import type { OpenHost } from './Host.ts';

type Message = { readonly line: string } | { readonly id: number };

/** A worker thread: starts in some 30 ms. Only for JavaScript: native code that is cut off takes the whole process down. */
export const openThread: OpenHost = ({ entry, variables, memory, log, answered, exited }) => {
  let fault: NodeJS.ErrnoException | undefined;
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
    workerData: { entry },
    env: { ...variables },
    // Nothing of the runner's own, such as its loader of TypeScript.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  worker.on('message', (message: Message) => ('line' in message ? log(message.line) : answered(message)));
  worker.on('error', (error) => {
    fault = error;
  });
  worker.on('exit', (code) =>
    exited({
      reason: fault ? fault.message : `exit code ${code}`,
      outOfMemory: fault?.code === 'ERR_WORKER_OUT_OF_MEMORY',
    }),
  );
  return {
    post: (order) => worker.postMessage(order),
    kill: () => void worker.terminate(),
  };
};
