import { createHash } from 'node:crypto';
import { InvalidInput } from '../../contracts/errors.ts';
import type { Comparison, Condition } from '../search/condition.ts';
import { loggedModelGrammar } from '../search/grammars.ts';
import { comparatorOf, matches, type Searchable } from '../search/matches.ts';
import { parseFilter } from '../search/parse.ts';
import type { LoggedModel, LoggedModelOrder, LoggedModelSearch, ModelMetric } from './LoggedModelStore.ts';
import { isAfter } from './loggedModelItem.ts';

type DatasetFilter = NonNullable<LoggedModelSearch['datasets']>[number];

/** Where a page ended, and of which search. */
interface Position {
  readonly search: string;
  readonly start: number;
}

/** A search that was parsed, so that it fails before anything is read. */
export class LoggedModelQuery {
  /** Number of models before the page. */
  readonly start: number;
  readonly limit: number;
  private readonly condition: Condition | undefined;
  private readonly datasets: readonly DatasetFilter[];
  private readonly orders: readonly LoggedModelOrder[];
  private readonly search: string;

  /** @throws InvalidInput for what the grammar does not have, or the token of another search */
  constructor({ experimentIds, filter, datasets = [], orderBy = [], limit, after }: LoggedModelSearch) {
    this.condition = parseFilter(filter, loggedModelGrammar);
    this.datasets = datasets;
    this.orders = orderBy.map(checkedOrder);
    this.limit = limit;
    const search = JSON.stringify([experimentIds, filter ?? '', datasets, orderBy]);
    this.search = createHash('sha256').update(search).digest('hex').slice(0, 16);
    this.start = after === undefined ? 0 : this.startAfter(after);
  }

  /** Whether the models are wanted newest first: the order in which their experiment lists them. */
  get isNewestFirst(): boolean {
    return this.orders.every(({ field, descending }) => field === 'creation_timestamp' && descending);
  }

  isFound(model: LoggedModel): boolean {
    if (model.lifecycle === 'deleted') return false;
    const points = model.metrics.filter((point) => this.isOfDatasets(point));
    if (this.datasets.length > 0 && points.length === 0) return false;
    return !this.condition || this.holds(this.condition, seenOf(model), points);
  }

  sort(models: readonly LoggedModel[]): LoggedModel[] {
    const compare = comparatorOf([
      ...this.orders.map((order, place) =>
        isMetric(order)
          ? ({ entity: 'metric', key: String(place), descending: order.descending } as const)
          : ({ entity: 'attribute', key: order.field, descending: order.descending } as const),
      ),
      { entity: 'attribute', key: 'creation_timestamp', descending: true },
      { entity: 'attribute', key: 'model_id', descending: false },
    ]);
    return models
      .map((model) => ({ model, seen: { ...seenOf(model), metrics: this.orderedBy(model) } }))
      .sort((a, b) => compare(a.seen, b.seen))
      .map(({ model }) => model);
  }

  nextAfter(count: number): string {
    const position: Position = { search: this.search, start: this.start + count };
    return Buffer.from(JSON.stringify(position)).toString('base64url');
  }

  private startAfter(token: string): number {
    const position = parse(token);
    if (position?.search === this.search && Number.isSafeInteger(position.start)) return position.start;
    throw new InvalidInput(
      `page_token ${JSON.stringify(token.slice(0, 100))} continues no such search: pass the token of the page before, with the same experiments, filter and order`,
    );
  }

  /** A comparison with a metric holds when it holds for any of its points. */
  private holds(condition: Condition, seen: Searchable, points: readonly ModelMetric[]): boolean {
    if ('every' in condition) return condition.every.every((one) => this.holds(one, seen, points));
    if ('some' in condition) return condition.some.some((one) => this.holds(one, seen, points));
    return condition.entity === 'metric' ? anyHolds(condition, points) : matches(seen, condition);
  }

  private isOfDatasets(point: ModelMetric): boolean {
    return (
      this.datasets.length === 0 ||
      this.datasets.some(
        ({ name, digest }) =>
          point.datasetName === name && (digest === undefined || point.datasetDigest === digest),
      )
    );
  }

  /** By its place in the order, the newest value of each metric that the order names. */
  private orderedBy({ metrics }: LoggedModel): Record<string, number> {
    const values: Record<string, number> = {};
    for (const [place, order] of this.orders.entries()) {
      if (!isMetric(order)) continue;
      const { datasetName, datasetDigest } = order;
      const [newest] = metrics
        .filter(
          (point) =>
            point.key === order.field.slice('metrics.'.length) &&
            (!datasetName || point.datasetName === datasetName) &&
            (!datasetDigest || point.datasetDigest === datasetDigest),
        )
        .sort((a, b) => (isAfter(a, b) ? -1 : 1));
      if (newest) values[place] = newest.value;
    }
    return values;
  }
}

function anyHolds(condition: Comparison, points: readonly ModelMetric[]): boolean {
  return points.some(
    ({ key, value }) =>
      key === condition.key && matches({ attributes: {}, metrics: { [key]: value } }, condition),
  );
}

const isMetric = ({ field }: LoggedModelOrder) => field.startsWith('metrics.');

function checkedOrder(order: LoggedModelOrder): LoggedModelOrder {
  if (isMetric(order)) return order;
  const { field } = order;
  if (field.includes('.'))
    throw new InvalidInput(`Invalid order by field name: ${field}. Only metrics are supported.`);
  const { texts, numbers, aliases = {} } = loggedModelGrammar;
  const name = aliases[field] ?? field;
  if (![...texts, ...numbers].includes(name)) {
    throw new InvalidInput(
      `Invalid order by field name: ${field}: use metrics.<key> or one of ${[...texts, ...numbers].join(', ')}`,
    );
  }
  return { ...order, field: name };
}

function seenOf(model: LoggedModel): Searchable {
  const { id, name, experimentId, type, sourceRunId, status, lifecycle, createdAt, updatedAt } = model;
  return {
    attributes: {
      name,
      model_id: id,
      experiment_id: experimentId,
      model_type: type,
      source_run_id: sourceRunId,
      status,
      lifecycle_stage: lifecycle,
      creation_timestamp: createdAt,
      last_updated_timestamp: updatedAt,
    },
    params: model.params,
    tags: model.tags,
  };
}

function parse(token: string): Position | undefined {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as Position;
  } catch {
    return undefined;
  }
}
