import type { Alarms } from './alarms/Alarms.ts';
import type { Topics } from './events/Topics.ts';
import type { Functions } from './functions/Functions.ts';
import type { GatewayOptions, Reply } from './gateway/Gateway.ts';
import { answer } from './states/api.ts';
import type { StateMachines } from './states/StateMachines.ts';

export interface Parts {
  readonly machines: StateMachines;
  readonly functions: Functions;
  readonly alarms: Alarms;
  readonly topics: Topics;
}

const looks: Readonly<Record<string, (parts: Parts) => unknown>> = {
  '/_millrace/health': () => ({ status: 'ok', pid: process.pid }),
  '/_millrace/alarms': ({ alarms }) => alarms.list(),
  '/_millrace/notifications': ({ topics }) => topics.list(),
};

/**
 * Requests to the runner itself: AWS Step Functions' API at `POST /`, looks at the machine under `/_millrace/`, and
 * `POST /_millrace/functions/<name>/kill`, which ends a function's environments in the middle of what they do, to
 * see how a pipeline bears it.
 */
export function ownRoutes(parts: Parts): GatewayOptions['own'] {
  return (method, path, headers, body) => {
    const target = headers['x-amz-target'];
    if (path === '/' && method === 'POST' && typeof target === 'string') return states(parts, target, body);
    if (!path.startsWith('/_millrace/')) return undefined;
    const look = method === 'GET' ? looks[path] : undefined;
    if (look) return { status: 200, body: look(parts) };
    const name = method === 'POST' ? /^\/_millrace\/functions\/([^/]+)\/kill$/.exec(path)?.[1] : undefined;
    return name === undefined
      ? { status: 404, body: { message: `the runner has no ${method} ${path}` } }
      : kill(parts, name);
  };
}

function states({ machines }: Parts, target: string, body: Buffer): Reply {
  const type = 'application/x-amz-json-1.0';
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(body.toString('utf8') || '{}') as Record<string, unknown>;
  } catch (error) {
    const message = `the body is not JSON: ${(error as Error).message}`;
    return { status: 400, body: { __type: 'SerializationException', message }, type };
  }
  return { ...answer(machines, target, parsed), type };
}

function kill({ functions }: Parts, name: string): Reply {
  const interrupted = functions.kill(name);
  return interrupted === undefined
    ? { status: 404, body: { message: `there is no function ${name}` } }
    : { status: 200, body: { interrupted } };
}
