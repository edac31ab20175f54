/** How far an iterative fit is. */
export interface Progress {
  /** Rounds done. */
  readonly done: number;
  /** Rounds at most. */
  readonly total: number;
  /** What is being minimized, where it is known. */
  readonly loss?: number;
}

/** Work in rounds: it yields after each, and returns the result. One way of writing it serves callers that wait and those that cannot. */
export type Steps<Result> = Generator<Progress, Result, void>;

export interface StepOptions {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** Does all rounds at once. @throws the signal's reason when `onProgress` aborted it */
export function runSteps<Result>(steps: Steps<Result>, { onProgress, signal }: StepOptions = {}): Result {
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = steps.next();
      if (done) return value;
      onProgress?.(value);
    }
  } finally {
    end(steps);
  }
}

/** Longest time without a look at the event loop. Milliseconds. */
const patience = 20;

/** Lets the event loop turn now and then, so that a server goes on answering and a signal can come from outside. */
async function runStepsAsync<Result>(
  steps: Steps<Result>,
  { onProgress, signal }: StepOptions,
): Promise<Result> {
  try {
    for (let since = Date.now(); ; ) {
      signal?.throwIfAborted();
      const { done, value } = steps.next();
      if (done) return value;
      onProgress?.(value);
      if (Date.now() - since < patience) continue;
      await new Promise((resolve) => setTimeout(resolve));
      since = Date.now();
    }
  } finally {
    end(steps);
  }
}

/** Rounds that are not gone on with let go of what they hold, as workers. */
function end<Result>(steps: Steps<Result>): void {
  steps.return(undefined as never);
}

/** An estimator whose fit is made of rounds. */
interface Iterative<X, Y, Options, Result> {
  fitSteps(X: X, y: Y, options?: Options): Steps<Result>;
}

/**
 * Fits without blocking the event loop for longer than one round, so that `options.signal` can end it from outside.
 *
 * @example await fitAsync(new KMeans({ nClusters: 8 }), X, undefined, { signal: AbortSignal.timeout(10_000) })
 */
export function fitAsync<X, Y, Options extends StepOptions, Result>(
  estimator: Iterative<X, Y, Options, Result>,
  X: X,
  y: Y,
  options: Options = {} as Options,
): Promise<Result> {
  return runStepsAsync(estimator.fitSteps(X, y, options), options);
}
