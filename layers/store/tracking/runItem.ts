import { decodePoint } from '../metricPoint.ts';
import type { Item, Key } from '../table.ts';
import { type Batch, latestOf } from './points.ts';
import type { DatasetInput, Run, RunStatus } from './Run.ts';
import type { LongTexts, StoredText } from './values.ts';

/** A run as its item holds it: RUN#<id>, RUN. */
export interface RunItem extends Item, Key {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly user: string;
  readonly status: RunStatus;
  readonly lifecycle: Run['lifecycle'];
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly reason?: string;
  readonly params: Readonly<Record<string, StoredText>>;
  readonly tags: Readonly<Record<string, StoredText>>;
  readonly artifacts: Readonly<Record<string, string>>;
  /** By name and digest: JSON, of which source, schema and profile may lie elsewhere. */
  readonly inputs: Readonly<Record<string, StoredText>>;
  /** Model → step. */
  readonly outputs: Readonly<Record<string, number>>;
  /** JSON: metric → newest filed point, encoded. */
  readonly latest: string;
  /** Batches of points that are not filed yet. */
  readonly tail: readonly Batch[];
  /** How often the tail was filed. */
  readonly filed: number;
}

export const runKey = (id: string): Key => ({ pk: `RUN#${id}`, sk: 'RUN' });

/** Every text of the item that may lie elsewhere. */
export function textsOf({ params, tags, inputs }: RunItem): StoredText[] {
  return [params, tags, inputs].flatMap((texts) => Object.values(texts));
}

export function decodeRun(item: RunItem, long: LongTexts): Run {
  const { id, endedAt, reason } = item;
  const texts = (of: Readonly<Record<string, StoredText>>) =>
    Object.fromEntries(Object.entries(of).map(([key, stored]) => [key, long.of(id, stored)]));
  const latest = latestOf(JSON.parse(item.latest) as Record<string, string>, item.tail);
  return {
    id,
    experimentId: item.experiment,
    name: item.name,
    user: item.user,
    status: item.status,
    lifecycle: item.lifecycle,
    startedAt: item.startedAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(reason !== undefined && { reason }),
    params: texts(item.params),
    tags: texts(item.tags),
    metrics: Object.fromEntries(Object.entries(latest).map(([key, text]) => [key, decodePoint(key, text)])),
    artifacts: item.artifacts,
    inputs: Object.values(texts(item.inputs)).map((text) => JSON.parse(text) as DatasetInput),
    outputs: Object.entries(item.outputs).map(([modelId, step]) => ({ modelId, step })),
  };
}
