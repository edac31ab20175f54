import { parentPort, threadId } from 'node:worker_threads';
import { SharedLoop } from '../../../layers/learn/parallel/SharedLoop.ts';

export interface Payload {
  readonly control: Int32Array;
  /** Of each item its square, and the thread that did it. */
  readonly results: Int32Array;
}

/** Kind 1 squares the item, kind 2 fails. */
export function squares({ results }: Payload, thread: number) {
  return (kind: number, item: number): void => {
    if (kind === 2) throw new RangeError('meant to fail');
    // Long enough for other threads to take some.
    for (const until = performance.now() + 0.05; performance.now() < until; );
    results[2 * item] = item * item;
    results[2 * item + 1] = thread;
  };
}

parentPort?.on('message', ({ payload }: { readonly payload: Payload }) =>
  new SharedLoop(payload.control).serve(squares(payload, threadId)),
);
