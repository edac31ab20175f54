import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { Resource } from '../assembly/Template.ts';

export interface Route {
  /** `/v1/{proxy+}` */
  readonly resource: string;
  readonly method: string;
  readonly needsKey: boolean;
  /** ARN of the function behind it. */
  readonly function: string;
  /** Milliseconds that the function has. */
  readonly timeout: number;
}

interface Integration {
  readonly Type: string;
  readonly Uri: string;
  readonly TimeoutInMillis?: number;
}

const greedy = '{proxy+}';
/** Milliseconds of an integration that says nothing. */
const defaultTimeout = 29_000;

/**
 * The routes of the API's resources and methods, the most specific path first.
 *
 * @throws InvalidInput when one is of a kind that the runner does not do
 */
export function routesOf(resources: readonly Resource[], methods: readonly Resource[]): Route[] {
  const byId = new Map(resources.map((resource) => [resource.ref, resource.properties]));
  const pathOf = (id: string): string => {
    const properties = byId.get(id);
    return properties ? `${pathOf(String(properties.ParentId))}/${String(properties.PathPart)}` : '';
  };
  const routes = methods.map(({ properties }) => {
    const resource = pathOf(String(properties.ResourceId)) || '/';
    const { Type, Uri, TimeoutInMillis = defaultTimeout } = properties.Integration as Integration;
    const unsupported =
      Type !== 'AWS_PROXY'
        ? `an integration of type ${Type}`
        : resource.replace(greedy, '').includes('{')
          ? 'a placeholder other than a last {proxy+}'
          : undefined;
    if (unsupported)
      throw new InvalidInput(`the local runner does not do ${unsupported}: ${resource} has it`);
    return {
      resource,
      method: String(properties.HttpMethod),
      needsKey: properties.ApiKeyRequired === true,
      function: /functions\/(arn:[^/]+)\/invocations/.exec(Uri)![1]!,
      timeout: TimeoutInMillis,
    };
  });
  return routes.sort((a, b) => rank(a) - rank(b) || b.resource.length - a.resource.length);
}

/** A path that is fixed goes before one that is open, and a method before any method. */
function rank({ resource, method }: Route): number {
  return (resource.endsWith(greedy) ? 2 : 0) + (method === 'ANY' ? 1 : 0);
}

/**
 * The route of a path, and what its placeholder stands for. As in API Gateway, the most specific path decides,
 * even when it does not take the method and another would.
 */
export function match(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; parameters: Record<string, string> | null } | undefined {
  const first = routes.find(({ resource }) => covers(resource, path));
  const route = routes.find(
    (one) => one.resource === first?.resource && (one.method === method || one.method === 'ANY'),
  );
  if (!route) return undefined;
  const open = route.resource.endsWith(greedy);
  return { route, parameters: open ? { proxy: path.slice(route.resource.length - greedy.length) } : null };
}

function covers(resource: string, path: string): boolean {
  if (!resource.endsWith(greedy)) return resource === path;
  const prefix = resource.slice(0, -greedy.length);
  return path.length > prefix.length && path.startsWith(prefix);
}
