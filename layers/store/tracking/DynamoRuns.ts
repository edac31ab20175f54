import { InvalidInput, NotFound, Transient } from '../../contracts/errors.ts';
import type { TableClient, Update } from '../table.ts';
import type { ChangeLog } from './changes.ts';
import { entriesPerUpdate, logging, type TextEntry, type TextMap } from './logging.ts';
import { decodeAll, encodeBatch, readPoints } from './points.ts';
import type { DatasetInput, Lifecycle, Run, RunOutcome, RunStatus } from './Run.ts';
import type { RunIndexes } from './RunIndexes.ts';
import type { Logged, NewRun, RunSearch, RunStore } from './RunStore.ts';
import { decodeRun, type RunItem, runKey, textsOf } from './runItem.ts';
import { TailFiler } from './TailFiler.ts';
import { LongTexts, type StoredText, storeTexts } from './values.ts';

/** Characters of a parameter that are kept, as MLflow does. */
const paramLength = 6000;

/** Runs in the table; its layout is docs/adr/0002. */
export class DynamoRuns implements RunStore {
  private readonly table: TableClient;
  private readonly changes: ChangeLog;
  private readonly indexes: RunIndexes;
  /** Experiment of a run, which never changes. */
  private readonly experiments = new Map<string, string>();
  private readonly tails: TailFiler;

  constructor(table: TableClient, changes: ChangeLog, indexes: RunIndexes) {
    this.table = table;
    this.changes = changes;
    this.indexes = indexes;
    this.tails = new TailFiler(table);
  }

  async create({ id, experimentId, name, user = '', startedAt, tags = {} }: NewRun): Promise<void> {
    const texts = await storeTexts(this.table, id, tags);
    const run: RunItem = {
      ...runKey(id),
      id,
      experiment: experimentId,
      name: name ?? `run-${id.slice(0, 8)}`,
      user,
      status: 'RUNNING',
      lifecycle: 'active',
      startedAt,
      params: {},
      tags: texts,
      artifacts: {},
      inputs: {},
      outputs: {},
      latest: '{}',
      tail: [],
      filed: 0,
    };
    await this.changes.changing(experimentId, id, async () => {
      const entry = (started: number) => ({
        pk: `RUNS#${experimentId}`,
        sk: `${timeText(started)}#${id}`,
      });
      const [isNew] = await Promise.all([
        this.table.put(run, 'attribute_not_exists(pk)'),
        this.table.put(entry(startedAt)),
      ]);
      // Started again, it keeps its first start, and one entry.
      const before = isNew ? startedAt : (await this.item(id)).startedAt;
      if (before !== startedAt) await this.table.delete(entry(startedAt));
    });
    this.experiments.set(id, experimentId);
  }

  async get(id: string): Promise<Run> {
    return this.decode(await this.item(id));
  }

  async update(id: string, changes: { status?: RunStatus; endedAt?: number; name?: string }): Promise<void> {
    const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
    if (entries.length === 0) return;
    await this.change(id, {
      expression: `SET ${entries.map(([key]) => `#${key} = :${key}`).join(', ')}`,
      names: Object.fromEntries(entries.map(([key]) => [`#${key}`, key])),
      values: Object.fromEntries(entries.map(([key, value]) => [`:${key}`, value])),
    });
  }

  async end(id: string, status: RunOutcome, reason?: string): Promise<void> {
    const experiment = await this.experimentOf(id);
    const ended = await this.changes.changing(experiment, id, () =>
      this.table.update(runKey(id), {
        expression: `SET #status = :status, endedAt = :at${reason ? ', reason = :reason' : ''}`,
        condition: '#status = :running',
        names: { '#status': 'status' },
        values: {
          ':status': status,
          ':running': 'RUNNING',
          ':at': Date.now(),
          ...(reason && { ':reason': reason }),
        },
      }),
    );
    if (!ended) await this.item(id);
  }

  async setLifecycle(id: string, lifecycle: Lifecycle): Promise<void> {
    const experiment = await this.experimentOf(id);
    const set = await this.changes.changing(experiment, id, () =>
      this.table.update(runKey(id), {
        expression: `SET lifecycle = :lifecycle${lifecycle === 'deleted' ? ', deletedAt = :now' : ' REMOVE deletedAt'}`,
        condition: 'attribute_exists(pk)',
        values: { ':lifecycle': lifecycle, ...(lifecycle === 'deleted' && { ':now': Date.now() }) },
      }),
    );
    if (!set) await this.item(id);
  }

  async log(id: string, { metrics = [], params = {}, tags = {} }: Logged): Promise<void> {
    const batch = metrics.length > 0 ? encodeBatch(metrics) : undefined;
    const cut = Object.fromEntries(
      Object.entries(params).map(([key, value]) => [key, value.slice(0, paramLength)]),
    );
    const storedParams = await storeTexts(this.table, id, cut);
    const storedTags = await storeTexts(this.table, id, tags);
    const entries = [
      ...Object.entries(storedParams).map((entry) => ['params', ...entry] as const),
      ...Object.entries(storedTags).map((entry) => ['tags', ...entry] as const),
    ];
    for (let start = 0; start === 0 || start < entries.length; start += entriesPerUpdate) {
      const chunk = entries.slice(start, start + entriesPerUpdate);
      const own = start === 0 ? batch : undefined;
      if (chunk.length === 0 && own === undefined) return;
      const written = await this.tryChange(id, logging(chunk, own));
      if (!written) await this.explain(id, chunk);
    }
    if (batch !== undefined) await this.tails.appended(id, batch, () => this.item(id));
  }

  async deleteTag(id: string, key: string): Promise<void> {
    const deleted = await this.tryChange(id, {
      expression: 'REMOVE tags.#key',
      condition: 'attribute_exists(tags.#key)',
      names: { '#key': key },
    });
    if (deleted) return;
    await this.active(id);
    throw new NotFound(`No tag with name: ${key} in run with id ${id}`);
  }

  async logArtifact(id: string, path: string, uri: string): Promise<void> {
    await this.change(id, {
      expression: 'SET artifacts.#path = :uri',
      names: { '#path': path },
      values: { ':uri': uri },
    });
  }

  async logInputs(id: string, inputs: readonly DatasetInput[]): Promise<void> {
    const byName = inputs.map((input) => [`${input.name}#${input.digest}`, JSON.stringify(input)]);
    const texts = await storeTexts(this.table, id, Object.fromEntries(byName));
    await this.setEach(id, 'inputs', texts);
  }

  async logOutputs(id: string, outputs: Run['outputs']): Promise<void> {
    for (const { modelId, step } of outputs) {
      await this.change(id, {
        expression: 'SET outputs.#model = :step',
        names: { '#model': modelId },
        values: { ':step': step },
      });
    }
  }

  search(search: RunSearch): Promise<{ runs: Run[]; next?: string }> {
    return this.indexes.search(search);
  }

  async history(
    id: string,
    key: string,
    { limit = Number.POSITIVE_INFINITY, after }: { readonly limit?: number; readonly after?: string } = {},
  ) {
    if (after !== undefined && !/^[0-9a-f]{48}$/.test(after)) {
      throw new InvalidInput(
        `page_token ${JSON.stringify(after)} continues no history: pass the token of the page before`,
      );
    }
    const { tail } = await this.item(id);
    const texts = await readPoints(this.table, id, key, { tail, ...(after !== undefined && { after }) });
    const page = texts.slice(0, limit);
    return {
      points: decodeAll(key, page),
      ...(texts.length > page.length && { next: page.at(-1)! }),
    };
  }

  private async setEach(
    id: string,
    map: TextMap,
    texts: Readonly<Record<string, StoredText>>,
  ): Promise<void> {
    const entries = Object.entries(texts).map((entry) => [map, ...entry] as const);
    for (let start = 0; start < entries.length; start += entriesPerUpdate)
      await this.change(id, logging(entries.slice(start, start + entriesPerUpdate), undefined));
  }

  /** @throws NotFound; InvalidInput when the run is deleted */
  private async change(id: string, update: Update): Promise<void> {
    if (!(await this.tryChange(id, update))) await this.active(id);
  }

  /** Changes an active run; false when it is none, or the update's own condition does not hold. */
  private async tryChange(id: string, update: Update): Promise<boolean> {
    const experiment = await this.experimentOf(id);
    const { condition, names, values, expression } = update;
    return this.changes.changing(experiment, id, () =>
      this.table.update(runKey(id), {
        expression,
        ...(names && { names }),
        condition: `lifecycle = :active${condition ? ` AND ${condition}` : ''}`,
        values: { ...values, ':active': 'active' },
      }),
    );
  }

  /** Why a write was refused. */
  private async explain(id: string, entries: readonly TextEntry[]): Promise<never> {
    const { params } = await this.active(id);
    const long = await LongTexts.read(this.table, [
      { run: id, texts: [...Object.values(params), ...entries.map(([, , text]) => text)] },
    ]);
    for (const [map, key, stored] of entries) {
      if (map !== 'params' || !Object.hasOwn(params, key)) continue;
      const [before, value] = [long.of(id, params[key]!), long.of(id, stored)];
      if (before === value) continue;
      throw new InvalidInput(
        `parameter ${JSON.stringify(key)} of run ${id} is ${JSON.stringify(before)} and cannot become ${JSON.stringify(value)}: parameters do not change, log another name or start a new run`,
        { key, before, value },
      );
    }
    throw new Transient(`run ${id} was changed meanwhile: try again`);
  }

  private async active(id: string): Promise<RunItem> {
    const item = await this.item(id);
    if (item.lifecycle === 'active') return item;
    throw new InvalidInput(
      `The run ${id} must be in the 'active' state. Current state is ${item.lifecycle}: restore it first.`,
    );
  }

  private async experimentOf(id: string): Promise<string> {
    const known = this.experiments.get(id) ?? (await this.item(id)).experiment;
    if (this.experiments.size > 100_000) this.experiments.clear();
    this.experiments.set(id, known);
    return known;
  }

  /** @throws NotFound */
  private async item(id: string): Promise<RunItem> {
    const item = await this.table.get(runKey(id));
    if (item) return item as RunItem;
    throw new NotFound(`Run with id=${id} not found: \`millrace runs\` lists those there are`);
  }

  private async decode(item: RunItem): Promise<Run> {
    return decodeRun(item, await LongTexts.read(this.table, [{ run: item.id, texts: textsOf(item) }]));
  }
}

/** Sortable, for times before 1970 too. */
function timeText(milliseconds: number): string {
  return String(milliseconds + 1e15).padStart(16, '0');
}
