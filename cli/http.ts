import { Conflict, InvalidInput, NotFound, Transient } from '../layers/contracts/errors.ts';
import { Failed } from './failures.ts';

const errors: Readonly<Record<number, new (message: string) => Error>> = {
  400: InvalidInput,
  404: NotFound,
  409: Conflict,
  429: Transient,
  503: Transient,
};

/** JSON of an answer. @throws the operational error that its status stands for, with the server's message */
export async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  const body = parse(text);
  if (response.ok) return body;
  const message = messageOf(body) ?? (text || response.statusText);
  const ErrorType = errors[response.status] ?? Failed;
  throw new ErrorType(response.status in errors ? message : `${response.status} ${message}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `{error}` as TensorFlow Serving writes it, `{message}` as MLflow and API Gateway do. */
function messageOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  if ('error' in body && typeof body.error === 'string') return body.error;
  return 'message' in body && typeof body.message === 'string' ? body.message : undefined;
}

/** Joins a base URL, which may have a path of its own (`/prod/`), with a path. */
export function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}${path}`;
}
