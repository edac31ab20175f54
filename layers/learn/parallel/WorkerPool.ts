/**
 * Threads that a large fit may use; who has threads (Node's worker_threads, a browser's workers) implements it, so that this
 * room needs none of them.
 */
export interface WorkerPool {
  /** Threads besides the caller's. */
  readonly size: number;
  /**
   * Has every worker begin a task of tasks.ts, and does not wait for it. A worker may begin late or never, so that the caller must be
   * able to do all of the work by itself, as it does in a SharedLoop.
   *
   * @param payload cloned for each, but shared memory and WebAssembly modules are shared
   */
  start(task: string, payload: unknown): void;
}
