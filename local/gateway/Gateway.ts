import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { Grant } from '../../layers/contracts/signedFile.ts';
import type { Invocation } from '../functions/LocalFunction.ts';
import { isHeldBack, readBody } from './body.ts';
import { proxyEvent, split } from './proxyEvent.ts';
import { match, type Route } from './routes.ts';
import type { SignedFiles } from './SignedFiles.ts';

export interface GatewayOptions {
  readonly routes: readonly Route[];
  readonly apiKey: string;
  /** True when the API bears bytes: bodies travel in base64. */
  readonly binary: boolean;
  readonly files: SignedFiles;
  readonly invoke: (functionArn: string, event: unknown) => Promise<Invocation>;
  /** Requests that are the runner's own, not the app's; undefined lets the app's routes have them. */
  readonly own: (
    method: string,
    path: string,
    headers: IncomingMessage['headers'],
    body: Buffer,
  ) => Reply | undefined;
  readonly measured: (status: number, milliseconds: number) => void;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly type?: string;
}

/** What a function answers. */
interface ProxyResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Headers that the gateway alone decides. */
const ownHeaders = new Set(['connection', 'content-length', 'transfer-encoding']);

/** Answers of API Gateway's own. */
const refusals = {
  noRoute: [403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
  noKey: [403, 'ForbiddenException', 'Forbidden'],
  tooLong: [413, 'RequestTooLargeException', 'Request Too Long'],
  broken: [502, 'InternalServerErrorException', 'Internal server error'],
  late: [504, 'InternalServerErrorException', 'Endpoint request timed out'],
} as const;

/** The REST API of the assembly on 127.0.0.1: requests become Lambda proxy events. */
export class Gateway {
  private readonly options: GatewayOptions;
  private readonly server: Server;

  constructor(options: GatewayOptions) {
    this.options = options;
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        if (request.destroyed && !request.complete) return; // The caller went away.
        process.stderr.write(`${String(error)}\n`);
        send(response, 500, { message: 'Internal server error' });
      });
    });
    this.server.keepAliveTimeout = 60_000;
  }

  /** @throws InvalidInput when the port is taken */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.code === 'EADDRINUSE'
            ? new InvalidInput(
                `port ${port} is in use: stop what listens there, or choose another with --port`,
              )
            : error,
        ),
      );
      this.server.listen(port, '127.0.0.1', () => resolve((this.server.address() as { port: number }).port));
    });
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const { method = 'GET', headers, url = '/' } = request;
    const { path } = split(url);
    const { files } = this.options;
    if (files.covers(path)) return files.serve(files.grantOf(url), request, response);
    const found = match(this.options.routes, method, path);
    if (found?.route.needsKey && !isSame(headers['x-api-key'], this.options.apiKey))
      return refuse(response, 'noKey');
    const isHeld = found !== undefined && this.options.binary && isHeldBack(request);
    const body = isHeld ? Buffer.alloc(0) : await readBody(request);
    if (!body) return refuse(response, 'tooLong');
    if (!found) {
      const own = this.options.own(method, path, headers, body);
      return own ? send(response, own.status, own.body, own.type) : refuse(response, 'noRoute');
    }
    const event = proxyEvent(request, found.route, found.parameters, body, this.options.binary);
    const invocation = await within(found.route.timeout, this.options.invoke(found.route.function, event));
    const grant = this.grantIn(invocation);
    if (isHeld && !grant) request.resume();
    const refusal = refusalOf(invocation) ?? forward(response, invocation as { result: unknown }, grant);
    if (refusal) refuse(response, refusal);
    else if (grant) await files.serve(grant, request, response);
    this.options.measured(response.statusCode, performance.now() - started);
  }

  /** A redirection to a file of this runner's own is followed here: clients need not, and some cannot. */
  private grantIn(invocation: Invocation | undefined): Grant | undefined {
    const { statusCode, headers, multiValueHeaders } = ((invocation && 'result' in invocation
      ? invocation.result
      : undefined) ?? {}) as Partial<ProxyResult>;
    if (statusCode !== 302 && statusCode !== 307) return undefined;
    const location = multiValueHeaders?.location?.[0] ?? headers?.location;
    return typeof location === 'string' ? this.options.files.grantOf(location) : undefined;
  }
}

/** Undefined when the invocation takes too long; it goes on, and nobody hears of it. */
function within(milliseconds: number, invocation: Promise<Invocation>): Promise<Invocation | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds, undefined);
    invocation.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

function refusalOf(invocation: Invocation | undefined): keyof typeof refusals | undefined {
  if (!invocation) return 'late';
  if ('result' in invocation) return undefined;
  return invocation.error.errorType === 'RequestTooLargeException' ? 'tooLong' : 'broken';
}

/**
 * Answers with what a function gave; `broken` when that is no answer.
 *
 * @param grant given when a file follows: the headers are set, and no more
 */
function forward(
  response: ServerResponse,
  { result }: { readonly result: unknown },
  grant: Grant | undefined,
): 'broken' | undefined {
  const {
    statusCode,
    headers,
    multiValueHeaders,
    body = '',
    isBase64Encoded = false,
  } = (result ?? {}) as ProxyResult;
  const isAnswer = Number.isInteger(statusCode) && statusCode >= 200 && statusCode < 600;
  if (!isAnswer || typeof body !== 'string') return 'broken';
  try {
    const given = { ...headers, ...multiValueHeaders };
    for (const name in given) {
      const value = given[name]!;
      if (!ownHeaders.has(name.toLowerCase()) && !(grant && name.toLowerCase() === 'location'))
        response.setHeader(name, typeof value === 'object' ? value : String(value));
    }
  } catch {
    // A header that HTTP does not have.
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    return 'broken';
  }
  if (grant) return undefined;
  response.statusCode = statusCode;
  // Head and body in one go: Node adds the length, and writes once.
  response.end(isBase64Encoded ? Buffer.from(body, 'base64') : body);
  return undefined;
}

/** Compares in a time that does not tell how much of the key was right. */
function isSame(given: string | string[] | undefined, key: string): boolean {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refuse(response: ServerResponse, why: keyof typeof refusals): void {
  const [status, type, message] = refusals[why];
  if (!response.headersSent) response.setHeader('x-amzn-errortype', type);
  send(response, status, { message });
}

function send(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  if (response.headersSent) return;
  response.statusCode = status;
  response.setHeader('content-type', type);
  response.end(JSON.stringify(body));
}
