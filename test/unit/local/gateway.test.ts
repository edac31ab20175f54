import { once } from 'node:events';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request as send } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Invocation } from '../../../local/functions/LocalFunction.ts';
import { Gateway } from '../../../local/gateway/Gateway.ts';
import type { ProxyEvent } from '../../../local/gateway/proxyEvent.ts';
import { SignedFiles } from '../../../local/gateway/SignedFiles.ts';
import { eventually } from '../../endToEnd/eventually.ts';

const apiKey = 'c0ffee';
const limit = 10 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('the gateway', () => {
  let gateway: Gateway;
  let port: number;
  let events: ProxyEvent[];
  let measured: number[];
  /** What the function behind the API answers. */
  let answer: (event: ProxyEvent) => unknown;
  let fails: { errorType: string; errorMessage: string } | undefined;

  beforeEach(async () => {
    events = [];
    measured = [];
    answer = () => ({ statusCode: 200, body: '' });
    fails = undefined;
    const invoke = async (_: string, event: unknown): Promise<Invocation> => {
      events.push(event as ProxyEvent);
      return fails
        ? { error: fails, milliseconds: 1 }
        : { result: await answer(event as ProxyEvent), milliseconds: 1 };
    };
    const common = { function: 'arn', timeout: 1500 };
    gateway = new Gateway({
      routes: [
        { resource: '/ping', method: 'GET', needsKey: false, ...common },
        { resource: '/v1/{proxy+}', method: 'ANY', needsKey: true, ...common },
      ],
      apiKey,
      binary: false,
      files: new SignedFiles({ url: 'http://127.0.0.1:1', key: 'k' }),
      invoke,
      own: (_method, path, _headers, body) =>
        path === '/_own' ? { status: 201, body: { bytes: body.length } } : undefined,
      measured: (status) => measured.push(status),
    });
    port = await gateway.listen(0);
  });
  afterEach(() => gateway.close());

  const ask = async (
    method: string,
    path: string,
    headers: OutgoingHttpHeaders | readonly string[] = {},
    body?: string | Buffer,
  ): Promise<Answer> => {
    const request = send({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: Array.isArray(headers)
        ? ['host', 'example', 'x-api-key', apiKey, ...headers]
        : { 'x-api-key': apiKey, ...headers },
    });
    request.end(body);
    const [response] = await once(request, 'response');
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  };
  const eventOf = async (...request: Parameters<typeof ask>): Promise<ProxyEvent> => {
    await ask(...request);
    return events.at(-1)!;
  };

  describe('makes an event that', () => {
    it('has the path and the placeholder as they were sent, escapes and all', async () => {
      const event = await eventOf('POST', '/v1/models/m%20%C3%A9:predict?x=1');
      expect(event).toMatchObject({
        resource: '/v1/{proxy+}',
        path: '/v1/models/m%20%C3%A9:predict',
        httpMethod: 'POST',
        pathParameters: { proxy: 'models/m%20%C3%A9:predict' },
        requestContext: {
          path: '/v1/models/m%20%C3%A9:predict',
          resourcePath: '/v1/{proxy+}',
          stage: 'prod',
        },
      });
    });

    it('has every value of a parameter, and the last one alone', async () => {
      const event = await eventOf('GET', '/v1/x?a=1&a=2&b=%26&c&__proto__=d');
      expect(event.multiValueQueryStringParameters).toEqual(
        Object.assign(Object.create(null), { a: ['1', '2'], b: ['&'], c: [''], ['__proto__']: ['d'] }),
      );
      expect(event.queryStringParameters).toMatchObject({ a: '2', b: '&', c: '' });
      expect((await eventOf('GET', '/v1/x')).queryStringParameters).toBeNull();
    });

    it('has every value of a header under the name as it was sent, and the last one alone', async () => {
      const event = await eventOf('GET', '/v1/x', ['X-Two', 'one', 'X-Two', 'two']);
      expect(event.headers).toMatchObject({ 'X-Two': 'two', 'X-Forwarded-For': '127.0.0.1' });
      expect(event.multiValueHeaders).toMatchObject({ 'X-Two': ['one', 'two'] });
    });

    it('has the body as text, or null', async () => {
      expect(await eventOf('POST', '/v1/x', {}, '{"é":1}')).toMatchObject({
        body: '{"é":1}',
        isBase64Encoded: false,
      });
      expect((await eventOf('POST', '/v1/x')).body).toBeNull();
      expect((await eventOf('POST', '/v1/x', {}, Buffer.from([0x61, 0xff]))).body).toBe('a\ufffd');
    });
  });

  describe('answers', () => {
    it('with status, headers and length of what the function gave', async () => {
      answer = () => ({
        statusCode: 207,
        headers: { 'x-one': '1', 'Content-Length': '3', 'x-number': 5 },
        multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] },
        body: 'déjà',
      });
      const { status, headers, body } = await ask('GET', '/v1/x');
      expect([status, body]).toEqual([207, 'déjà']);
      expect(headers).toMatchObject({
        'x-one': '1',
        'x-number': '5',
        'set-cookie': ['a=1', 'b=2'],
        'content-length': '6',
      });
      expect(headers['transfer-encoding']).toBeUndefined();
      expect(measured).toEqual([207]);
    });

    it('HEAD without a body, and OPTIONS like any method', async () => {
      answer = ({ httpMethod }) => ({ statusCode: 200, body: httpMethod });
      expect(await ask('HEAD', '/v1/x')).toMatchObject({ status: 200, body: '' });
      expect(await ask('OPTIONS', '/v1/x')).toMatchObject({ status: 200, body: 'OPTIONS' });
    });

    it.each([
      ['nothing', null],
      ['no status', { body: 'x' }],
      ['a status that is none', { statusCode: 1000 }],
      ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
      ['a header that HTTP does not have', { statusCode: 200, headers: { a: 'b\nc' } }],
    ])('502 when the function gives %s', async (_, result) => {
      answer = () => result;
      expect(await ask('GET', '/v1/x')).toMatchObject({
        status: 502,
        body: '{"message":"Internal server error"}',
        headers: { 'x-amzn-errortype': 'InternalServerErrorException' },
      });
      expect(measured).toEqual([502]);
    });

    it('502 when the function fails, 413 when its event would be too large', async () => {
      fails = { errorType: 'Runtime.ExitError', errorMessage: 'f exited: exit code 1' };
      expect(await ask('GET', '/v1/x')).toMatchObject({ status: 502 });
      fails = { errorType: 'RequestTooLargeException', errorMessage: 'the event is too large' };
      expect(await ask('GET', '/v1/x')).toMatchObject({
        status: 413,
        body: '{"message":"Request Too Long"}',
      });
    });

    it('504 when the function takes longer than its route has', async () => {
      answer = () => new Promise((resolve) => setTimeout(resolve, 5000, { statusCode: 200 }).unref());
      expect(await ask('GET', '/v1/x')).toMatchObject({
        status: 504,
        body: '{"message":"Endpoint request timed out"}',
      });
    });

    it('403 without the right key, and does not call the function', async () => {
      for (const key of ['', 'c0ffef', `${apiKey}0`, 'é']) {
        expect(await ask('POST', '/v1/x', { 'x-api-key': key }, '{}')).toMatchObject({
          status: 403,
          body: '{"message":"Forbidden"}',
        });
      }
      expect(events).toEqual([]);
      expect(await ask('GET', '/ping', { 'x-api-key': '' })).toMatchObject({ status: 200 });
    });

    it('403 where there is no route, as API Gateway does', async () => {
      expect(await ask('GET', '/nowhere')).toMatchObject({
        status: 403,
        body: '{"message":"Missing Authentication Token"}',
      });
    });

    it('its own routes', async () => {
      expect(await ask('POST', '/_own', {}, 'abc')).toMatchObject({ status: 201, body: '{"bytes":3}' });
    });
  });

  it('takes a body of 10 MB, and refuses a larger one, announced or not', async () => {
    expect((await eventOf('POST', '/v1/x', {}, Buffer.alloc(limit, 'a'))).body).toHaveLength(limit);
    for (const headers of [{ 'content-length': limit + 1 }, { 'transfer-encoding': 'chunked' }]) {
      expect(await ask('POST', '/v1/x', headers, Buffer.alloc(limit + 1, 'a'))).toMatchObject({
        status: 413,
        body: '{"message":"Request Too Long"}',
      });
    }
    expect(events).toHaveLength(1);
  });

  it('answers a body that is announced too large before it has come', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /v1/x HTTP/1.1\r\nhost: a\r\nx-api-key: ${apiKey}\r\ncontent-length: ${2 ** 40}\r\n\r\n`,
    );
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
  });

  it('keeps connections for further requests', async () => {
    const socket = connect(port, '127.0.0.1');
    for (let turn = 1; turn <= 3; turn++) {
      socket.write(`GET /ping HTTP/1.1\r\nhost: a\r\n\r\n`);
      const [head] = (await once(socket, 'data')) as [Buffer];
      expect(head.toString()).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    }
    socket.destroy();
  });

  it('goes on when a caller goes away in the middle of its body, or before its answer', async () => {
    const half = connect(port, '127.0.0.1');
    half.write(`POST /v1/x HTTP/1.1\r\nhost: a\r\nx-api-key: ${apiKey}\r\ncontent-length: 10\r\n\r\nhalf`);
    const impatient = connect(port, '127.0.0.1');
    answer = () => new Promise((resolve) => setTimeout(resolve, 100, { statusCode: 200, body: 'late' }));
    impatient.write(`GET /v1/x HTTP/1.1\r\nhost: a\r\nx-api-key: ${apiKey}\r\n\r\n`);
    await eventually('the event', 10, async () => events[0]);
    half.destroy();
    impatient.destroy();
    await eventually('the answer that nobody hears', 10, async () => measured[0]);
    expect(await ask('GET', '/v1/x')).toMatchObject({ status: 200, body: 'late' });
    expect(events).toHaveLength(2);
  });
});
