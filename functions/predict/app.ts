import { type Context, Hono } from 'hono';
import { httpStatus, InvalidInput, isOperational, NotFound } from '../../layers/contracts/errors.ts';
import { type PredictionValue, predictionAt } from '../../layers/contracts/predictions.ts';
import type { Prediction } from '../../layers/learn/index.ts';
import type { ArtifactStore } from '../../layers/store/artifactStore.ts';
import type { PredictionLog } from '../../layers/store/predictionLog.ts';
import type { Registry } from '../../layers/store/registry.ts';
import type { Capture } from './Capture.ts';
import { type LoadedModel, ModelCache } from './ModelCache.ts';
import { type ModelPath, parsePath } from './path.ts';
import { Rejected } from './Rejected.ts';
import { parseBody, parseOutcomes, parseRows } from './request.ts';

export interface PredictServices {
  readonly registry: Pick<Registry, 'getAlias' | 'getVersion'>;
  readonly artifacts: Pick<ArtifactStore, 'get'>;
  readonly predictions: Pick<PredictionLog, 'feedback'>;
  readonly capture: Pick<Capture, 'add'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Makes a UUIDv7. */
  readonly newId: () => string;
  /** A number in [0, 1) that decides whether a request is captured. */
  readonly random: () => number;
  /** Told of every prediction request of a model that there is; `failed` when it was not the caller's fault. */
  readonly measured: (model: string, milliseconds: number, failed: boolean) => void;
  /** Told of errors that are nobody's fault but ours. */
  readonly failed: (error: unknown) => void;
}

/** Predictions and feedback in TensorFlow Serving's REST form. */
export function createApp(services: PredictServices): Hono {
  const models = new ModelCache(services.registry, services.artifacts, services.now);
  const app = new Hono();
  app.get('/ping', (c) => c.json({ status: 'ok' }));
  app.all('/v1/*', (c) => {
    const path = parsePath(new URL(c.req.url).pathname);
    if (!path) throw nowhere(c);
    const route = routes[`${c.req.method} ${path.verb}`];
    if (route) return route(c, path, services, models);
    throw new Rejected(405, `${c.req.method} is not what ${c.req.path} takes: ${methods(path.verb)} it`);
  });
  app.notFound((c) => c.json({ error: nowhere(c).message }, 404));
  app.onError((error, c) => {
    if (error instanceof Rejected) return c.json({ error: error.message }, error.status);
    if (isOperational(error)) return c.json({ error: error.message }, httpStatus[error.name]);
    services.failed(error);
    return c.json({ error: 'the request failed, which is our fault: the function’s log says why' }, 500);
  });
  return app;
}

function nowhere(c: Context): NotFound {
  return new NotFound(
    `there is no ${c.req.path}: POST to /v1/models/<model>:predict, /v1/models/<model>/versions/<version>:predict or /v1/models/<model>/labels/<alias>:predict`,
  );
}

type Route = (
  c: Context,
  path: ModelPath,
  services: PredictServices,
  models: ModelCache,
) => Promise<Response>;

const routes: Readonly<Record<string, Route>> = {
  'POST predict': predict,
  'POST feedback': feedback,
  'GET status': async (c, path, _, models) => {
    const { version } = await load(path, models);
    const status = { error_code: 'OK', error_message: '' };
    return c.json({ model_version_status: [{ version, state: 'AVAILABLE', status }] });
  },
  'GET metadata': async (c, path, _, models) => {
    const { version, pipeline } = await load(path, models);
    const model_spec = { name: path.model, signature_name: '', version };
    return c.json({ model_spec, metadata: { signature: pipeline.signature } });
  },
};

function methods(verb: string): string {
  const taken = Object.keys(routes).filter((key) => key.endsWith(` ${verb}`));
  return taken.map((key) => key.split(' ')[0]).join(' or ');
}

async function predict(
  c: Context,
  path: ModelPath,
  services: PredictServices,
  models: ModelCache,
): Promise<Response> {
  const started = performance.now();
  // Names are the caller's: only models that there are become metrics, each of which costs money.
  let known = false;
  let failed = false;
  try {
    const body = await bodyOf(c);
    const loaded = await load(path, models);
    known = true;
    const { rows, answer } = parseRows(body, loaded.pipeline.signature);
    const values = valuesOf(loaded.pipeline.predictRecords(rows));
    const id = services.newId();
    if (services.random() < loaded.monitor.capture) {
      await capture(services, path.model, loaded, id, rows, values);
    }
    return c.json({ [answer]: values }, 200, { 'Prediction-Id': id, 'Model-Version': loaded.version });
  } catch (error) {
    failed = !isCallersFault(error);
    throw error;
  } finally {
    if (known || failed) services.measured(path.model, performance.now() - started, failed);
  }
}

function valuesOf(predictions: Prediction): PredictionValue[] {
  const numbers = predictions.probabilities?.[0] ?? (predictions.values as Float64Array);
  return Array.from(numbers, (number, row) => {
    if (Number.isFinite(number)) return predictionAt(predictions, row);
    throw new InvalidInput(
      `instances[${row}]: the prediction is ${number}: give numbers nearer to those of the training data`,
    );
  });
}

function capture(
  services: PredictServices,
  model: string,
  { version, monitor }: LoadedModel,
  id: string,
  rows: readonly Record<string, unknown>[],
  values: readonly PredictionValue[],
): Promise<void> {
  const at = services.now();
  const captured = rows.map((row, index) => ({
    id: `${id}:${index}`,
    at,
    version,
    row,
    prediction: values[index],
  }));
  return services.capture.add(model, captured, monitor.retention);
}

async function feedback(
  c: Context,
  path: ModelPath,
  services: PredictServices,
  models: ModelCache,
): Promise<Response> {
  const body = await bodyOf(c);
  const { pipeline, monitor } = await load(path, models);
  const at = services.now();
  const outcomes = parseOutcomes(body, pipeline.signature).map((outcome) => ({ ...outcome, at }));
  await services.predictions.feedback(path.model, outcomes, monitor.retention);
  return c.json({ accepted: outcomes.length });
}

function isCallersFault(error: unknown): boolean {
  return error instanceof Rejected || (isOperational(error) && httpStatus[error.name] < 500);
}

function load({ model, version, alias }: ModelPath, models: ModelCache): Promise<LoadedModel> {
  return version === undefined ? models.byAlias(model, alias) : models.byVersion(model, version);
}

async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  return parseBody(await c.req.text(), c.req.header('content-type'));
}
