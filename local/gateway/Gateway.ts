import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import { account } from '../assembly/identity.ts';
import type { Invocation } from '../functions/LocalFunction.ts';
import { match, type Route } from './routes.ts';

export interface GatewayOptions {
  readonly routes: readonly Route[];
  readonly apiKey: string;
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

interface ProxyResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, string[]>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Bytes that API Gateway takes. */
const bodyLimit = 10 * 1024 * 1024;

/** The REST API of the assembly on 127.0.0.1: requests become Lambda proxy events. */
export class Gateway {
  private readonly options: GatewayOptions;
  private readonly server: Server;

  constructor(options: GatewayOptions) {
    this.options = options;
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) =>
        send(response, { status: 500, body: { message: 'Internal server error' } }, error),
      );
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
    const mark = url.indexOf('?');
    const path = mark === -1 ? url : url.slice(0, mark);
    const body = await read(request);
    if (!body) return send(response, { status: 413, body: { message: 'Request Too Long' } });
    const own = this.options.own(method, path, headers, body);
    if (own) return send(response, own);
    const found = match(this.options.routes, method, path);
    if (!found) return send(response, { status: 403, body: { message: 'Missing Authentication Token' } });
    if (found.route.needsKey && headers['x-api-key'] !== this.options.apiKey)
      return send(response, { status: 403, body: { message: 'Forbidden' } });

    const event = proxyEvent(
      request,
      found.route,
      path,
      mark === -1 ? '' : url.slice(mark + 1),
      found.parameters,
      body,
    );
    const invocation = await this.options.invoke(found.route.function, event);
    const result = 'error' in invocation ? undefined : (invocation.result as ProxyResult);
    if (!result || typeof result.statusCode !== 'number')
      send(response, { status: 502, body: { message: 'Internal server error' } });
    else {
      for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, value);
      for (const [name, values] of Object.entries(result.multiValueHeaders ?? {}))
        response.setHeader(name, values);
      response.writeHead(result.statusCode);
      response.end(result.isBase64Encoded ? Buffer.from(result.body ?? '', 'base64') : result.body);
    }
    this.options.measured(response.statusCode, performance.now() - started);
  }
}

function proxyEvent(
  request: IncomingMessage,
  route: Route,
  path: string,
  query: string,
  parameters: Record<string, string>,
  body: Buffer,
): unknown {
  const { method = 'GET', headers } = request;
  const search = new URLSearchParams(query);
  const single = Object.fromEntries(search);
  const multi = Object.fromEntries([...search.keys()].map((key) => [key, search.getAll(key)]));
  const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return {
    resource: route.resource,
    path,
    httpMethod: method,
    headers: flat,
    multiValueHeaders: Object.fromEntries(Object.entries(flat).map(([name, value]) => [name, [value]])),
    queryStringParameters: query === '' ? null : single,
    multiValueQueryStringParameters: query === '' ? null : multi,
    pathParameters: parameters,
    stageVariables: null,
    requestContext: {
      accountId: account,
      apiId: 'local',
      httpMethod: method,
      identity: { sourceIp: '127.0.0.1', userAgent: flat['user-agent'] ?? '' },
      path,
      protocol: 'HTTP/1.1',
      requestId: randomUUID(),
      requestTimeEpoch: Date.now(),
      resourcePath: route.resource,
      stage: 'prod',
    },
    body: body.length === 0 ? null : body.toString('utf8'),
    isBase64Encoded: false,
  };
}

/** The body; undefined when it is too large. */
async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= bodyLimit) chunks.push(chunk as Buffer);
  }
  return size > bodyLimit ? undefined : Buffer.concat(chunks, size);
}

function send(
  response: ServerResponse,
  { status, body, type = 'application/json' }: Reply,
  error?: unknown,
): void {
  if (error) process.stderr.write(`${String(error)}\n`);
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(body));
}
