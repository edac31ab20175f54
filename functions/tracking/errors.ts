import type { Context } from 'hono';
import { type ErrorName, httpStatus, isOperational } from '../../layers/contracts/errors.ts';

/** MLflow's names of errors: mlflow/protos/databricks.proto. */
const codes: Readonly<Record<ErrorName, string>> = {
  InvalidInput: 'INVALID_PARAMETER_VALUE',
  NotFound: 'RESOURCE_DOES_NOT_EXIST',
  Conflict: 'RESOURCE_CONFLICT',
  Transient: 'TEMPORARILY_UNAVAILABLE',
};

/** Answers an error as `{error_code, message}`. */
export function answerError(error: Error, c: Context): Response {
  if (isOperational(error)) {
    const { details } = error as Error & { details?: Readonly<Record<string, unknown>> };
    if (error.name === 'Conflict' && details?.exists)
      return c.json({ error_code: 'RESOURCE_ALREADY_EXISTS', message: error.message }, 400);
    return c.json({ error_code: codes[error.name], message: error.message }, httpStatus[error.name]);
  }
  console.error(error);
  return c.json(
    { error_code: 'INTERNAL_ERROR', message: 'an internal error: the log of this function has it' },
    500,
  );
}

export function answerUnknownRoute(c: Context): Response {
  const message = `there is no route ${c.req.method} ${c.req.path}: see the routes of MLflow's tracking and registry, and /api/2.0/millrace/models`;
  return c.json({ error_code: 'ENDPOINT_NOT_FOUND', message }, 404);
}
