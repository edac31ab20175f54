import type { Context } from 'hono';
import * as z from 'zod/mini';
import type { By, CatalogSearch } from '../../layers/store/registry/ModelCatalog.ts';
import { atMost, keyName, limits } from './limits.ts';
import { pageSize } from './pages.ts';
import { actorOf, listOf } from './requests.ts';

/** What must not be left out or empty, in MLflow's registry. */
export const required = z.string().check(z.minLength(1, 'It must not be empty.'));

const value = z.pipe(
  z.union([z.string(), z.number(), z.boolean()]),
  z.transform((given) => String(given)),
);

/** Key and value of a registry's tag. */
export const registryTag = z.object({
  key: keyName,
  value: z._default(z.pipe(value, atMost(limits.registryTagValue)), ''),
});

/** The tag that came last counts. */
export function tagsOf(
  tags: readonly { readonly key: string; readonly value: string }[] = [],
): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value: text }) => [key, text]));
}

export const filtered = {
  filter: z.optional(z.string()),
  order_by: z.optional(listOf(z.string())),
};

/** A search of the catalog as a request asks for it. */
export function searchOf(
  {
    filter,
    order_by,
    max_results,
    page_token,
  }: {
    filter?: string | undefined;
    order_by?: readonly string[] | undefined;
    max_results?: number | undefined;
    page_token?: string | undefined;
  },
  usual: number,
): CatalogSearch {
  return {
    limit: pageSize(max_results, usual),
    ...(filter && { filter }),
    ...(order_by && { orderBy: order_by }),
    ...(page_token && { after: page_token }),
  };
}

export function byCaller(c: Context): By {
  return { actor: actorOf(c), reason: "through MLflow's API" };
}
