import { parentPort } from 'node:worker_threads';
import { tasks } from '../learn/parallel/tasks.ts';

/** Does the tasks that a NodeWorkerPool sends, one after the other. */
parentPort!.on('message', ({ task, payload }: { readonly task: string; readonly payload: never }) => {
  tasks[task]!(payload);
});
