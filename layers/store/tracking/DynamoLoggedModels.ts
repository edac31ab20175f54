import { randomUUID } from 'node:crypto';
import { InvalidInput, NotFound } from '../../contracts/errors.ts';
import type { TableClient, Update } from '../table.ts';
import { LoggedModelQuery } from './LoggedModelQuery.ts';
import type {
  LoggedModel,
  LoggedModelSearch,
  LoggedModelStatus,
  LoggedModelStore,
  ModelMetric,
  NewLoggedModel,
} from './LoggedModelStore.ts';
import {
  decodeLoggedModel,
  encodeMetric,
  entryOf,
  idOfEntry,
  type LoggedModelItem,
  loggedModelKey,
  outdated,
  textsOfModel,
} from './loggedModelItem.ts';
import { LongTexts, storeTexts } from './values.ts';

/** Entries in one update: an expression is at most 4 KB. */
const entriesPerUpdate = 25;
/** Points that a model keeps before only the newest of each series stay: some 200 bytes each in an item of 400 KB. */
const mostPoints = 1000;
/** Models that a search reads at once. */
const modelsPerRead = 100;

type TextMap = 'params' | 'tags' | 'metrics';

/** Logged models in the table: an item each, and an entry in their experiment's list. */
export class DynamoLoggedModels implements LoggedModelStore {
  private readonly table: TableClient;
  private readonly now: () => number;

  constructor(table: TableClient, now: () => number) {
    this.table = table;
    this.now = now;
  }

  async create(model: NewLoggedModel): Promise<LoggedModel> {
    const { id = `m-${randomUUID().replaceAll('-', '')}`, params = {}, tags = {} } = model;
    const now = this.now();
    const [storedParams, storedTags] = [
      await storeTexts(this.table, id, params),
      await storeTexts(this.table, id, tags),
    ];
    const item: LoggedModelItem = {
      ...loggedModelKey(id),
      id,
      experiment: model.experimentId,
      name: model.name,
      ...(model.type && { type: model.type }),
      ...(model.sourceRunId && { sourceRun: model.sourceRunId }),
      status: 'PENDING',
      lifecycle: 'active',
      createdAt: now,
      updatedAt: now,
      params: storedParams,
      tags: storedTags,
      metrics: {},
    };
    // The item first: an entry is made of what it says, so that whoever creates it again makes the same one.
    await this.table.put(item, 'attribute_not_exists(pk)');
    const made = await this.item(id);
    await this.table.put({ ...entryOf(made), id });
    return this.decode(made);
  }

  async get(id: string, allowsDeleted = false): Promise<LoggedModel> {
    const item = await this.item(id);
    if (item.lifecycle === 'deleted' && !allowsDeleted) throw notFound(id);
    return this.decode(item);
  }

  async finalize(id: string, status: LoggedModelStatus): Promise<LoggedModel> {
    await this.change(id, {
      expression: 'SET #status = :status, updatedAt = :now',
      names: { '#status': 'status' },
      values: { ':status': status, ':now': this.now() },
    });
    return this.decode(await this.item(id));
  }

  async delete(id: string): Promise<void> {
    await this.change(id, {
      expression: 'SET lifecycle = :deleted, updatedAt = :now',
      values: { ':deleted': 'deleted', ':now': this.now() },
    });
  }

  async logParams(id: string, params: Readonly<Record<string, string>>): Promise<void> {
    const stored = await storeTexts(this.table, id, params);
    const refused = await this.setEach(
      id,
      'params',
      stored,
      (name, value) => `(attribute_not_exists(params.${name}) OR params.${name} = ${value})`,
    );
    if (!refused) return;
    const { params: before } = await this.decode(await this.item(id));
    const changed = Object.keys(params).filter(
      (key) => Object.hasOwn(before, key) && before[key] !== params[key],
    );
    throw new InvalidInput(
      `Changing param values is not allowed: ${changed.map((key) => `${JSON.stringify(key)} of model ${id} is ${JSON.stringify(before[key])} and cannot become ${JSON.stringify(params[key])}`).join('; ')}`,
    );
  }

  async logMetrics(id: string, metrics: readonly ModelMetric[]): Promise<void> {
    const points = Object.fromEntries(metrics.map(encodeMetric));
    const isFull = () => 'size(metrics) < :most';
    const refused = await this.setEach(id, 'metrics', points, isFull, { ':most': mostPoints });
    if (!refused) return;
    const item = await this.item(id);
    const places = outdated(item.metrics);
    for (let start = 0; start < places.length; start += entriesPerUpdate) {
      const names = places.slice(start, start + entriesPerUpdate);
      await this.change(id, {
        expression: `REMOVE ${names.map((_, i) => `metrics.#k${i}`).join(', ')}`,
        names: Object.fromEntries(names.map((name, i) => [`#k${i}`, name])),
      });
    }
    if (await this.setEach(id, 'metrics', points, isFull, { ':most': mostPoints }))
      throw new InvalidInput(
        `model ${id} has ${mostPoints} metrics and can have no more: log further ones to its run only`,
      );
  }

  async setTags(id: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.setEach(id, 'tags', await storeTexts(this.table, id, tags));
    if (Object.keys(tags).length === 0) await this.item(id);
  }

  async deleteTag(id: string, key: string): Promise<void> {
    const deleted = await this.table.update(loggedModelKey(id), {
      expression: 'REMOVE tags.#key',
      condition: 'attribute_exists(tags.#key)',
      names: { '#key': key },
    });
    if (deleted) return;
    await this.item(id);
    throw new NotFound(`No tag with key '${key}' found for model with ID '${id}'.`);
  }

  async search(search: LoggedModelSearch): Promise<{ models: LoggedModel[]; next?: string }> {
    const query = new LoggedModelQuery(search);
    const end = query.start + query.limit;
    // Newest first is how an experiment lists them: the page and one more of each decide.
    const most = query.isNewestFirst ? end + 1 : Number.POSITIVE_INFINITY;
    const found: LoggedModel[] = [];
    for (const experiment of new Set(search.experimentIds))
      found.push(...(await this.foundIn(experiment, query, most)));
    const sorted = query.sort(found);
    const models = sorted.slice(query.start, end);
    return { models, ...(sorted.length > end && { next: query.nextAfter(models.length) }) };
  }

  private async foundIn(experiment: string, query: LoggedModelQuery, most: number): Promise<LoggedModel[]> {
    const found: LoggedModel[] = [];
    let ids: string[] = [];
    const read = async () => {
      const items = (await this.table.getAll(ids.map(loggedModelKey))) as LoggedModelItem[];
      const models = await this.decodeAll(items);
      found.push(...query.sort(models.filter((model) => query.isFound(model))));
      ids = [];
    };
    for await (const { sk } of this.table.query({ pk: `LOGGED_MODELS#${experiment}` })) {
      ids.push(idOfEntry(String(sk)));
      if (ids.length < modelsPerRead) continue;
      await read();
      if (found.length >= most) return found;
    }
    if (ids.length > 0) await read();
    return found;
  }

  /**
   * Sets entries of a map, some in one update.
   *
   * @param condition of an entry; undefined for none
   * @returns whether a condition did not hold
   * @throws NotFound
   */
  private async setEach(
    id: string,
    map: TextMap,
    entries: Readonly<Record<string, string>>,
    condition?: (name: string, value: string) => string,
    more: Record<string, unknown> = {},
  ): Promise<boolean> {
    const all = Object.entries(entries);
    for (let start = 0; start < all.length; start += entriesPerUpdate) {
      const chunk = all.slice(start, start + entriesPerUpdate);
      const conditions = chunk
        .map((_, i) => condition?.(`#k${i}`, `:v${i}`))
        .filter((one) => one !== undefined);
      const isSet = await this.table.update(loggedModelKey(id), {
        expression: `SET ${chunk.map((_, i) => `${map}.#k${i} = :v${i}`).join(', ')}`,
        condition: ['attribute_exists(pk)', ...new Set(conditions)].join(' AND '),
        names: Object.fromEntries(chunk.map(([key], i) => [`#k${i}`, key])),
        values: { ...more, ...Object.fromEntries(chunk.map(([, value], i) => [`:v${i}`, value])) },
      });
      if (isSet) continue;
      await this.item(id);
      return true;
    }
    return false;
  }

  private async change(id: string, update: Update): Promise<void> {
    const changed = await this.table.update(loggedModelKey(id), {
      ...update,
      condition: 'attribute_exists(pk)',
    });
    if (!changed) throw notFound(id);
  }

  /** @throws NotFound */
  private async item(id: string): Promise<LoggedModelItem> {
    const item = await this.table.get(loggedModelKey(id));
    if (item) return item as LoggedModelItem;
    throw notFound(id);
  }

  private async decode(item: LoggedModelItem): Promise<LoggedModel> {
    return (await this.decodeAll([item]))[0]!;
  }

  private async decodeAll(items: readonly LoggedModelItem[]): Promise<LoggedModel[]> {
    const long = await LongTexts.read(
      this.table,
      items.map((item) => ({ run: item.id, texts: textsOfModel(item) })),
    );
    return items.map((item) => decodeLoggedModel(item, long));
  }
}

function notFound(id: string): NotFound {
  return new NotFound(`Logged model with ID '${id}' not found.`);
}
