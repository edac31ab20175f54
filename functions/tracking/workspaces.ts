import { Hono } from 'hono';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import { defaultWorkspace } from '../../layers/store/dynamo.ts';
import { answerError } from './errors.ts';
import { checkRawPath } from './rawPath.ts';

/** Workspaces that stay opened: each keeps searched experiments in memory. */
const mostOpen = 32;

/**
 * The same API for each workspace, under `/w/<workspace>`; without it, for `default`.
 *
 * @param open makes the API of one workspace
 */
export function createWorkspaces(open: (workspace: string) => Hono): Hono {
  const opened = new Map<string, Hono>();
  const of = (workspace: string): Hono => {
    const app = opened.get(workspace) ?? open(workspace);
    // The one that was used last goes to the end; the first has not been used for longest.
    opened.delete(workspace);
    opened.set(workspace, app);
    if (opened.size > mostOpen) opened.delete(opened.keys().next().value!);
    return app;
  };
  return new Hono()
    .use(checkRawPath)
    .all('/w/:workspace/*', (c) => {
      const url = new URL(c.req.url);
      const [, name = '', path = '/'] = /^\/w\/([^/]*)(\/.*)?$/.exec(url.pathname)!;
      url.pathname = path;
      return of(checkName(name)).fetch(new Request(url, c.req.raw), c.env);
    })
    .all('*', (c) => of(defaultWorkspace).fetch(c.req.raw, c.env))
    .onError(answerError);
}

/** @throws InvalidInput for what cannot be a workspace's name */
function checkName(name: string): string {
  if (/^[a-z0-9-]{1,63}$/.test(name)) return name;
  throw new InvalidInput(
    `${JSON.stringify(name.slice(0, 100))} is no name of a workspace: use up to 63 lower-case letters, digits and dashes`,
  );
}
