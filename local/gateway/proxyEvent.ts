import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { account } from '../assembly/identity.ts';
import type { Route } from './routes.ts';

type Single = Record<string, string>;
type Multi = Record<string, string[]>;

/** A request as API Gateway's REST APIs hand it to a Lambda function. */
export interface ProxyEvent {
  readonly resource: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly headers: Single;
  readonly multiValueHeaders: Multi;
  readonly queryStringParameters: Single | null;
  readonly multiValueQueryStringParameters: Multi | null;
  readonly pathParameters: Single | null;
  readonly stageVariables: null;
  readonly requestContext: Readonly<Record<string, unknown>>;
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

/**
 * Makes the event of a request: headers as they were sent, of several values the last one alone.
 *
 * @param binary true when the API declares that it bears bytes: the body is in base64 then, whatever it is, else text
 */
export function proxyEvent(
  request: IncomingMessage,
  { resource }: Route,
  pathParameters: Single | null,
  body: Buffer,
  binary: boolean,
): ProxyEvent {
  const { method = 'GET', url = '/' } = request;
  const { path, query } = split(url);
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
  const headers = group(pairs(request.rawHeaders));
  headers.single['X-Forwarded-For'] = sourceIp;
  headers.multi['X-Forwarded-For'] = [sourceIp];
  const parameters = query === '' ? undefined : group(new URLSearchParams(query));
  const now = Date.now();
  return {
    resource,
    path,
    httpMethod: method,
    headers: headers.single,
    multiValueHeaders: headers.multi,
    queryStringParameters: parameters?.single ?? null,
    multiValueQueryStringParameters: parameters?.multi ?? null,
    pathParameters,
    stageVariables: null,
    requestContext: {
      accountId: account,
      apiId: 'local',
      domainName: request.headers.host ?? 'localhost',
      httpMethod: method,
      identity: { sourceIp, userAgent: request.headers['user-agent'] ?? null },
      path,
      protocol: 'HTTP/1.1',
      requestId: randomUUID(),
      requestTimeEpoch: now,
      resourcePath: resource,
      stage: 'prod',
    },
    body: body.length === 0 ? null : body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary && body.length > 0,
  };
}

/** Path and query of a request's target, both as they were sent. */
export function split(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?');
  return mark === -1 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

function* pairs(flat: readonly string[]): Generator<[string, string]> {
  for (let at = 0; at + 1 < flat.length; at += 2) yield [flat[at]!, flat[at + 1]!];
}

function group(values: Iterable<[string, string]>): { single: Single; multi: Multi } {
  // Without a prototype: a header may be called __proto__.
  const single = Object.create(null) as Single;
  const multi = Object.create(null) as Multi;
  for (const [name, value] of values) {
    single[name] = value;
    const known = multi[name];
    if (known) known.push(value);
    else multi[name] = [value];
  }
  return { single, multi };
}
