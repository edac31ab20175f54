import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { httpStatus, InvalidInput, isOperational, NotFound } from '../../layers/contracts/errors.ts';
import { predictionAt } from '../../layers/contracts/predictions.ts';
import type { ArtifactStore } from '../../layers/store/artifacts.ts';
import type { PredictionLog } from '../../layers/store/predictionLog.ts';
import type { Registry } from '../../layers/store/registry.ts';
import type { Capture } from './Capture.ts';
import { type LoadedModel, ModelCache } from './ModelCache.ts';
import { type ModelPath, parseBody, parseOutcomes, parsePath, parseRows, TooLarge } from './request.ts';

export interface PredictServices {
  readonly registry: Registry;
  readonly artifacts: ArtifactStore;
  readonly predictions: PredictionLog;
  readonly capture: Capture;
  readonly now: () => number;
  /** Makes a UUIDv7. */
  readonly newId: () => string;
  /** A number in [0, 1) that decides whether a request is captured. */
  readonly random: () => number;
  readonly measured: (model: string, milliseconds: number, failed: boolean) => void;
  readonly failed: (error: unknown) => void;
}

/** Characters of a body: what Lambda takes in one invocation. */
const bodyLimit = 6 * 1024 * 1024;

/** Predictions and feedback in TensorFlow Serving's REST form. */
export function createApp(services: PredictServices): Hono {
  const models = new ModelCache(services.registry, services.artifacts, services.now);
  const app = new Hono();
  app.get('/ping', (c) => c.json({ status: 'ok' }));
  app.all('/v1/*', async (c) => {
    const path = parsePath(new URL(c.req.url).pathname);
    if (!path) throw new NotFound(`there is no ${c.req.path}: see /v1/models/<model>:predict`);
    const key = `${c.req.method} ${path.verb}`;
    const route = routes[key];
    if (!route)
      throw new NotFound(
        `${c.req.method} is not what ${c.req.path} takes: use ${Object.keys(routes).join(', ')}`,
      );
    const started = performance.now();
    let failed = true;
    try {
      const response = await route(c, path, services, models);
      failed = false;
      return response;
    } catch (error) {
      failed = !isOperational(error);
      throw error;
    } finally {
      if (path.verb === 'predict') services.measured(path.model, performance.now() - started, failed);
    }
  });
  app.notFound((c) => c.json({ error: `there is no ${c.req.path}: see /v1/models/<model>:predict` }, 404));
  app.onError((error, c) => {
    if (error instanceof TooLarge) return c.json({ error: error.message }, 413);
    if (isOperational(error))
      return c.json({ error: error.message }, httpStatus[error.name] as ContentfulStatusCode);
    services.failed(error);
    return c.json({ error: 'the prediction failed: the function’s log says why' }, 500);
  });
  return app;
}

type Route = (
  c: Context,
  path: ModelPath,
  services: PredictServices,
  models: ModelCache,
) => Promise<Response>;

const routes: Readonly<Record<string, Route>> = {
  'POST predict': async (c, path, services, models) => {
    const body = await bodyOf(c);
    const loaded = await load(path, models);
    const { rows, answer } = parseRows(body, loaded.pipeline);
    const predictions = loaded.pipeline.predictRecords(rows);
    const values = rows.map((_, row) => predictionAt(predictions, row));
    const id = services.newId();
    if (services.random() < loaded.monitor.capture) {
      const at = services.now();
      const captured = rows.map((row, index) => ({
        id: `${id}:${index}`,
        at,
        version: loaded.version,
        row,
        prediction: values[index],
      }));
      await services.capture.add(path.model, captured, loaded.monitor.retention);
    }
    return c.json({ [answer]: values }, 200, { 'Prediction-Id': id, 'Model-Version': loaded.version });
  },
  'POST feedback': async (c, { model, alias, version }, services, models) => {
    const loaded = await load(
      { model, alias, verb: 'feedback', ...(version !== undefined && { version }) },
      models,
    );
    const at = services.now();
    const outcomes = parseOutcomes(await bodyOf(c)).map((outcome) => ({ ...outcome, at }));
    await services.predictions.feedback(model, outcomes, loaded.monitor.retention);
    return c.json({ accepted: outcomes.length });
  },
  'GET status': async (c, path, _, models) => {
    const { version } = await load(path, models);
    return c.json({
      model_version_status: [
        { version, state: 'AVAILABLE', status: { error_code: 'OK', error_message: '' } },
      ],
    });
  },
  'GET metadata': async (c, path, _, models) => {
    const { version, pipeline } = await load(path, models);
    return c.json({
      model_spec: { name: path.model, signature_name: '', version },
      metadata: { signature: pipeline.signature },
    });
  },
};

function load({ model, version, alias }: ModelPath, models: ModelCache): Promise<LoadedModel> {
  return version === undefined ? models.byAlias(model, alias) : models.byVersion(model, version);
}

async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  const text = await c.req.text();
  if (text.length > bodyLimit)
    throw new TooLarge(
      `the body has ${text.length} bytes, more than ${bodyLimit}: send fewer rows, or use a batch`,
    );
  if (text === '') throw new InvalidInput('the body is empty: send {"instances": [{…}]}');
  return parseBody(text);
}
