import { Hono } from 'hono';
import * as z from 'zod/mini';
import { experimentForm } from './forms.ts';
import { pageOf, pageParameters } from './pages.ts';
import { idText, readRequest, refuse } from './requests.ts';
import type { TrackingServices } from './services.ts';

const search = z.object({
  ...pageParameters,
  filter: z.optional(z.string()),
  view_type: z.optional(z.string()),
});
const byId = z.object({ experiment_id: idText });
const byName = z.object({ experiment_name: z.string() });

export function experimentRoutes({ tracking }: Pick<TrackingServices, 'tracking'>): Hono {
  return new Hono()
    .on(['GET', 'POST'], '/search', async (c) => {
      const query = await readRequest(c, search);
      if (query.filter) refuse('the filter', query.filter, 'leave it out and every experiment is listed');
      const all = query.view_type === 'DELETED_ONLY' ? [] : await tracking.listExperiments();
      const newestFirst = all.toSorted((a, b) => b.createdAt - a.createdAt || (a.name < b.name ? -1 : 1));
      const { page, next } = pageOf(newestFirst, query, 1000);
      return c.json({ experiments: page.map(experimentForm), ...next });
    })
    .get('/get', async (c) => {
      const { experiment_id: id } = await readRequest(c, byId);
      return c.json({ experiment: experimentForm(await tracking.getExperiment({ id })) });
    })
    .get('/get-by-name', async (c) => {
      const { experiment_name: name } = await readRequest(c, byName);
      return c.json({ experiment: experimentForm(await tracking.getExperiment({ name })) });
    });
}
