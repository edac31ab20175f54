/**
 * Threads that a large fit may use; who has threads (Node's worker_threads, a browser's workers) implements it, so that this
 * room needs none of them.
 */
export interface WorkerPool {
  /** Threads besides the caller's. */
  readonly size: number;
}
