import { InvalidInput, Transient } from '../contracts/errors.ts';

/** Error names of DynamoDB, S3 and the SDK's transport that heal by themselves. */
const healing: ReadonlySet<string> = new Set([
  'InternalError',
  'InternalServerError',
  'LimitExceededException',
  'NetworkingError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottlingException',
  'TimeoutError',
]);

const healingCodes: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** Calls a service of AWS; what the SDK's own retries could not heal gets the name that Retry goes by. */
export async function calling<Output>(service: string, call: () => Promise<Output>): Promise<Output> {
  try {
    return await call();
  } catch (error) {
    throw translate(service, error);
  }
}

function translate(service: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, $metadata } = error as { code?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  if (healing.has(error.name) || healingCodes.has(code ?? '') || status >= 500 || status === 429) {
    return new Transient(
      `${service} did not answer: ${error.name}: ${error.message}`,
      { service },
      { cause: error },
    );
  }
  if (error.name === 'ValidationException' && /item size/i.test(error.message)) {
    return new InvalidInput(
      'too much for one record: DynamoDB keeps at most 400 KB an item; log fewer or shorter values, or an artifact',
      { service },
      { cause: error },
    );
  }
  return error;
}
