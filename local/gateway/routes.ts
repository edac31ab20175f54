import type { Resource } from '../assembly/Template.ts';

export interface Route {
  /** `/v1/{proxy+}` */
  readonly resource: string;
  readonly method: string;
  readonly needsKey: boolean;
  /** ARN of the function behind it. */
  readonly function: string;
}

/** The routes of the API's resources and methods. */
export function routesOf(resources: readonly Resource[], methods: readonly Resource[]): Route[] {
  const byId = new Map(resources.map((resource) => [resource.ref, resource.properties]));
  const pathOf = (id: string): string => {
    const properties = byId.get(id);
    return properties ? `${pathOf(String(properties.ParentId))}/${String(properties.PathPart)}` : '';
  };
  return methods.map(({ properties }) => {
    const { Uri } = properties.Integration as { Uri: string };
    return {
      resource: pathOf(String(properties.ResourceId)) || '/',
      method: String(properties.HttpMethod),
      needsKey: properties.ApiKeyRequired === true,
      function: /functions\/(arn:[^/]+)\/invocations/.exec(Uri)![1]!,
    };
  });
}

/** The route of a path, and what its placeholders stand for; as API Gateway, the most specific one. */
export function match(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; parameters: Record<string, string> } | undefined {
  const candidates = routes.filter((route) => route.method === 'ANY' || route.method === method);
  for (const route of candidates.toSorted(
    (a, b) => Number(a.resource.includes('{')) - Number(b.resource.includes('{')),
  )) {
    if (route.resource === path) return { route, parameters: {} };
    const prefix = route.resource.replace(/\{proxy\+\}$/, '');
    if (prefix !== route.resource && path.startsWith(prefix) && path.length > prefix.length) {
      return { route, parameters: { proxy: path.slice(prefix.length) } };
    }
  }
  return undefined;
}
