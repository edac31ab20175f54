import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { LoggedModel } from '../../layers/store/tracking/LoggedModelStore.ts';
import { integer } from './limits.ts';
import { loggedModelForm, statusNames } from './loggedModelForms.ts';
import { pageParameters, pageSize } from './pages.ts';
import { required, tagsOf } from './registryRequests.ts';
import { idText, listOf, readRequest } from './requests.ts';
import { nameFor } from './runNames.ts';
import { runIdOf } from './runs.ts';
import type { TrackingServices } from './services.ts';

const text = z.pipe(
  z.union([z.string(), z.number(), z.boolean()]),
  z.transform((value) => String(value)),
);
const pair = z.object({ key: required, value: z._default(text, '') });
const status = z.pipe(
  z.union([z.enum(statusNames.map(([, name]) => name)), integer]),
  z.transform((value) => statusNames.find(([, name], number) => name === value || number === value)?.[0]),
);

const name = z
  .string()
  .check(
    z.regex(
      /^[^/:.%"']*$/,
      `Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`,
    ),
    z.maxLength(500, 'exceeds the maximum length of 500 characters'),
  );

const creation = z.object({
  experiment_id: idText,
  name: z.optional(name),
  model_type: z.optional(z.string().check(z.maxLength(500))),
  source_run_id: z.optional(z.string()),
  params: z.optional(z.array(pair)),
  tags: z.optional(z.array(pair)),
});
const search = z.object({
  ...pageParameters(1000),
  experiment_ids: listOf(idText),
  filter: z.optional(z.string()),
  datasets: z.optional(
    z.array(z.object({ dataset_name: z.optional(z.string()), dataset_digest: z.optional(z.string()) })),
  ),
  order_by: z.optional(
    z.array(
      z.object({
        field_name: required,
        ascending: z._default(z.boolean(), true),
        dataset_name: z.optional(z.string()),
        dataset_digest: z.optional(z.string()),
      }),
    ),
  ),
});
const finalization = z.object({ status });
const params = z.object({ params: z.optional(z.array(pair)) });
const tags = z.object({ tags: z.optional(z.array(pair)) });
const retrieval = z.object({ allow_deleted: z.optional(z.string()) });

/** What a page of models shows unless asked for more. */
const usualPage = 100;

export function loggedModelRoutes({ tracking }: Pick<TrackingServices, 'tracking'>): Hono {
  const { experiments, loggedModels } = tracking;
  const form = async (model: LoggedModel) =>
    loggedModelForm(model, await experiments.get(model.experimentId));
  return new Hono()
    .post('/', async (c) => {
      const query = await readRequest(c, creation);
      const experiment = await experiments.get(query.experiment_id);
      if (experiment.lifecycle !== 'active') {
        throw new InvalidInput(
          `The experiment ${experiment.id} must be in the 'active' state. Current state is deleted.`,
        );
      }
      const id = `m-${randomUUID().replaceAll('-', '')}`;
      const made = await loggedModels.create({
        id,
        experimentId: experiment.id,
        name: query.name || nameFor(id.slice(2)),
        ...(query.model_type && { type: query.model_type }),
        ...(query.source_run_id && { sourceRunId: query.source_run_id }),
        params: tagsOf(query.params),
        tags: tagsOf(query.tags),
      });
      return c.json({ model: loggedModelForm(made, experiment) });
    })
    .post('/search', async (c) => {
      const query = await readRequest(c, search);
      const { models, next } = await loggedModels.search({
        experimentIds: query.experiment_ids,
        limit: pageSize(query.max_results, usualPage),
        ...(query.filter && { filter: query.filter }),
        ...(query.datasets && { datasets: query.datasets.map(datasetOf) }),
        ...(query.order_by && { orderBy: query.order_by.map(orderOf) }),
        ...(query.page_token && { after: query.page_token }),
      });
      return c.json({
        models: await Promise.all(models.map(form)),
        ...(next !== undefined && { next_page_token: next }),
      });
    })
    .get('/:id', async (c) => {
      const { allow_deleted } = await readRequest(c, retrieval);
      return c.json({
        model: await form(await loggedModels.get(c.req.param('id'), allow_deleted === 'true')),
      });
    })
    .patch('/:id', async (c) => {
      const { status: given } = await readRequest(c, finalization);
      if (!given) throw new InvalidInput(`Unknown model status: use one of ${statusNames.flat().join(', ')}`);
      return c.json({ model: await form(await loggedModels.finalize(c.req.param('id'), given)) });
    })
    .delete('/:id', async (c) => {
      await loggedModels.delete(c.req.param('id'));
      return c.json({});
    })
    .post('/:id/params', async (c) => {
      await loggedModels.logParams(c.req.param('id'), tagsOf((await readRequest(c, params)).params));
      return c.json({});
    })
    .patch('/:id/tags', async (c) => {
      await loggedModels.setTags(c.req.param('id'), tagsOf((await readRequest(c, tags)).tags));
      return c.json({});
    })
    .delete('/:id/tags/:key', async (c) => {
      await loggedModels.deleteTag(c.req.param('id'), c.req.param('key'));
      return c.json({});
    });
}

const outputs = z.object({
  run_id: required,
  models: z.array(z.object({ model_id: required, step: z._default(integer, 0) })),
});
const logged = z.object({ run_id: required, model_json: required });

/** MLflow's tag of a run with the models that it logged before there were logged models. */
const historyTag = 'mlflow.log-model.history';

/** What ties runs to the models that they logged. */
export function runModelRoutes({ tracking }: Pick<TrackingServices, 'tracking'>): Hono {
  const { runs } = tracking;
  return new Hono()
    .post('/outputs', async (c) => {
      const query = await readRequest(c, outputs);
      const models = query.models.map(({ model_id: modelId, step }) => ({ modelId, step }));
      await runs.logOutputs(runIdOf(query), models);
      return c.json({});
    })
    .post('/log-model', async (c) => {
      const query = await readRequest(c, logged);
      const id = runIdOf(query);
      const model = modelOf(query.model_json);
      const before = JSON.parse((await runs.get(id)).tags[historyTag] ?? '[]') as unknown[];
      await runs.log(id, { tags: { [historyTag]: JSON.stringify([...before, model]) } });
      return c.json({});
    });
}

const needed = ['artifact_path', 'flavors', 'utc_time_created', 'run_id'];

/** What the history keeps of a model. @throws InvalidInput in MLflow's words */
function modelOf(json: string): Record<string, unknown> {
  let model: Record<string, unknown>;
  try {
    model = JSON.parse(json) as Record<string, unknown>;
  } catch (error) {
    throw new InvalidInput(
      `Malformed model info. \n ${json.slice(0, 500)} \n is not a valid JSON.`,
      {},
      { cause: error },
    );
  }
  const missing = needed.filter((field) => !Object.hasOwn(model ?? {}, field));
  if (missing.length > 0)
    throw new InvalidInput(`Model json is missing mandatory fields: ${missing.join(', ')}`);
  const kept = ['run_id', 'utc_time_created', 'artifact_path', 'model_uuid'].filter(
    (field) => field in model,
  );
  const flavors = Object.entries(model.flavors as Record<string, unknown>).map(([flavor, config]) => {
    if (typeof config !== 'object' || config === null) return [flavor, config];
    const { config: _, ...rest } = config as Record<string, unknown>;
    return [flavor, rest];
  });
  return {
    ...Object.fromEntries(kept.map((field) => [field, model[field]])),
    flavors: Object.fromEntries(flavors),
  };
}

function datasetOf({
  dataset_name: dataset,
  dataset_digest: digest,
}: {
  dataset_name?: string | undefined;
  dataset_digest?: string | undefined;
}) {
  if (!dataset) throw new InvalidInput('`dataset_name` in the `datasets` clause must be specified.');
  return { name: dataset, ...(digest && { digest }) };
}

function orderOf({
  field_name: field,
  ascending,
  dataset_name: datasetName,
  dataset_digest: datasetDigest,
}: NonNullable<z.infer<typeof search>['order_by']>[number]) {
  return {
    field,
    descending: !ascending,
    ...(datasetName && { datasetName }),
    ...(datasetDigest && { datasetDigest }),
  };
}
