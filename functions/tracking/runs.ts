import { Hono } from 'hono';
import * as z from 'zod/mini';
import { metricForm, runForm } from './forms.ts';
import { pageParameters, pageSize } from './pages.ts';
import { idText, readRequest, refuse } from './requests.ts';
import type { TrackingServices } from './services.ts';

const search = z.object({
  ...pageParameters,
  experiment_ids: z.optional(z.array(idText)),
  filter: z.optional(z.string()),
  order_by: z.optional(z.array(z.string())),
  run_view_type: z.optional(z.string()),
});
const byId = z.object({ run_id: z.optional(z.string()), run_uuid: z.optional(z.string()) });
const history = z.object({
  ...pageParameters,
  run_id: z.optional(z.string()),
  run_uuid: z.optional(z.string()),
  metric_key: z.string(),
});

/** The one filter there is: the runs below a run. */
const parentFilter = /^\s*tags?\.[`"]?mlflow\.parentRunId[`"]?\s*=\s*['"]([0-9a-f]+)['"]\s*$/;
/** The one order there is. */
const newestFirst = /^\s*(attributes?\.)?start_time\s+desc\s*$/i;

export function runRoutes({ tracking }: Pick<TrackingServices, 'tracking'>): Hono {
  return new Hono()
    .post('/runs/search', async (c) => {
      const query = await readRequest(c, search);
      const parent = query.filter ? parentFilter.exec(query.filter)?.[1] : undefined;
      if (query.filter && !parent) {
        refuse(
          'the filter',
          query.filter,
          `leave it out, or write tags.mlflow.parentRunId = '<run_id>' for the trials of a run`,
        );
      }
      const otherOrder = query.order_by?.find((order) => !newestFirst.test(order));
      if (otherOrder !== undefined) refuse('the order', otherOrder, 'runs come by start_time DESC');
      if (query.run_view_type === 'DELETED_ONLY' || query.experiment_ids?.length === 0)
        return c.json({ runs: [] });
      const asked = query.experiment_ids && new Set(query.experiment_ids);
      const experiments = (await tracking.listExperiments()).filter(({ id }) => asked?.has(id) ?? true);
      const { runs, next } = await tracking.searchRuns({
        ...(parent === undefined ? { experiment: experiments.map(({ name }) => name) } : { parent }),
        limit: pageSize(query.max_results),
        ...(query.page_token && { after: query.page_token }),
      });
      return c.json({ runs: runs.map(runForm), ...(next && { next_page_token: next }) });
    })
    .get('/runs/get', async (c) => {
      const run = await tracking.getRun(runIdOf(await readRequest(c, byId)));
      return c.json({ run: runForm(run) });
    })
    .get('/metrics/get-history', async (c) => {
      const query = await readRequest(c, history);
      const run = await tracking.getRun(runIdOf(query));
      const { points, next } = await tracking.metricPage(run.id, query.metric_key, {
        limit: pageSize(query.max_results),
        ...(query.page_token && { after: query.page_token }),
      });
      return c.json({ metrics: points.map(metricForm), ...(next && { next_page_token: next }) });
    });
}

/** Older clients say run_uuid. */
export function runIdOf({
  run_id,
  run_uuid,
}: {
  run_id?: string | undefined;
  run_uuid?: string | undefined;
}): string {
  return run_id ?? run_uuid ?? refuse('run_id', '', 'pass the id of a run, 32 hex digits');
}
