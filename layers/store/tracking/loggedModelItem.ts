import { createHash } from 'node:crypto';
import type { Item, Key } from '../table.ts';
import type { LoggedModel, LoggedModelStatus, ModelMetric } from './LoggedModelStore.ts';
import type { LongTexts, StoredText } from './values.ts';

/** A logged model as its item holds it: LOGGED_MODEL#<id>, MODEL. */
export interface LoggedModelItem extends Item, Key {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly type?: string;
  readonly sourceRun?: string;
  readonly status: LoggedModelStatus;
  readonly lifecycle: LoggedModel['lifecycle'];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly params: Readonly<Record<string, StoredText>>;
  readonly tags: Readonly<Record<string, StoredText>>;
  /** Points by their hash, each as JSON, of which the value is text: JSON has no NaN. */
  readonly metrics: Readonly<Record<string, string>>;
}

export const loggedModelKey = (id: string): Key => ({ pk: `LOGGED_MODEL#${id}`, sk: 'MODEL' });

/** An experiment's entry of a model: the newest sorts first, and among equals by id. */
export function entryOf({
  id,
  experiment,
  createdAt,
}: Pick<LoggedModelItem, 'id' | 'experiment' | 'createdAt'>): Key {
  return {
    pk: `LOGGED_MODELS#${experiment}`,
    sk: `${String(1e15 - createdAt).padStart(16, '0')}#${id}`,
  };
}

export const idOfEntry = (sk: string) => sk.slice(sk.indexOf('#') + 1);

export function textsOfModel({ params, tags }: LoggedModelItem): StoredText[] {
  return [...Object.values(params), ...Object.values(tags)];
}

/** A point and where it lies; logged again it lies there again. */
export function encodeMetric({ value, ...metric }: ModelMetric): readonly [string, string] {
  const { key, runId, datasetName = '', datasetDigest = '', timestamp, step } = metric;
  const point = JSON.stringify({
    key,
    runId,
    datasetName,
    datasetDigest,
    timestamp,
    step,
    value: String(value),
  });
  return [createHash('sha256').update(point).digest('hex').slice(0, 24), point];
}

export function decodeMetric(point: string): ModelMetric {
  const { value, datasetName, datasetDigest, ...metric } = JSON.parse(point) as Omit<ModelMetric, 'value'> & {
    value: string;
  };
  return {
    ...metric,
    value: Number(value),
    ...(datasetName && { datasetName }),
    ...(datasetDigest && { datasetDigest }),
  };
}

/** Places of the points that are not the newest of their metric, data set and run. */
export function outdated(metrics: LoggedModelItem['metrics']): string[] {
  const newest = new Map<string, { place: string; metric: ModelMetric }>();
  const old: string[] = [];
  for (const [place, point] of Object.entries(metrics)) {
    const metric = decodeMetric(point);
    const series = JSON.stringify([metric.key, metric.runId, metric.datasetName, metric.datasetDigest]);
    const before = newest.get(series);
    const isNewer = !before || isAfter(metric, before.metric);
    if (isNewer) newest.set(series, { place, metric });
    if (before) old.push(isNewer ? before.place : place);
  }
  return old;
}

/** MLflow's order of a model's points: by timestamp, then step. */
export function isAfter(a: ModelMetric, b: ModelMetric): boolean {
  return a.timestamp === b.timestamp ? a.step > b.step : a.timestamp > b.timestamp;
}

export function decodeLoggedModel(item: LoggedModelItem, long: LongTexts): LoggedModel {
  const { id, experiment, name, type, sourceRun, status, lifecycle, createdAt, updatedAt } = item;
  const texts = (of: Readonly<Record<string, StoredText>>) =>
    Object.fromEntries(Object.entries(of).map(([key, stored]) => [key, long.of(id, stored)]));
  return {
    id,
    experimentId: experiment,
    name,
    ...(type && { type }),
    ...(sourceRun && { sourceRunId: sourceRun }),
    status,
    lifecycle,
    createdAt,
    updatedAt,
    params: texts(item.params),
    tags: texts(item.tags),
    metrics: Object.values(item.metrics)
      .map(decodeMetric)
      .sort((a, b) => (isAfter(a, b) ? 1 : -1)),
  };
}
