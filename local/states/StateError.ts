/** Errors that the wildcards do not mean. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const beyond: Readonly<Record<string, readonly string[]>> = {
  'States.ALL': ['States.DataLimitExceeded', 'States.Runtime'],
  'States.TaskFailed': ['States.Timeout', 'States.DataLimitExceeded', 'States.Runtime'],
};

/** An error by the name that Retry and Catch go by. */
export class StateError extends Error {
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }

  /** What was thrown, if it is one; anything else is a fault of the runner itself. */
  static from(thrown: unknown): StateError {
    return thrown instanceof StateError ? thrown : new StateError('States.Runtime', String(thrown));
  }

  /** True when one of the names of a Retry or Catch means this error. */
  matches(names: readonly string[]): boolean {
    return names.some((name) => name === this.error || beyond[name]?.includes(this.error) === false);
  }
}
