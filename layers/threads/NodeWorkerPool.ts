import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { WorkerPool } from '../learn/parallel/WorkerPool.ts';

export interface NodeWorkerPoolOptions {
  /** Workers. @default one less than there are processors */
  readonly size?: number;
  /**
   * The module that workers run: worker.ts of this folder, or what a bundler made of it. It lies beside this one, or beside the bundle
   * that this one is in, unless said.
   */
  readonly entry?: URL;
}

/**
 * Node's worker threads for fits. They keep no process alive.
 *
 * @example
 * const pool = new NodeWorkerPool({ size: 1 });
 * new HistGradientBoostingClassifier().fit(X, y, { pool });
 * await pool.close();
 */
export class NodeWorkerPool implements WorkerPool {
  readonly #workers: Set<Worker>;

  constructor({ size = availableParallelism() - 1, entry = besideThis() }: NodeWorkerPoolOptions = {}) {
    this.#workers = new Set(Array.from({ length: size }, () => startWorker(entry)));
    for (const worker of this.#workers) {
      worker.unref();
      // One that cannot start, or fails, leaves the work to the others and the caller.
      worker.on('error', (error) => {
        this.#workers.delete(worker);
        process.emitWarning(`a worker of a fit is lost: ${error.message}`);
      });
      worker.on('exit', () => this.#workers.delete(worker));
    }
  }

  get size(): number {
    return this.#workers.size;
  }

  start(task: string, payload: unknown): void {
    for (const worker of this.#workers) worker.postMessage({ task, payload });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }
}

/** The extension tells sources from a bundle. */
function besideThis(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.mjs', import.meta.url);
}

function startWorker(entry: URL): Worker {
  if (!entry.pathname.endsWith('.ts')) return new Worker(entry);
  return new Worker(new URL('./fromSource.mjs', import.meta.url), { workerData: entry.href });
}
