import { createHash } from 'node:crypto';
import { InvalidInput, NotFound } from '../contracts/errors.ts';
import { decodePoint, encodedLength, encodePoint, type MetricPoint } from './metricPoint.ts';
import type { Item, TableClient } from './table.ts';
import type { Experiment, NewRun, RunOutcome, RunRecord, RunSearch, TrackingStore } from './tracking.ts';

const runKey = (id: string) => ({ pk: `RUN#${id}`, sk: 'RUN' });
const experimentKey = (name: string) => ({ pk: 'EXPERIMENTS', sk: experimentId(name) });
/** Encoded, because a key may hold the separator. */
const metricPrefix = (key: string) => `METRIC#${encodeURIComponent(key)}#`;

/** Entries in one update: an expression is at most 4 KB. */
const entriesPerUpdate = 25;
/** Characters of a parameter that are kept, as MLflow does. */
const paramLength = 6000;

/** Runs and experiments in the table; its layout is docs/adr/0002. */
export class DynamoTracking implements TrackingStore {
  private readonly table: TableClient;

  constructor(table: TableClient) {
    this.table = table;
  }

  async startRun({ id, experiment, name, startedAt, tags = {}, parentId }: NewRun): Promise<void> {
    const started = Date.parse(startedAt);
    if (Number.isNaN(started)) {
      throw new InvalidInput(
        `startedAt of run ${id} must be a time in ISO 8601, not ${JSON.stringify(startedAt)}`,
      );
    }
    const key = experimentKey(experiment);
    if (!(await this.table.get(key))) {
      await this.table.put(
        { ...key, id: key.sk, name: experiment, createdAt: started },
        'attribute_not_exists(pk)',
      );
    }
    await this.table.put(
      {
        ...runKey(id),
        gsi1pk: parentId ? `PARENT#${parentId}` : `EXPERIMENT#${key.sk}`,
        gsi1sk: `${new Date(started).toISOString()}#${id}`,
        id,
        experiment,
        name: name ?? `${experiment}-${id.slice(0, 8)}`,
        parentId,
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
    const entries = Object.entries(params).map(([key, value]) => [key, value.slice(0, paramLength)] as const);
    for (const chunk of chunksOf(entries)) {
      const written = await this.table.update(runKey(id), {
        ...settingEach('params', chunk),
        condition: [
          'attribute_exists(pk)',
          ...chunk.map((_, i) => `(attribute_not_exists(#map.#k${i}) OR #map.#k${i} = :v${i})`),
        ].join(' AND '),
      });
      if (written) continue;
      const before = (await this.getRun(id)).params;
      const [key, value] =
        chunk.find(([name, one]) => before[name] !== undefined && before[name] !== one) ?? chunk[0]!;
      throw new InvalidInput(
        `parameter ${JSON.stringify(key)} of run ${id} is ${JSON.stringify(before[key])} and cannot become ${JSON.stringify(value)}: parameters do not change, log another name or start a new run`,
        { key, before: before[key], value },
      );
    }
  }

  async logMetrics(id: string, points: readonly MetricPoint[]): Promise<void> {
    const encoded = points.map((point) => ({ key: point.key, text: encodePoint(point) }));
    const latest = new Map<string, string>();
    for (const { key, text } of encoded) if (text > (latest.get(key) ?? '')) latest.set(key, text);
    for (const chunk of chunksOf([...latest])) await this.raiseLatest(id, chunk);
    await this.table.putAll(
      [...new Set(encoded.map(({ key, text }) => metricPrefix(key) + text))].map((sk) => ({
        pk: `RUN#${id}`,
        sk,
      })),
    );
  }

  async setTags(id: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.setEach(id, 'tags', Object.entries(tags));
  }

  async logArtifact(id: string, path: string, uri: string): Promise<void> {
    await this.setEach(id, 'artifacts', [[path, uri]]);
  }

  async endRun(id: string, status: RunOutcome, reason?: string): Promise<void> {
    const ended = await this.table.update(runKey(id), {
      expression: `SET #status = :status, endedAt = :at${reason ? ', reason = :reason' : ''}`,
      condition: '#status = :running',
      names: { '#status': 'status' },
      values: {
        ':status': status,
        ':running': 'RUNNING',
        ':at': Date.now(),
        ...(reason && { ':reason': reason }),
      },
    });
    if (!ended) await this.getRun(id);
  }

  async getRun(id: string): Promise<RunRecord> {
    const item = await this.table.get(runKey(id));
    if (!item)
      throw new NotFound(`there is no run ${JSON.stringify(id)}: \`millrace runs\` lists those there are`);
    return toRun(item);
  }

  async searchRuns({
    experiment,
    parent,
    limit,
    after,
  }: RunSearch): Promise<{ runs: RunRecord[]; next?: string }> {
    if (after !== undefined && !/^\d{4}-[\dT:.-]+Z#.+$/.test(after)) {
      throw new InvalidInput(
        `${JSON.stringify(after)} continues no search: pass the token of the page before`,
      );
    }
    const partitions = parent === undefined ? await this.partitionsOf(experiment) : [`PARENT#${parent}`];
    const pages = partitions.map((pk) =>
      this.table.all({
        pk,
        index: 'gsi1',
        descending: true,
        // BETWEEN includes its ends; one more tells whether there is a next page.
        ...(after !== undefined && { between: ['0', after] }),
        limit: limit + (after === undefined ? 1 : 2),
      }),
    );
    const items = (await Promise.all(pages))
      .flat()
      .filter((item) => item.gsi1sk !== after)
      .sort((a, b) => (String(a.gsi1sk) < String(b.gsi1sk) ? 1 : -1));
    const page = items.slice(0, limit);
    return {
      runs: page.map(toRun),
      ...(items.length > limit && page.length > 0 && { next: String(page.at(-1)!.gsi1sk) }),
    };
  }

  async listExperiments(): Promise<Experiment[]> {
    return (await this.table.all({ pk: 'EXPERIMENTS' })).map(toExperiment);
  }

  async getExperiment(by: { readonly id: string } | { readonly name: string }): Promise<Experiment> {
    const key = 'id' in by ? { pk: 'EXPERIMENTS', sk: by.id } : experimentKey(by.name);
    const item = await this.table.get(key);
    if (item) return toExperiment(item);
    const asked = 'id' in by ? `with the id ${JSON.stringify(by.id)}` : JSON.stringify(by.name);
    throw new NotFound(
      `there is no experiment ${asked}: a model's first run makes the experiment of its name`,
    );
  }

  async metricHistory(id: string, key: string): Promise<MetricPoint[]> {
    return (await this.metricPage(id, key, { limit: Number.POSITIVE_INFINITY })).points;
  }

  async metricPage(
    id: string,
    key: string,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<{ points: MetricPoint[]; next?: string }> {
    if (after !== undefined && !/^[0-9a-f]{48}$/.test(after)) {
      throw new InvalidInput(
        `${JSON.stringify(after)} continues no history: pass the token of the page before`,
      );
    }
    const prefix = metricPrefix(key);
    const items = await this.table.all({
      pk: `RUN#${id}`,
      // A blank sorts after the point itself and before every longer text.
      ...(after === undefined ? { prefix } : { between: [`${prefix}${after} `, `${prefix}g`] as const }),
      limit: limit + 1,
    });
    const texts = items.slice(0, limit).map(({ sk }) => String(sk).slice(-encodedLength));
    return {
      points: texts.map((text) => decodePoint(key, text)),
      ...(items.length > limit && { next: texts.at(-1)! }),
    };
  }

  /** Replaces the latest points of metrics by newer ones, whatever others write meanwhile. */
  private async raiseLatest(id: string, latest: readonly (readonly [string, string])[]): Promise<void> {
    let newer = latest;
    while (newer.length > 0) {
      const written = await this.table.update(runKey(id), {
        ...settingEach('metrics', newer),
        condition: [
          'attribute_exists(pk)',
          ...newer.map((_, i) => `(attribute_not_exists(#map.#k${i}) OR #map.#k${i} < :v${i})`),
        ].join(' AND '),
      });
      if (written) return;
      const { metrics } = await this.getRun(id);
      newer = newer.filter(([key, text]) => !metrics[key] || encodePoint(metrics[key]) < text);
    }
  }

  private async setEach(
    id: string,
    map: 'tags' | 'artifacts',
    entries: readonly (readonly [string, string])[],
  ): Promise<void> {
    for (const chunk of chunksOf(entries)) {
      const written = await this.table.update(runKey(id), {
        ...settingEach(map, chunk),
        condition: 'attribute_exists(pk)',
      });
      if (!written) await this.getRun(id);
    }
  }

  private async partitionsOf(experiment: RunSearch['experiment']): Promise<string[]> {
    if (experiment === undefined) {
      return (await this.listExperiments()).map(({ id }) => `EXPERIMENT#${id}`);
    }
    const names = typeof experiment === 'string' ? [experiment] : experiment;
    return [...new Set(names)].map((name) => `EXPERIMENT#${experimentId(name)}`);
  }
}

/** A number made of the name, so that two writers agree on it without asking; MLflow's default has 0. */
function experimentId(name: string): string {
  if (name === 'Default') return '0';
  return BigInt(`0x${createHash('sha256').update(name).digest('hex').slice(0, 15)}`).toString();
}

function settingEach(
  map: 'params' | 'metrics' | 'tags' | 'artifacts',
  entries: readonly (readonly [string, string])[],
) {
  return {
    expression: `SET ${entries.map((_, i) => `#map.#k${i} = :v${i}`).join(', ')}`,
    names: { '#map': map, ...Object.fromEntries(entries.map(([key], i) => [`#k${i}`, key])) },
    values: Object.fromEntries(entries.map(([, value], i) => [`:v${i}`, value])),
  };
}

function chunksOf<Entry>(entries: readonly Entry[]): Entry[][] {
  return Array.from({ length: Math.ceil(entries.length / entriesPerUpdate) }, (_, i) =>
    entries.slice(i * entriesPerUpdate, (i + 1) * entriesPerUpdate),
  );
}

function toExperiment({ id, name, createdAt }: Item): Experiment {
  return { id: String(id), name: String(name), createdAt: Number(createdAt) };
}

function toRun(item: Item): RunRecord {
  const { endedAt, reason, parentId } = item;
  const metrics = Object.entries(item.metrics as Record<string, string>);
  return {
    id: String(item.id),
    experiment: String(item.experiment),
    experimentId: experimentId(String(item.experiment)),
    name: String(item.name),
    ...(typeof parentId === 'string' && { parentId }),
    status: item.status as RunRecord['status'],
    startedAt: Number(item.startedAt),
    ...(endedAt !== undefined && { endedAt: Number(endedAt) }),
    ...(typeof reason === 'string' && { reason }),
    params: item.params as Record<string, string>,
    tags: item.tags as Record<string, string>,
    artifacts: item.artifacts as Record<string, string>,
    metrics: Object.fromEntries(metrics.map(([key, text]) => [key, decodePoint(key, text)])),
  };
}
