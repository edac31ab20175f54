import { Hono } from 'hono';
import * as z from 'zod/mini';
import type { Lifecycle } from '../../layers/store/tracking/Run.ts';
import { experimentForm } from './forms.ts';
import { atMost, keyName, limits } from './limits.ts';
import { pageParameters, pageSize } from './pages.ts';
import { idText, listOf, readRequest } from './requests.ts';
import type { TrackingServices } from './services.ts';

const name = z
  .string()
  .check(
    z.minLength(1, 'Invalid experiment name: give it a name'),
    z.maxLength(limits.experimentName, `exceeds the maximum length of ${limits.experimentName} characters`),
  );
const tag = z.object({ key: keyName, value: z._default(atMost(limits.experimentTagValue), '') });

const creation = z.object({
  name,
  tags: z.optional(z.array(tag)),
  artifact_location: z.optional(z.string()),
});
const byId = z.object({ experiment_id: idText });
const byName = z.object({ experiment_name: z.string() });
const renaming = z.object({ experiment_id: idText, new_name: z.optional(name) });
const tagging = z.object({ experiment_id: idText, ...tag.shape });
const untagging = z.object({ experiment_id: idText, key: z.string() });
const search = z.object({
  ...pageParameters(50_000),
  filter: z.optional(z.string()),
  order_by: z.optional(listOf(z.string())),
  view_type: z.optional(z.string()),
});

/** MLflow's ViewType. */
export function viewOf(type: string | undefined): Lifecycle | 'all' {
  return type === 'DELETED_ONLY' ? 'deleted' : type === 'ALL' ? 'all' : 'active';
}

export function experimentRoutes({ tracking }: Pick<TrackingServices, 'tracking'>): Hono {
  const { experiments } = tracking;
  return new Hono()
    .post('/create', async (c) => {
      const { name: own, tags = [], artifact_location: artifactLocation } = await readRequest(c, creation);
      const experiment_id = await experiments.create({
        name: own,
        tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
        ...(artifactLocation && { artifactLocation }),
      });
      return c.json({ experiment_id });
    })
    .on(['GET', 'POST'], '/search', async (c) => {
      const query = await readRequest(c, search);
      const found = await experiments.search({
        view: viewOf(query.view_type),
        limit: pageSize(query.max_results),
        ...(query.filter && { filter: query.filter }),
        ...(query.order_by && { orderBy: query.order_by }),
        ...(query.page_token && { after: query.page_token }),
      });
      return c.json({
        experiments: found.experiments.map(experimentForm),
        ...(found.next && { next_page_token: found.next }),
      });
    })
    .get('/get', async (c) => {
      const { experiment_id: id } = await readRequest(c, byId);
      return c.json({ experiment: experimentForm(await experiments.get(id)) });
    })
    .get('/get-by-name', async (c) => {
      const { experiment_name: own } = await readRequest(c, byName);
      return c.json({ experiment: experimentForm(await experiments.getByName(own)) });
    })
    .post('/update', async (c) => {
      const { experiment_id: id, new_name: own } = await readRequest(c, renaming);
      if (own !== undefined) await experiments.rename(id, own);
      return c.json({});
    })
    .post('/delete', async (c) => {
      await experiments.delete((await readRequest(c, byId)).experiment_id);
      return c.json({});
    })
    .post('/restore', async (c) => {
      await experiments.restore((await readRequest(c, byId)).experiment_id);
      return c.json({});
    })
    .post('/set-experiment-tag', async (c) => {
      const { experiment_id: id, key, value } = await readRequest(c, tagging);
      await experiments.setTag(id, key, value);
      return c.json({});
    })
    .post('/delete-experiment-tag', async (c) => {
      const { experiment_id: id, key } = await readRequest(c, untagging);
      await experiments.deleteTag(id, key);
      return c.json({});
    });
}
