import type { IncomingMessage } from 'node:http';

/** Bytes that API Gateway takes. */
export const bodyLimit = 10 * 1024 * 1024;

/** Bytes of a body beyond which the function is asked where it goes before it is read. */
const heldBackFrom = 4 * 1024 * 1024;

/**
 * Whether a body stays with its sender until the function has said where it goes: a large file, of which the function sees
 * the headers only. It answers with a signed URL (307), to which the body then flows.
 */
export function isHeldBack({ method, headers }: IncomingMessage): boolean {
  return method === 'PUT' && Number(headers['content-length']) > heldBackFrom;
}

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
