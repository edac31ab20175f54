import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { InvalidInput, NotFound } from '../../layers/contracts/errors.ts';
import type { LoggedModelStore } from '../../layers/store/tracking/LoggedModelStore.ts';
import type { RunStatus } from '../../layers/store/tracking/Run.ts';
import { viewOf } from './experiments.ts';
import { datasetOf, metricForm, runForm, runInfoForm } from './forms.ts';
import { atMostEntries, cutAt, double, integer, keyName, limits } from './limits.ts';
import { pageParameters, pageSize } from './pages.ts';
import { idText, listOf, readRequest } from './requests.ts';
import { nameFor } from './runNames.ts';
import type { TrackingServices } from './services.ts';

const statuses: readonly RunStatus[] = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];
/** Of protobuf's enum, by number. */
const status = z.pipe(
  z.union([
    z.enum(statuses),
    z.pipe(
      integer,
      z.transform((number) => statuses[number - 1]),
    ),
  ]),
  z.transform((value) => value as RunStatus),
);

const tag = z.object({ key: keyName, value: z._default(cutAt(limits.tagValue), '') });
const param = z.object({ key: keyName, value: z._default(cutAt(limits.paramValue), '') });
const metric = z.object({
  key: keyName,
  value: double,
  timestamp: integer,
  step: z._default(integer, 0),
  /** The logged model that it is also a metric of, and the data that it was measured with. */
  model_id: z.optional(z.string()),
  dataset_name: z.optional(z.string()),
  dataset_digest: z.optional(z.string()),
});
/** Older clients say run_uuid. */
const run = { run_id: z.optional(z.string()), run_uuid: z.optional(z.string()) };

const creation = z.object({
  experiment_id: z._default(idText, '0'),
  user_id: z.optional(z.string()),
  run_name: z.optional(z.string()),
  start_time: z.optional(integer),
  tags: z.optional(z.array(tag)),
});
const byId = z.object(run);
const update = z.object({
  ...run,
  status: z.optional(status),
  end_time: z.optional(integer),
  run_name: z.optional(z.string()),
});
const batch = z.object({
  ...run,
  metrics: z._default(atMostEntries(metric, limits.metricsPerBatch, 'metrics'), []),
  params: z._default(atMostEntries(param, limits.paramsPerBatch, 'params'), []),
  tags: z._default(atMostEntries(tag, limits.tagsPerBatch, 'tags'), []),
});
const search = z.object({
  ...pageParameters(limits.runsPerPage),
  experiment_ids: z.optional(listOf(idText)),
  filter: z.optional(z.string()),
  order_by: z.optional(listOf(z.string())),
  run_view_type: z.optional(z.string()),
});
const history = z.object({
  ...pageParameters(limits.pointsPerPage),
  ...run,
  metric_key: z.string(),
});
const inputs = z.object({
  ...run,
  datasets: z.optional(
    z.array(
      z.object({
        tags: z.optional(z.array(z.object({ key: z.string(), value: z.string() }))),
        dataset: z.object({
          name: z.string().check(z.maxLength(500)),
          digest: z.string().check(z.maxLength(36)),
          source_type: z.string(),
          source: z.string().check(z.maxLength(65_535)),
          schema: z.optional(z.string().check(z.maxLength(1_048_575))),
          profile: z.optional(z.string()),
        }),
      }),
    ),
  ),
});

export function runRoutes({ tracking }: Pick<TrackingServices, 'tracking'>): Hono {
  const { experiments, runs } = tracking;
  return new Hono()
    .post('/runs/create', async (c) => {
      const {
        experiment_id: experimentId,
        user_id: user,
        run_name,
        start_time,
        tags = [],
      } = await readRequest(c, creation);
      const experiment = await experiments.get(experimentId);
      if (experiment.lifecycle !== 'active') {
        throw new InvalidInput(
          `The experiment ${experimentId} must be in the 'active' state. Current state is deleted.`,
        );
      }
      const given = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
      const named = given['mlflow.runName'];
      if (run_name && named !== undefined && named !== run_name) {
        throw new InvalidInput(
          `Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='${run_name}', mlflow.runName='${named}').`,
        );
      }
      const id = randomUUID().replaceAll('-', '');
      const name = run_name || named || nameFor(id);
      await runs.create({
        id,
        experimentId,
        name,
        startedAt: start_time ?? Date.now(),
        tags: { ...given, 'mlflow.runName': name },
        ...(user && { user }),
      });
      return c.json({ run: runForm(await runs.get(id), experiment) });
    })
    .get('/runs/get', async (c) => {
      const found = await runs.get(runIdOf(await readRequest(c, byId)));
      return c.json({ run: runForm(found, await experiments.get(found.experimentId)) });
    })
    .post('/runs/update', async (c) => {
      const query = await readRequest(c, update);
      const id = runIdOf(query);
      await runs.update(id, {
        ...(query.status && { status: query.status }),
        ...(query.end_time !== undefined && { endedAt: query.end_time }),
        ...(query.run_name && { name: query.run_name }),
      });
      if (query.run_name) await runs.log(id, { tags: { 'mlflow.runName': query.run_name } });
      const found = await runs.get(id);
      return c.json({ run_info: runInfoForm(found, await experiments.get(found.experimentId)) });
    })
    .post('/runs/delete', async (c) => {
      await runs.setLifecycle(runIdOf(await readRequest(c, byId)), 'deleted');
      return c.json({});
    })
    .post('/runs/restore', async (c) => {
      await runs.setLifecycle(runIdOf(await readRequest(c, byId)), 'active');
      return c.json({});
    })
    .post('/runs/log-metric', async (c) => {
      const query = await readRequest(c, z.object({ ...run, ...metric.shape }));
      const { key, value, timestamp, step } = query;
      await runs.log(runIdOf(query), { metrics: [{ key, value, timestamp, step }] });
      await logToModels(tracking.loggedModels, runIdOf(query), [query]);
      return c.json({});
    })
    .post('/runs/log-parameter', async (c) => {
      const query = await readRequest(c, z.object({ ...run, ...param.shape }));
      await runs.log(runIdOf(query), { params: { [query.key]: query.value } });
      return c.json({});
    })
    .post('/runs/set-tag', async (c) => {
      const query = await readRequest(c, z.object({ ...run, ...tag.shape }));
      const id = runIdOf(query);
      await runs.log(id, { tags: { [query.key]: query.value } });
      if (query.key === 'mlflow.runName') await runs.update(id, { name: query.value });
      return c.json({});
    })
    .post('/runs/delete-tag', async (c) => {
      const query = await readRequest(c, z.object({ ...run, key: z.string() }));
      await runs.deleteTag(runIdOf(query), query.key);
      return c.json({});
    })
    .post('/runs/log-batch', async (c) => {
      const query = await readRequest(c, batch);
      const { metrics, params, tags } = query;
      checkBatch(query);
      await runs.log(runIdOf(query), {
        metrics,
        params: Object.fromEntries(params.map(({ key, value }) => [key, value])),
        tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
      });
      await logToModels(tracking.loggedModels, runIdOf(query), metrics);
      return c.json({});
    })
    .post('/runs/log-inputs', async (c) => {
      const query = await readRequest(c, inputs);
      await runs.logInputs(runIdOf(query), (query.datasets ?? []).map(datasetOf));
      return c.json({});
    })
    .post('/runs/search', async (c) => {
      const query = await readRequest(c, search);
      const found = await runs.search({
        experimentIds: query.experiment_ids ?? [],
        view: viewOf(query.run_view_type),
        limit: pageSize(query.max_results),
        ...(query.filter && { filter: query.filter }),
        ...(query.order_by && { orderBy: query.order_by }),
        ...(query.page_token && { after: query.page_token }),
      });
      const ids = [...new Set(found.runs.map(({ experimentId }) => experimentId))];
      const known = new Map(
        await Promise.all(ids.map(async (id) => [id, await experiments.get(id)] as const)),
      );
      return c.json({
        runs: found.runs.map((one) => runForm(one, known.get(one.experimentId)!)),
        ...(found.next && { next_page_token: found.next }),
      });
    })
    .get('/metrics/get-history', async (c) => {
      const query = await readRequest(c, history);
      const { points, next } = await runs.history(runIdOf(query), query.metric_key, {
        limit: pageSize(query.max_results, limits.pointsPerPage),
        ...(query.page_token && { after: query.page_token }),
      });
      return c.json({ metrics: points.map(metricForm), ...(next && { next_page_token: next }) });
    });
}

/** Logs a run's points to the models whose metrics they are too. */
async function logToModels(
  models: LoggedModelStore,
  runId: string,
  metrics: readonly z.infer<typeof metric>[],
): Promise<void> {
  const ids = new Set(metrics.flatMap(({ model_id }) => model_id || []));
  for (const id of ids) {
    const own = metrics.filter(({ model_id }) => model_id === id);
    await models.logMetrics(
      id,
      own.map(
        ({ key, value, timestamp, step, dataset_name: datasetName, dataset_digest: datasetDigest }) => ({
          key,
          value,
          timestamp,
          step,
          runId,
          ...(datasetName && { datasetName }),
          ...(datasetDigest && { datasetDigest }),
        }),
      ),
    );
  }
}

/** What only the whole of a batch shows. */
function checkBatch({ metrics, params, tags }: z.infer<typeof batch>): void {
  const total = metrics.length + params.length + tags.length;
  if (total > limits.entitiesPerBatch) {
    throw new InvalidInput(
      `A batch logging request can contain at most ${limits.entitiesPerBatch} metrics, params, and tags. Got ${total} metrics, params, and tags. Please split up metrics, params, and tags across multiple requests and try again.`,
    );
  }
  const keys = params.map(({ key }) => key);
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  if (twice.length > 0) {
    throw new InvalidInput(
      `Duplicate parameter keys have been submitted: ${JSON.stringify(twice)}. Please ensure the request contains only one param value per param key.`,
    );
  }
}

/** @throws InvalidInput without an id; NotFound for what can be none */
export function runIdOf({
  run_id,
  run_uuid,
}: {
  run_id?: string | undefined;
  run_uuid?: string | undefined;
}): string {
  const id = run_id || run_uuid;
  if (!id) throw new InvalidInput("Missing value for required parameter 'run_id'.");
  if (!/^[a-zA-Z0-9][\w-]{0,255}$/.test(id)) throw new NotFound(`Run with id=${id.slice(0, 100)} not found`);
  return id;
}
