/**
 * The operational errors of the whole product. Their names drive Retry and Catch in the state
 * machines and one table maps them to HTTP; programmer's faults stay `TypeError` and `RangeError`.
 */
export type ErrorName = 'InvalidInput' | 'NotFound' | 'Conflict' | 'Transient';

/** HTTP status of each operational error. */
export const httpStatus: Readonly<Record<ErrorName, 400 | 404 | 409 | 503>> = {
  InvalidInput: 400,
  NotFound: 404,
  Conflict: 409,
  Transient: 503,
};

/** One thing that is wrong with an input: where, what was seen, and what to do about it. */
export interface Fault {
  /** Place of the fault: a path in a document (`train.candidates[0].model`), a column, or `file:line`. */
  readonly at: string;
  /** What is wrong, with the value seen, and the remedy: one sentence each. */
  readonly message: string;
}

abstract class OperationalError extends Error {
  abstract override readonly name: ErrorName;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(message, options);
    this.details = details;
  }
}

/** The caller's data, spec or request is wrong; trying again will not help. */
export class InvalidInput extends OperationalError {
  override readonly name = 'InvalidInput';

  /** One error for many faults, so that a user can mend them all at once. */
  static fromFaults(what: string, faults: readonly Fault[]): InvalidInput {
    const lines = faults.map((fault) => `  ${fault.at}: ${fault.message}`);
    return new InvalidInput([`${what}:`, ...lines].join('\n'), { faults });
  }
}

/** What was named does not exist. */
export class NotFound extends OperationalError {
  override readonly name = 'NotFound';
}

/** Somebody else changed it first, or it exists already. */
export class Conflict extends OperationalError {
  override readonly name = 'Conflict';
}

/** A fault that heals: throttling, timeouts, an unavailable service. Safe to retry. */
export class Transient extends OperationalError {
  override readonly name = 'Transient';
}

/** True for the operational family, also across bundles, where `instanceof` does not reach. */
export function isOperational(error: unknown): error is Error & { name: ErrorName } {
  return error instanceof Error && error.name in httpStatus;
}
