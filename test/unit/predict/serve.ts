import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { v7 } from 'uuid';
import { createApp, type PredictServices } from '../../../functions/predict/app.ts';
import { Capture } from '../../../functions/predict/Capture.ts';
import type { FittedPipeline } from '../../../layers/learn/index.ts';
import type { NewVersion } from '../../../layers/store/registry.ts';
import { letModel, rentModel } from './flats.ts';
import { MemoryPredictions, MemoryRegistry, memoryArtifacts } from './memoryStore.ts';

export const rent: FittedPipeline = rentModel().pipeline;
export const flatLet: FittedPipeline = letModel().pipeline;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Served {
  readonly app: Hono;
  readonly registry: MemoryRegistry;
  readonly predictions: MemoryPredictions;
  readonly time: { now: number };
  readonly measured: { model: string; failed: boolean }[];
  readonly failures: unknown[];
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
}

/** The app in front of stores in memory: `rent` and `let` have a version each, which is the champion. */
export async function serve(changes: Partial<PredictServices> = {}): Promise<Served> {
  const registry = new MemoryRegistry();
  const predictions = new MemoryPredictions();
  const time = { now: 1_800_000_000_000 };
  const measured: Served['measured'] = [];
  const failures: unknown[] = [];
  const artifacts = memoryArtifacts({
    'memory://rent': JSON.stringify(rent),
    'memory://let': JSON.stringify(flatLet),
  });
  for (const model of ['rent', 'let']) {
    await registry.registerVersion(model, newVersion(`memory://${model}`));
    await registry.setAlias(model, 'champion', '1', { actor: 'test', reason: 'test' });
  }
  const app = createApp({
    registry,
    artifacts,
    predictions,
    capture: new Capture(predictions, { background: false, failed: (_, __, error) => failures.push(error) }),
    now: () => time.now,
    newId: v7,
    random: () => 0.5,
    measured: (model, _, failed) => measured.push({ model, failed }),
    failed: (error) => failures.push(error),
    ...changes,
  });
  return {
    app,
    registry,
    predictions,
    time,
    measured,
    failures,
    get: (path) => answer(app, path, {}),
    post: (path, body, headers = { 'content-type': 'application/json' }) =>
      answer(app, path, {
        method: 'POST',
        headers,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

async function answer(app: Hono, path: string, init: RequestInit): Promise<Answer> {
  const response = await app.request(path, init);
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}

/** A version whose pipeline is at the URI. */
export function newVersion(
  pipelineUri: string,
  monitor: NewVersion['monitor'] = { capture: 1, retention: 30 },
): NewVersion {
  return {
    runId: randomUUID(),
    pipelineUri,
    profileUri: 'memory://profile',
    metrics: {},
    params: {},
    monitor,
    createdAt: 1_800_000_000_000,
  };
}
