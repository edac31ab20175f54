import { InvalidInput } from '../../contracts/errors.ts';
import type { Comparison, Condition } from '../search/condition.ts';
import { type Grammar, modelGrammar, versionGrammar } from '../search/grammars.ts';
import { comparatorOf, matches, type Searchable } from '../search/matches.ts';
import { type OrderBy, parseFilter, parseOrderBy } from '../search/parse.ts';
import type { CatalogModel, CatalogSearch, CatalogVersion } from './ModelCatalog.ts';
import { promptTag } from './prompts.ts';

/** What is searched and how. */
interface Searched<Thing> {
  readonly grammar: Grammar;
  /** The order where none is asked for. */
  readonly usual: readonly string[];
  /** What decides between equals. */
  readonly last: readonly string[];
  readonly see: (thing: Thing) => Searchable;
}

export const searchedModels: Searched<CatalogModel> = {
  grammar: modelGrammar,
  usual: [],
  last: ['name'],
  see: ({ name, createdAt, updatedAt, tags }) => ({
    attributes: { name, creation_timestamp: createdAt, last_updated_timestamp: updatedAt },
    tags: { [promptTag]: 'false', ...tags },
  }),
};

export const searchedVersions: Searched<CatalogVersion> = {
  grammar: versionGrammar,
  usual: ['last_updated_timestamp DESC'],
  last: ['name', 'version_number DESC'],
  see: ({ model, version, runId = '', source, createdAt, updatedAt, tags }) => ({
    attributes: {
      name: model,
      version_number: Number(version),
      run_id: runId,
      source_path: source,
      creation_timestamp: createdAt,
      last_updated_timestamp: updatedAt,
    },
    tags: { [promptTag]: 'false', ...tags },
  }),
};

/** A search that was parsed, so that it fails before anything is read. */
export class ParsedSearch<Thing> {
  private readonly searched: Searched<Thing>;
  private readonly condition: Condition | undefined;
  private readonly orders: readonly OrderBy[];
  private readonly start: number;
  private readonly limit: number;

  /** @throws InvalidInput for what the grammar does not have */
  constructor({ filter, orderBy = [], limit, after }: CatalogSearch, searched: Searched<Thing>) {
    const { grammar, usual, last } = searched;
    this.searched = searched;
    this.condition = parseFilter(filter, grammar);
    const asked = (orderBy.length > 0 ? orderBy : usual).map((order) => parseOrderBy(order, grammar));
    const keys = asked.map(({ key }) => key);
    if (new Set(keys).size < keys.length) {
      throw new InvalidInput(
        `\`order_by\` contains duplicate fields: ${JSON.stringify(orderBy)}: name each field once`,
      );
    }
    this.orders = [...asked, ...last.map((order) => parseOrderBy(order, grammar))];
    this.start = Number(after || 0);
    this.limit = limit;
    if (!Number.isSafeInteger(this.start) || this.start < 0) {
      throw new InvalidInput(
        `page_token ${JSON.stringify(after)} is none of ours: pass next_page_token of the page before`,
      );
    }
  }

  /** The name that everything that is searched must have; undefined when it may be any. */
  get name(): string | undefined {
    const every = this.condition && ('every' in this.condition ? this.condition.every : [this.condition]);
    const named = every?.find(
      (one): one is Comparison =>
        'comparator' in one && one.entity === 'attribute' && one.key === 'name' && one.comparator === '=',
    );
    return named && String(named.value);
  }

  page(things: readonly Thing[]): { page: Thing[]; next?: string } {
    const wantsPrompts = comparisonsOf(this.condition).some(
      ({ entity, key, comparator, value }) =>
        entity === 'tag' &&
        key === promptTag &&
        ((comparator === '=' && value === 'true') || (comparator === '!=' && value === 'false')),
    );
    const compare = comparatorOf(this.orders);
    const found = things
      .map((thing) => ({ thing, seen: this.searched.see(thing) }))
      .filter(({ seen }) => wantsPrompts || seen.tags?.[promptTag]?.toLowerCase() !== 'true')
      .filter(({ seen }) => !this.condition || matches(seen, this.condition))
      .sort((a, b) => compare(a.seen, b.seen))
      .map(({ thing }) => thing);
    const end = this.start + this.limit;
    return { page: found.slice(this.start, end), ...(end < found.length && { next: String(end) }) };
  }
}

function comparisonsOf(condition: Condition | undefined): readonly Comparison[] {
  if (!condition) return [];
  if ('every' in condition) return condition.every.flatMap(comparisonsOf);
  if ('some' in condition) return condition.some.flatMap(comparisonsOf);
  return [condition];
}
