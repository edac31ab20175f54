import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import {
  type FileServer,
  type Grant,
  readSigned,
  signedFilesPath,
} from '../../layers/contracts/signedFile.ts';

/** Serves the files of buckets by signed URLs, as S3 does: of any size, with no more than a buffer of it in memory. */
export class SignedFiles {
  private readonly server: FileServer;

  constructor(server: FileServer) {
    this.server = server;
  }

  /** True for a path of its own. */
  covers(path: string): boolean {
    return path === signedFilesPath;
  }

  /** What a URL of its own, absolute or not, allows; undefined for any other, and for one that is not signed. */
  grantOf(target: string): Grant | undefined {
    if (!URL.canParse(target, this.server.url)) return undefined;
    const url = new URL(target, this.server.url);
    return url.origin === new URL(this.server.url).origin && this.covers(url.pathname)
      ? readSigned(this.server.key, url.searchParams, Date.now())
      : undefined;
  }

  async serve(grant: Grant | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (!grant || grant.method !== method) {
      request.resume();
      return fail(response, 403, 'SignatureDoesNotMatch', 'the URL is not signed for this, or has expired');
    }
    const path = fileURLToPath(grant.uri);
    await (grant.method === 'GET' ? get(path, request, response) : put(path, request, response));
  }
}

async function get(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const size = await stat(path).then(
    (entry) => (entry.isFile() ? entry.size : undefined),
    () => undefined,
  );
  if (size === undefined) return fail(response, 404, 'NoSuchKey', 'there is no such file');
  const range = rangeOf(request.headers.range, size);
  if (range === 'none') {
    response.setHeader('content-range', `bytes */${size}`);
    return fail(response, 416, 'InvalidRange', `the file has ${size} bytes`);
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.statusCode = range ? 206 : 200;
  if (range) response.setHeader('content-range', `bytes ${start}-${end}/${size}`);
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('content-length', end - start + 1);
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'application/octet-stream');
  if (request.method === 'HEAD' || size === 0) return void response.end();
  // Whoever goes away in the middle has what he has.
  await pipeline(createReadStream(path, { start, end, highWaterMark: 1 << 18 }), response).catch(() => {});
}

/** One range of bytes, as RFC 9110 has it; undefined for the whole, `none` for bytes that are not there. */
function rangeOf(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'none' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || (from === '' && to === '')) return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start < size && start <= end ? { start, end } : 'none';
}

/** Writes beside the file and renames, so that it is seen whole or not at all. */
async function put(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const partial = `${path}.${randomUUID()}.partial`;
  let [size, sum] = [0, 0];
  const count = new Transform({
    transform: (chunk: Buffer, _, done) => {
      size += chunk.length;
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
  });
  try {
    await mkdir(dirname(path), { recursive: true });
    await pipeline(request, count, createWriteStream(partial));
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {});
    if (request.destroyed && !request.complete) throw error;
    return fail(response, 400, 'InvalidRequest', `the file cannot be written: ${(error as Error).message}`);
  }
  // Tells what was written; the store asks for it again when it makes a file of parts.
  response.setHeader('etag', `"${size}-${sum.toString(16)}"`);
  response.setHeader('content-type', 'application/json');
  response.end('{}');
}

function fail(response: ServerResponse, status: number, code: string, message: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ code, message }));
}
