import { InvalidInput } from '../../contracts/errors.ts';
import { runGrammar } from '../search/grammars.ts';
import { comparatorOf, matches, type Searchable } from '../search/matches.ts';
import { type OrderBy, parseFilter, parseOrderBy } from '../search/parse.ts';
import type { TableClient } from '../table.ts';
import { type ChangeLog, keptFor } from './changes.ts';
import type { Run } from './Run.ts';
import type { RunSearch } from './RunStore.ts';
import { decodeRun, type RunItem, runKey, textsOf } from './runItem.ts';
import { LongTexts } from './values.ts';

/** Runs in memory at most, of all experiments together: some 200 MB. */
const mostRuns = 200_000;

/** A run with what a filter sees of it. */
interface Entry {
  readonly run: Run;
  readonly seen: Searchable;
}

interface Index {
  /** By id. */
  readonly entries: Map<string, Entry>;
  /** When it was last brought up to date; milliseconds. */
  at: number;
  /** What is being done to it: one look at a time. */
  busy: Promise<void>;
}

/**
 * The runs of the experiments that were searched lately, in memory. A search first reads what changed since the one before it, so that
 * it sees everything that was acknowledged before it began, whoever wrote it; then it costs no more reads, however many runs there are.
 */
export class RunIndexes {
  private readonly table: TableClient;
  private readonly changes: ChangeLog;
  private readonly now: () => number;
  /** By experiment, the last used one last. */
  private readonly indexes = new Map<string, Index>();

  constructor(table: TableClient, changes: ChangeLog, now: () => number) {
    this.table = table;
    this.changes = changes;
    this.now = now;
  }

  async search({
    experimentIds,
    filter,
    orderBy = [],
    view = 'active',
    limit,
    after,
  }: RunSearch): Promise<{ runs: Run[]; next?: string }> {
    const condition = parseFilter(filter, runGrammar);
    const orders = ordersOf(orderBy);
    const position = after === undefined ? undefined : decodePosition(after, orders);
    const indexes = await Promise.all([...new Set(experimentIds)].map((id) => this.upToDate(id)));
    const compare = comparatorOf(orders);
    const found = indexes.flatMap(({ entries }) =>
      [...entries.values()].filter(
        ({ run, seen }) =>
          (view === 'all' || run.lifecycle === view) &&
          (!condition || matches(seen, condition)) &&
          (!position || compare(seen, position) > 0),
      ),
    );
    found.sort((a, b) => compare(a.seen, b.seen));
    const page = found.slice(0, limit);
    return {
      runs: page.map(({ run }) => run),
      ...(found.length > page.length &&
        page.length > 0 && { next: encodePosition(page.at(-1)!.seen, orders) }),
    };
  }

  /** The index of an experiment, with everything that was written before this was called. */
  private async upToDate(experiment: string): Promise<Index> {
    let index = this.indexes.get(experiment);
    if (!index || this.now() - index.at > (keptFor / 2) * 1000)
      index = { entries: new Map(), at: Number.NEGATIVE_INFINITY, busy: Promise.resolve() };
    this.indexes.delete(experiment);
    this.indexes.set(experiment, index);
    const current = index;
    current.busy = current.busy.catch(() => undefined).then(() => this.refresh(experiment, current));
    await current.busy;
    this.forget();
    return current;
  }

  private async refresh(experiment: string, index: Index): Promise<void> {
    const started = this.now();
    const isNew = index.at === Number.NEGATIVE_INFINITY;
    const ids = isNew
      ? (await this.table.all({ pk: `RUNS#${experiment}` })).map(({ sk }) => String(sk).split('#')[1]!)
      : await this.changes.changedSince(experiment, index.at);
    const items = (await this.table.getAll([...new Set(ids)].map(runKey))) as RunItem[];
    const long = await LongTexts.read(
      this.table,
      items.map((item) => ({ run: item.id, texts: textsOf(item) })),
    );
    for (const item of items) {
      const run = decodeRun(item, long);
      index.entries.set(run.id, { run, seen: searchable(run) });
    }
    index.at = started;
  }

  /** Drops the experiments that were not searched for longest. */
  private forget(): void {
    let count = [...this.indexes.values()].reduce((sum, { entries }) => sum + entries.size, 0);
    for (const [experiment, { entries }] of this.indexes) {
      if (count <= mostRuns || this.indexes.size === 1) return;
      this.indexes.delete(experiment);
      count -= entries.size;
    }
  }
}

function searchable(run: Run): Searchable {
  const { id, name, status, user, lifecycle, experimentId, startedAt, endedAt, params, tags, metrics } = run;
  return {
    attributes: {
      run_id: id,
      run_name: name,
      status,
      user_id: user,
      lifecycle_stage: lifecycle,
      experiment_id: experimentId,
      start_time: startedAt,
      end_time: endedAt,
    },
    params,
    tags,
    metrics: Object.fromEntries(Object.entries(metrics).map(([key, { value }]) => [key, value])),
    datasets: run.inputs.map((input) => ({
      name: input.name,
      digest: input.digest,
      context: input.tags['mlflow.data.context'],
    })),
  };
}

/** What is asked for, then newest first, then by id, so that no two runs are equal. */
function ordersOf(orderBy: readonly string[]): OrderBy[] {
  const asked = orderBy.map((order) => parseOrderBy(order, runGrammar));
  return [
    ...asked,
    { entity: 'attribute', key: 'start_time', descending: true },
    { entity: 'attribute', key: 'run_id', descending: false },
  ];
}

const mapOf = { attribute: 'attributes', metric: 'metrics', parameter: 'params', tag: 'tags' } as const;

/** Where a page ended: the values that the order goes by. Numbers as text, since JSON has no NaN. */
function encodePosition(seen: Searchable, orders: readonly OrderBy[]): string {
  const values = orders.map(({ entity, key }) => {
    const value = entity === 'dataset' ? undefined : seen[mapOf[entity]]?.[key];
    return typeof value === 'number' ? { number: String(value) } : (value ?? null);
  });
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws InvalidInput when the token is of another search */
function decodePosition(token: string, orders: readonly OrderBy[]): Searchable {
  const values = parse(token);
  if (!Array.isArray(values) || values.length !== orders.length)
    throw new InvalidInput(
      `page_token ${JSON.stringify(token)} continues no such search: pass the token of the page before, with the same order`,
    );
  const seen = { attributes: {}, metrics: {}, params: {}, tags: {} } as Record<
    string,
    Record<string, string | number>
  >;
  for (const [index, { entity, key }] of orders.entries()) {
    const value = values[index] as null | string | { number: string };
    if (value === null || entity === 'dataset') continue;
    seen[mapOf[entity]]![key] = typeof value === 'string' ? value : Number(value.number);
  }
  return seen as unknown as Searchable;
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}
