import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where the local runner serves files by signed URLs, as S3 does objects. */
export interface FileServer {
  /** Address of the runner. */
  readonly url: string;
  readonly key: string;
}

/** What a signed URL allows. */
export interface Grant {
  readonly method: 'GET' | 'PUT';
  /** `file:` URI. */
  readonly uri: string;
  /** Milliseconds since 1970 at which it ends. */
  readonly until: number;
}

export const signedFilesPath = '/_millrace/files';

/** @example signFile(server, { method: 'GET', uri: 'file:///data/a.bin', until: Date.now() + 300_000 }) */
export function signFile({ url, key }: FileServer, grant: Grant): string {
  const { method, uri, until } = grant;
  const query = new URLSearchParams({
    uri,
    method,
    until: String(until),
    signature: signatureOf(key, grant),
  });
  return `${url}${signedFilesPath}?${query}`;
}

/** What the query of a signed URL allows; undefined when nobody signed it, or it is over. */
export function readSigned(key: string, query: URLSearchParams, now: number): Grant | undefined {
  const [uri, method, signature] = [query.get('uri'), query.get('method'), query.get('signature')];
  const until = Number(query.get('until'));
  if (!uri || !signature || (method !== 'GET' && method !== 'PUT') || !(until > now)) return undefined;
  const [given, right] = [Buffer.from(signature), Buffer.from(signatureOf(key, { method, uri, until }))];
  return given.length === right.length && timingSafeEqual(given, right) ? { method, uri, until } : undefined;
}

function signatureOf(key: string, { method, uri, until }: Grant): string {
  return createHmac('sha256', key).update(`${method}\n${until}\n${uri}`).digest('base64url');
}
