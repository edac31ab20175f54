import { describe, expect, it } from 'vitest';
import { match, routesOf } from '../../../local/gateway/routes.ts';

const resource = (ref: string, ParentId: string, PathPart: string) => ({
  ref,
  id: ref,
  stack: 'stack',
  arn: '',
  type: 'AWS::ApiGateway::Resource',
  properties: { ParentId, PathPart },
});

const method = (ResourceId: string, HttpMethod: string, integration: object = {}) => ({
  ref: `${ResourceId}${HttpMethod}`,
  id: `${ResourceId}${HttpMethod}`,
  stack: 'stack',
  arn: '',
  type: 'AWS::ApiGateway::Method',
  properties: {
    ResourceId,
    HttpMethod,
    ApiKeyRequired: HttpMethod === 'ANY',
    Integration: {
      Type: 'AWS_PROXY',
      Uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:0:function:${ResourceId}/invocations`,
      ...integration,
    },
  },
});

const resources = [
  resource('v1', 'root', 'v1'),
  resource('open', 'v1', '{proxy+}'),
  resource('status', 'v1', 'status'),
  resource('ping', 'root', 'ping'),
  resource('id', 'v1', '{id}'),
];

describe('routes', () => {
  const routes = routesOf(resources, [
    method('open', 'ANY'),
    method('open', 'DELETE'),
    method('status', 'GET', { TimeoutInMillis: 5000 }),
    method('ping', 'GET'),
  ]);
  const resourceOf = (verb: string, path: string) => match(routes, verb, path)?.route.resource;

  it('are read with their function, key and time limit', () => {
    expect(match(routes, 'POST', '/v1/models/m:predict')).toEqual({
      route: {
        resource: '/v1/{proxy+}',
        method: 'ANY',
        needsKey: true,
        function: 'arn:aws:lambda:us-east-1:0:function:open',
        timeout: 29_000,
      },
      parameters: { proxy: 'models/m:predict' },
    });
    expect(match(routes, 'GET', '/v1/status')).toMatchObject({ route: { timeout: 5000 }, parameters: null });
  });

  it('prefer the fixed path, and the method by its name', () => {
    expect(resourceOf('GET', '/v1/status')).toBe('/v1/status');
    expect(resourceOf('GET', '/v1/statuses')).toBe('/v1/{proxy+}');
    expect(match(routes, 'DELETE', '/v1/x')?.route.method).toBe('DELETE');
  });

  it('are none where the fixed path does not take the method, or nothing is left for the placeholder', () => {
    expect(resourceOf('POST', '/v1/status')).toBeUndefined();
    expect(resourceOf('GET', '/v1/')).toBeUndefined();
    expect(resourceOf('GET', '/v1')).toBeUndefined();
    expect(resourceOf('GET', '/v2/x')).toBeUndefined();
  });

  it('of another kind are refused by name', () => {
    expect(() => routesOf(resources, [method('id', 'GET')])).toThrow(
      'the local runner does not do a placeholder other than a last {proxy+}: /v1/{id} has it',
    );
    expect(() => routesOf(resources, [method('ping', 'GET', { Type: 'MOCK' })])).toThrow(
      'the local runner does not do an integration of type MOCK: /ping has it',
    );
  });
});
