import { workerData } from 'node:worker_threads';
import { tsImport } from 'tsx/esm/api';

/** Node takes no TypeScript in threads, even where tsx runs the main one. */
await tsImport(workerData, import.meta.url);
