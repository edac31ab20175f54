import type { MiddlewareHandler } from 'hono';
import { InvalidInput } from '../../layers/contracts/errors.ts';

/**
 * Refuses paths that would become others on their way: a URL loses its `..`, and everything behind `#` or `?`, before
 * any route sees it, while the gateway has judged by the path that was sent who may call.
 */
export const checkRawPath: MiddlewareHandler = async (c, next) => {
  const { path } = (c.env as { event?: { path?: unknown } } | undefined)?.event ?? {};
  if (typeof path === 'string' && isUnsafe(path))
    throw new InvalidInput(`Invalid path: ${JSON.stringify(path.slice(0, 200))}`);
  await next();
};

function isUnsafe(path: string): boolean {
  return /[\\#?\p{Cc}]/u.test(path) || path.split('/').some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
}
