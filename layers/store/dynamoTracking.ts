import { createHash } from 'node:crypto';
import { InvalidInput, NotFound } from '../contracts/errors.ts';
import type { Item, TableClient } from './table.ts';
import type { Experiment, MetricPoint, NewRun, RunOutcome, RunRecord, TrackingStore } from './tracking.ts';

const runKey = (id: string) => ({ pk: `RUN#${id}`, sk: 'RUN' });

/** Latest metrics lie in the run's item as `[value, step, timestamp]`, so that a search reads one item a run. */
type Latest = [value: number, step: number, timestamp: number];

/** Runs and experiments in the table; its layout is docs/adr/0002. */
export class DynamoTracking implements TrackingStore {
  private readonly table: TableClient;

  constructor(table: TableClient) {
    this.table = table;
  }

  async startRun({ id, experiment, name, startedAt, tags = {}, parentId }: NewRun): Promise<void> {
    const started = Date.parse(startedAt);
    await this.table.put(
      { pk: 'EXPERIMENTS', sk: experiment, id: experimentId(experiment), name: experiment, createdAt: started },
      'attribute_not_exists(pk)',
    );
    await this.table.put(
      {
        ...runKey(id),
        // Child runs are found through their parent, and do not crowd the list of runs.
        gsi1pk: parentId ? `PARENT#${parentId}` : `EXPERIMENT#${experiment}`,
        gsi1sk: `${new Date(started).toISOString()}#${id}`,
        id,
        experiment,
        name: name ?? `${experiment}-${id.slice(0, 8)}`,
        status: 'RUNNING',
        startedAt: started,
        params: {},
        metrics: {},
        artifacts: {},
        tags: { ...tags, ...(parentId && { 'mlflow.parentRunId': parentId }) },
      },
      'attribute_not_exists(pk)',
    );
  }

  async logParams(id: string, params: Readonly<Record<string, string>>): Promise<void> {
    const entries = Object.entries(params);
    if (entries.length === 0) return;
    const written = await this.table.update(runKey(id), {
      expression: `SET ${entries.map((_, i) => `params.#k${i} = :v${i}`).join(', ')}`,
      condition: ['attribute_exists(pk)', ...entries.map((_, i) => `(attribute_not_exists(params.#k${i}) OR params.#k${i} = :v${i})`)].join(' AND '),
      names: Object.fromEntries(entries.map(([key], i) => [`#k${i}`, key])),
      values: Object.fromEntries(entries.map(([, value], i) => [`:v${i}`, value])),
    });
    if (written) return;
    const before = (await this.getRun(id)).params;
    const [key, value] = entries.find(([name, one]) => before[name] !== undefined && before[name] !== one) ?? entries[0]!;
    throw new InvalidInput(
      `parameter ${JSON.stringify(key)} of run ${id} is ${JSON.stringify(before[key])} and cannot become ${JSON.stringify(value)}: parameters do not change, log another name or a new run`,
    );
  }

  async logMetrics(id: string, points: readonly MetricPoint[]): Promise<void> {
    for (const { key, value, step = 0, timestamp } of points) {
      if (typeof value !== 'number' || Number.isNaN(step)) throw new InvalidInput(`metric ${key} must be a number, not ${String(value)}`);
      const sort = `METRIC#${key}#${String(step).padStart(12, '0')}#${String(timestamp).padStart(14, '0')}`;
      await this.table.put({ pk: `RUN#${id}`, sk: sort, value: encode(value), step, timestamp });
      const written = await this.table.update(runKey(id), {
        expression: 'SET metrics.#k = :latest',
        condition:
          'attribute_exists(pk) AND (attribute_not_exists(metrics.#k) OR metrics.#k[1] < :step OR (metrics.#k[1] = :step AND metrics.#k[2] <= :at))',
        names: { '#k': key },
        values: { ':latest': [encode(value), step, timestamp], ':step': step, ':at': timestamp },
      });
      // An older point does not replace a newer one; a missing run does not take points.
      if (!written) await this.getRun(id);
    }
  }

  async setTags(id: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.setEach(id, 'tags', tags);
  }

  async logArtifact(id: string, path: string, uri: string): Promise<void> {
    await this.setEach(id, 'artifacts', { [path]: uri });
  }

  async endRun(id: string, status: RunOutcome, reason?: string): Promise<void> {
    const ended = await this.table.update(runKey(id), {
      expression: 'SET #status = :status, endedAt = :at, reason = :reason',
      condition: 'attribute_exists(pk) AND #status = :running',
      names: { '#status': 'status' },
      values: { ':status': status, ':running': 'RUNNING', ':at': Date.now(), ':reason': reason ?? '' },
    });
    if (!ended) await this.getRun(id);
  }

  async getRun(id: string): Promise<RunRecord> {
    const item = await this.table.get(runKey(id));
    if (!item) throw new NotFound(`there is no run ${JSON.stringify(id)}: \`millrace runs\` lists those there are`);
    return toRun(item);
  }

  async searchRuns(query: { experiment: string; limit: number; after?: string }): Promise<{ runs: RunRecord[]; next?: string }> {
    const { items, next } = await this.table.page({
      pk: `EXPERIMENT#${query.experiment}`,
      index: 'gsi1',
      descending: true,
      limit: query.limit,
      after: query.after ? (JSON.parse(Buffer.from(query.after, 'base64url').toString()) as Item) : undefined,
    });
    return { runs: items.map(toRun), ...(next && { next: Buffer.from(JSON.stringify(next)).toString('base64url') }) };
  }

  async listExperiments(): Promise<Experiment[]> {
    const items = await this.table.all({ pk: 'EXPERIMENTS' });
    return items.map(({ id, name, createdAt }) => ({ id: String(id), name: String(name), createdAt: Number(createdAt) }));
  }

  async metricHistory(id: string, key: string): Promise<MetricPoint[]> {
    const items = await this.table.all({ pk: `RUN#${id}`, prefix: `METRIC#${key}#` });
    return items.map(({ value, step, timestamp }) => ({ key, value: decode(value), step: Number(step), timestamp: Number(timestamp) }));
  }

  private async setEach(id: string, map: 'tags' | 'artifacts', values: Readonly<Record<string, string>>): Promise<void> {
    const entries = Object.entries(values);
    if (entries.length === 0) return;
    const written = await this.table.update(runKey(id), {
      expression: `SET ${entries.map((_, i) => `#map.#k${i} = :v${i}`).join(', ')}`,
      condition: 'attribute_exists(pk)',
      names: { '#map': map, ...Object.fromEntries(entries.map(([key], i) => [`#k${i}`, key])) },
      values: Object.fromEntries(entries.map(([, value], i) => [`:v${i}`, value])),
    });
    if (!written) await this.getRun(id);
  }
}

/** A number made of the name: two writers of one experiment agree on it without asking. */
export function experimentId(name: string): string {
  return BigInt(`0x${createHash('sha256').update(name).digest('hex').slice(0, 14)}`).toString();
}

/** DynamoDB has no NaN and no infinity. */
function encode(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function decode(value: unknown): number {
  return Number(value);
}

function toRun(item: Item): RunRecord {
  const { endedAt, reason } = item;
  return {
    id: String(item['id']),
    experiment: String(item['experiment']),
    name: String(item['name']),
    status: item['status'] as RunRecord['status'],
    startedAt: Number(item['startedAt']),
    ...(endedAt !== undefined && { endedAt: Number(endedAt) }),
    ...(typeof reason === 'string' && reason !== '' && { reason }),
    params: item['params'] as Record<string, string>,
    tags: item['tags'] as Record<string, string>,
    artifacts: item['artifacts'] as Record<string, string>,
    metrics: Object.fromEntries(
      Object.entries(item['metrics'] as Record<string, Latest>).map(([key, [value, step, timestamp]]) => [
        key,
        { key, value: decode(value), step, timestamp },
      ]),
    ),
  };
}
