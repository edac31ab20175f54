import type { IncomingMessage } from 'node:http';

/** Bytes that API Gateway takes. */
export const bodyLimit = 10 * 1024 * 1024;

/**
 * The body of a request; undefined as soon as it is known to be too large: the rest is then read and dropped, so that
 * the caller can still be answered.
 *
 * @throws Error when the caller goes away before its end
 */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const collect = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > bodyLimit) refuse();
      else chunks.push(chunk);
    };
    const refuse = (): void => {
      chunks.length = 0;
      request.off('data', collect).resume();
      resolve(undefined);
    };
    request
      .on('error', reject)
      .on('close', () => request.complete || reject(new Error('the caller went away')))
      .on('end', () => resolve(Buffer.concat(chunks, size)));
    if (Number(request.headers['content-length']) > bodyLimit) refuse();
    else request.on('data', collect);
  });
}
