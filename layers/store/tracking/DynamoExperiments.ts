import { randomInt } from 'node:crypto';
import { Conflict, InvalidInput, NotFound } from '../../contracts/errors.ts';
import { experimentGrammar } from '../search/grammars.ts';
import { comparatorOf, matches, type Searchable } from '../search/matches.ts';
import { parseFilter, parseOrderBy } from '../search/parse.ts';
import type { Item, Key, TableClient } from '../table.ts';
import type { Experiment, ExperimentSearch, ExperimentStore } from './ExperimentStore.ts';
import type { Lifecycle } from './Run.ts';

const partition = 'EXPERIMENTS';
const keyOf = (id: string): Key => ({ pk: partition, sk: id });
/** Holds the id that a name belongs to, while it is the name of an active experiment. */
const nameKey = (name: string): Key => ({ pk: 'EXPERIMENT_NAMES', sk: name });

/** What is there before anybody makes it, as in MLflow. */
const defaultId = '0';
const defaultName = 'Default';

/** Experiments in the table: one item each, and a claim of the name. */
export class DynamoExperiments implements ExperimentStore {
  private readonly table: TableClient;
  private readonly now: () => number;

  constructor(table: TableClient, now: () => number) {
    this.table = table;
    this.now = now;
  }

  async create({
    name,
    tags = {},
    artifactLocation,
  }: Parameters<ExperimentStore['create']>[0]): Promise<string> {
    if (name === defaultName) await this.get(defaultId).catch(() => undefined);
    const created = this.fresh({
      id: newId(),
      name,
      tags,
      ...(artifactLocation !== undefined && { artifactLocation }),
    });
    // The name first, with all of the experiment: who dies in between leaves what the next one completes.
    if (await this.claim(created)) {
      await this.write(created);
      return created.id;
    }
    throw new Conflict(`Experiment '${name}' already exists: use it, or choose another name`, {
      exists: true,
    });
  }

  async ensure(name: string): Promise<string> {
    for (;;) {
      const known = await this.idOf(name);
      if (known !== undefined) return known;
      try {
        return await this.create({ name });
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }

  async get(id: string): Promise<Experiment> {
    const item = await this.table.get(keyOf(id));
    if (item) return decode(item);
    if (id === defaultId) return this.makeDefault();
    throw new NotFound(`No Experiment with id=${id} exists`);
  }

  async getByName(name: string): Promise<Experiment> {
    const id = await this.idOf(name);
    if (id !== undefined) return this.get(id);
    const deleted = (await this.all()).filter((one) => one.name === name);
    const [last] = deleted.sort((a, b) => b.updatedAt - a.updatedAt);
    if (last) return last;
    throw new NotFound(`Could not find experiment with name '${name}'`);
  }

  async rename(id: string, name: string): Promise<void> {
    const experiment = await this.active(id);
    if (experiment.name === name) return;
    if (!(await this.claim({ ...experiment, name }))) {
      throw new Conflict(`Experiment '${name}' already exists: choose another name`, { exists: true });
    }
    await this.update(id, { set: '#name = :name', names: { '#name': 'name' }, values: { ':name': name } });
    await this.release(experiment.name, id);
  }

  async delete(id: string): Promise<void> {
    const experiment = await this.get(id);
    if (experiment.lifecycle !== 'active') throw new NotFound(`No active experiment with id=${id} exists`);
    await this.setLifecycle(id, 'deleted');
    await this.release(experiment.name, id);
  }

  async restore(id: string): Promise<void> {
    const experiment = await this.get(id);
    if (experiment.lifecycle !== 'deleted') throw new NotFound(`No deleted experiment with id=${id} exists`);
    if (!(await this.claim(experiment))) {
      throw new Conflict(
        `Experiment '${experiment.name}' cannot be restored: another has its name now; rename that one first`,
        { exists: true },
      );
    }
    await this.setLifecycle(id, 'active');
  }

  async setTag(id: string, key: string, value: string): Promise<void> {
    await this.active(id);
    await this.update(id, { set: 'tags.#key = :value', names: { '#key': key }, values: { ':value': value } });
  }

  async deleteTag(id: string, key: string): Promise<void> {
    const { tags } = await this.active(id);
    if (!Object.hasOwn(tags, key)) throw new NotFound(`No tag with name: ${key} in experiment with id ${id}`);
    await this.update(id, { remove: 'tags.#key', names: { '#key': key } });
  }

  async search({
    filter,
    orderBy = [],
    view = 'active',
    limit,
    after,
  }: ExperimentSearch): Promise<{ experiments: Experiment[]; next?: string }> {
    const condition = parseFilter(filter, experimentGrammar);
    const asked = orderBy.map((order) => parseOrderBy(order, experimentGrammar));
    const compare = comparatorOf([
      ...asked,
      ...(asked.length > 0 ? [] : [{ entity: 'attribute', key: 'creation_time', descending: true } as const]),
      { entity: 'attribute', key: 'experiment_id', descending: true },
    ]);
    const found = (await this.all())
      .map((experiment) => ({ experiment, seen: searchable(experiment) }))
      .filter(
        ({ experiment, seen }) =>
          (view === 'all' || experiment.lifecycle === view) && (!condition || matches(seen, condition)),
      )
      .sort((a, b) => compare(a.seen, b.seen))
      .map(({ experiment }) => experiment);
    const start = after === undefined ? 0 : found.findIndex(({ id }) => id === after) + 1;
    if (after !== undefined && start === 0) {
      throw new InvalidInput(
        `page_token ${JSON.stringify(after)} continues no such search: pass the token of the page before`,
      );
    }
    const page = found.slice(start, start + limit);
    return { experiments: page, ...(start + limit < found.length && { next: page.at(-1)!.id }) };
  }

  private async all(): Promise<Experiment[]> {
    const experiments = (await this.table.all({ pk: partition })).map(decode);
    return experiments.some(({ id }) => id === defaultId)
      ? experiments
      : [await this.makeDefault(), ...experiments];
  }

  /** Experiment 0 is made by whoever looks at it first. */
  private async makeDefault(): Promise<Experiment> {
    const made = this.fresh({ id: defaultId, name: defaultName, tags: {} });
    await this.claim(made);
    await this.write(made);
    return decode((await this.table.get(keyOf(defaultId)))!);
  }

  private fresh(experiment: Pick<Experiment, 'id' | 'name' | 'tags' | 'artifactLocation'>): Experiment {
    const now = this.now();
    return { ...experiment, lifecycle: 'active', createdAt: now, updatedAt: now };
  }

  private async write(experiment: Experiment): Promise<void> {
    await this.table.put({ ...keyOf(experiment.id), ...experiment }, 'attribute_not_exists(pk)');
  }

  /** Takes its name for an experiment; false when another has it. */
  private async claim(experiment: Experiment): Promise<boolean> {
    const { id, name } = experiment;
    const item = { ...nameKey(name), id, experiment: JSON.stringify(experiment) };
    if (await this.table.put(item, 'attribute_not_exists(pk)')) return true;
    return String((await this.table.get(nameKey(name)))?.id) === id;
  }

  private async release(name: string, id: string): Promise<void> {
    if ((await this.idOf(name)) === id) await this.table.delete(nameKey(name));
  }

  private async idOf(name: string): Promise<string | undefined> {
    const claim = await this.table.get(nameKey(name));
    if (!claim) return name === defaultName ? (await this.get(defaultId)).id : undefined;
    const id = String(claim.id);
    if (!(await this.table.get(keyOf(id))))
      await this.write(JSON.parse(String(claim.experiment)) as Experiment);
    return id;
  }

  /** @throws NotFound; InvalidInput when it is deleted */
  private async active(id: string): Promise<Experiment> {
    const experiment = await this.get(id);
    if (experiment.lifecycle === 'active') return experiment;
    throw new InvalidInput(
      `The experiment ${id} must be in the 'active' state. Current state is deleted: restore it first.`,
    );
  }

  private setLifecycle(id: string, lifecycle: Lifecycle): Promise<void> {
    return this.update(id, { set: 'lifecycle = :lifecycle', values: { ':lifecycle': lifecycle } });
  }

  private async update(
    id: string,
    {
      set,
      remove,
      names,
      values = {},
    }: { set?: string; remove?: string; names?: Record<string, string>; values?: Record<string, unknown> },
  ): Promise<void> {
    await this.table.update(keyOf(id), {
      expression: `SET updatedAt = :now${set ? `, ${set}` : ''}${remove ? ` REMOVE ${remove}` : ''}`,
      condition: 'attribute_exists(pk)',
      ...(names && { names }),
      values: { ...values, ':now': this.now() },
    });
  }
}

/** 18 digits at random, as MLflow's file store: no counter that all writers wait for. */
function newId(): string {
  return `${randomInt(100_000_000, 1_000_000_000)}${String(randomInt(1_000_000_000)).padStart(9, '0')}`;
}

function searchable({ id, name, createdAt, updatedAt, tags }: Experiment): Searchable {
  return {
    attributes: { experiment_id: id, name, creation_time: createdAt, last_update_time: updatedAt },
    tags,
  };
}

function decode(item: Item): Experiment {
  const { id, name, lifecycle, createdAt, updatedAt, tags, artifactLocation } = item as unknown as Experiment;
  return {
    id,
    name,
    lifecycle,
    createdAt,
    updatedAt,
    tags,
    ...(artifactLocation !== undefined && { artifactLocation }),
  };
}
