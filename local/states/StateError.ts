/** An error by the name that Retry and Catch go by. */
export class StateError extends Error {
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }

  /** True when one of the names of a Retry or Catch means this error. */
  matches(names: readonly string[]): boolean {
    return names.some(
      (name) =>
        name === this.error ||
        (name === 'States.ALL' && this.error !== 'States.DataLimitExceeded') ||
        (name === 'States.TaskFailed' &&
          this.error !== 'States.Timeout' &&
          !this.error.startsWith('States.')),
    );
  }
}
