import { createHash } from 'node:crypto';
import { NotFound } from '../layers/contracts/errors.ts';
import type { Target } from './target.ts';

/** A run, as people look at it. */
export interface RunSummary {
  readonly id: string;
  readonly model: string;
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** MLflow's REST answers, as far as they are read here. */
interface Pair<Value> {
  readonly key: string;
  readonly value: Value;
}
interface MlflowRun {
  readonly info: {
    readonly run_id: string;
    readonly experiment_id: string;
    readonly status: string;
    readonly start_time: number | string;
    readonly end_time?: number | string;
  };
  readonly data?: {
    readonly metrics?: Pair<number | string>[];
    readonly params?: Pair<string>[];
    readonly tags?: Pair<string>[];
  };
}
interface Experiment {
  readonly experiment_id: string;
  readonly name: string;
}

export interface RegisteredModel {
  readonly name: string;
  readonly aliases?: readonly { readonly alias: string; readonly version: string }[];
  readonly latest_versions?: readonly ModelVersion[];
}

export interface ModelVersion {
  readonly name: string;
  readonly version: string;
  readonly creation_timestamp: number | string;
  readonly run_id?: string;
  readonly source?: string;
  readonly aliases?: readonly string[];
  readonly tags?: readonly Pair<string>[];
}

const api = '/api/2.0/mlflow';

/** Id of the run that an execution makes: 32 hex digits, as the pipeline's own steps derive it. */
export function runIdOf(executionArn: string): string {
  return createHash('sha256').update(executionArn).digest('hex').slice(0, 32);
}

/** @throws NotFound */
export async function getRun(target: Target, id: string): Promise<RunSummary> {
  const [{ run }, experiments] = await Promise.all([
    target.control('GET', `${api}/runs/get?run_id=${id}`) as Promise<{ run: MlflowRun }>,
    listExperiments(target),
  ]);
  return summary(run, experiments);
}

/** Newest first, without the trials below them; of one model, or of all. @throws NotFound when the model has no runs at all */
export async function searchRuns(
  target: Target,
  { model, limit }: { readonly model?: string; readonly limit: number },
): Promise<RunSummary[]> {
  const experiments = await listExperiments(target);
  const wanted = experiments.filter(({ name }) => model === undefined || name === model);
  if (wanted.length === 0) {
    if (model === undefined) return [];
    throw new NotFound(`${model} has no runs yet: start one with \`millrace run ${model}\``);
  }
  const { runs = [] } = (await target.control('POST', `${api}/runs/search`, {
    experiment_ids: wanted.map(({ experiment_id }) => experiment_id),
    max_results: limit,
    filter: 'tags.mlflow.parentRunId IS NULL',
    order_by: ['attributes.start_time DESC'],
  })) as { runs?: MlflowRun[] };
  return runs.map((run) => summary(run, experiments));
}

/** A run by its id or by the first digits of it. @throws NotFound */
export async function findRun(target: Target, id: string): Promise<RunSummary> {
  if (/^[0-9a-f]{32}$/.test(id)) return getRun(target, id);
  const found = (await searchRuns(target, { limit: 1000 })).filter((run) => run.id.startsWith(id));
  if (found.length === 1) return found[0]!;
  throw new NotFound(
    found.length === 0
      ? `there is no run ${id}: \`millrace runs\` lists them`
      : `${found.length} runs begin with ${id}: give more of its digits`,
  );
}

export async function listModels(target: Target): Promise<readonly RegisteredModel[]> {
  const { registered_models = [] } = (await target.control(
    'GET',
    `${api}/registered-models/search?max_results=1000`,
  )) as {
    registered_models?: RegisteredModel[];
  };
  return registered_models;
}

/** @throws NotFound */
export async function getModel(target: Target, name: string): Promise<RegisteredModel> {
  const query = new URLSearchParams({ name });
  return (
    (await target.control('GET', `${api}/registered-models/get?${query}`)) as {
      registered_model: RegisteredModel;
    }
  ).registered_model;
}

/** Newest first. */
export async function listVersions(target: Target, model: string): Promise<readonly ModelVersion[]> {
  const query = new URLSearchParams({ filter: `name='${model}'`, max_results: '1000' });
  const { model_versions = [] } = (await target.control('GET', `${api}/model-versions/search?${query}`)) as {
    model_versions?: ModelVersion[];
  };
  return model_versions.toSorted((a, b) => Number(b.version) - Number(a.version));
}

/** Version that an alias names; undefined for none. */
export function versionOf({ aliases = [] }: RegisteredModel, alias: string): string | undefined {
  return aliases.find((one) => one.alias === alias)?.version;
}

/** Path of what Millrace adds to MLflow's API for a model. */
export function modelPath(model: string, what?: string): string {
  const path = `/api/2.0/millrace/models/${encodeURIComponent(model)}`;
  return what === undefined ? path : `${path}/${what}`;
}

async function listExperiments(target: Target): Promise<readonly Experiment[]> {
  const { experiments = [] } = (await target.control('POST', `${api}/experiments/search`, {
    max_results: 1000,
  })) as { experiments?: Experiment[] };
  return experiments;
}

function summary({ info, data = {} }: MlflowRun, experiments: readonly Experiment[]): RunSummary {
  return {
    id: info.run_id,
    model:
      experiments.find(({ experiment_id }) => experiment_id === info.experiment_id)?.name ??
      info.experiment_id,
    status: info.status,
    startedAt: Number(info.start_time),
    ...(info.end_time !== undefined && { endedAt: Number(info.end_time) }),
    // NaN and infinities travel as strings.
    metrics: Object.fromEntries(
      Object.entries(entries(data.metrics)).map(([key, value]) => [key, Number(value)]),
    ),
    params: entries(data.params),
    tags: entries(data.tags),
  };
}

function entries<Value>(pairs: readonly Pair<Value>[] = []): Record<string, Value> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
