import { InvalidInput } from '../../contracts/errors.ts';
import type { Comparator, Comparison, Condition, Entity } from './condition.ts';
import { comparators, datasetKeys, entityNames, type Grammar } from './grammars.ts';
import { type Token, tokensOf, unquote } from './lexer.ts';

/** Deeper parentheses than this are no filter that anybody wrote. */
const deepest = 50;

/**
 * Parses a filter: MLflow's grammar, with OR and parentheses besides; AND binds more tightly.
 *
 * @returns undefined when there is nothing to ask
 * @throws InvalidInput saying what is expected where
 * @example parseFilter("metrics.rmse < 0.5 AND (params.depth = '3' OR tags.team LIKE 'a%')", runGrammar)
 */
export function parseFilter(filter: string | undefined, grammar: Grammar): Condition | undefined {
  if (!filter?.trim()) return undefined;
  return new Parser(filter, grammar).parse();
}

export interface OrderBy {
  readonly entity: Entity;
  readonly key: string;
  readonly descending: boolean;
}

/** @throws InvalidInput for what is not "<key>", "<key> ASC" or "<key> DESC" */
export function parseOrderBy(order: string, grammar: Grammar): OrderBy {
  const tokens = tokensOf(order);
  const [name, direction] = tokens;
  const word = direction?.value.toLowerCase();
  const isWhole =
    tokens.length <= 3 &&
    name?.type === 'word' &&
    (direction?.type === 'end' || word === 'asc' || word === 'desc');
  if (!isWhole) {
    throw new InvalidInput(
      `Invalid order_by clause '${order}': write a key such as metrics.rmse or start_time, then ASC or DESC`,
    );
  }
  return { ...identifierOf(name.value, grammar, true), descending: word === 'desc' };
}

class Parser {
  private readonly filter: string;
  private readonly grammar: Grammar;
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(filter: string, grammar: Grammar) {
    this.filter = filter;
    this.grammar = grammar;
    this.tokens = tokensOf(filter);
  }

  parse(): Condition {
    const condition = this.any();
    if (this.token.type !== 'end') this.fail('AND, OR or the end');
    return condition;
  }

  private any(): Condition {
    const some = [this.all()];
    while (this.take('OR')) some.push(this.all());
    return some.length === 1 ? some[0]! : { some };
  }

  private all(): Condition {
    const every = [this.one()];
    while (this.take('AND')) every.push(this.one());
    return every.length === 1 ? every[0]! : { every };
  }

  private one(): Condition {
    if (this.token.type !== 'open') return this.comparison();
    if (++this.depth > deepest) this.fail(`at most ${deepest} parentheses within each other`);
    this.next++;
    const condition = this.any();
    this.expect('close', 'a closing parenthesis');
    this.depth--;
    return condition;
  }

  private comparison(): Comparison {
    if (this.token.type !== 'word') this.fail('a key such as metrics.rmse, params.depth or tags.team');
    const identifier = identifierOf(this.token.value, this.grammar, false);
    this.next++;
    const comparator = this.comparator();
    this.check(identifier, comparator);
    return { ...identifier, comparator, value: this.value(identifier, comparator) };
  }

  private comparator(): Comparator {
    const { type, value } = this.token;
    if (type === 'operator') {
      this.next++;
      return (value === '<>' ? '!=' : value) as Comparator;
    }
    if (this.take('IS')) {
      const isNot = this.take('NOT');
      if (!this.take('NULL')) this.fail('NULL or NOT NULL');
      return isNot ? 'IS NOT NULL' : 'IS NULL';
    }
    if (this.take('NOT')) {
      if (!this.take('IN')) this.fail('IN');
      return 'NOT IN';
    }
    for (const word of ['LIKE', 'ILIKE', 'IN'] as const) if (this.take(word)) return word;
    return this.fail('a comparison');
  }

  private check({ entity, key }: Pick<Comparison, 'entity' | 'key'>, comparator: Comparator): void {
    const allowed = comparatorsOf(entity, key, this.grammar);
    if (!allowed.includes(comparator))
      throw new InvalidInput(
        `Invalid comparator '${comparator}' for ${entity} '${key}': use one of ${allowed.join(', ')}`,
      );
    const { lists } = this.grammar;
    const isList = comparator === 'IN' || comparator === 'NOT IN';
    if (isList && entity === 'attribute' && lists && !lists.includes(key))
      throw new InvalidInput(
        `Only ${lists.join(', ')} can be compared with a list, not ${key}: write it as comparisons joined by OR`,
      );
  }

  private value(
    { entity, key }: Pick<Comparison, 'entity' | 'key'>,
    comparator: Comparator,
  ): Comparison['value'] {
    if (comparator === 'IS NULL' || comparator === 'IS NOT NULL') return null;
    if (comparator === 'IN' || comparator === 'NOT IN') return this.list();
    const { type, value } = this.token;
    if (isNumeric(entity, key, this.grammar)) {
      if (type !== 'number') this.fail(`a number for ${entity} '${key}'`);
      this.next++;
      return Number(value);
    }
    return this.expect('text', `a quoted text for ${entity} '${key}', such as 'my-value'`);
  }

  private list(): readonly string[] {
    this.expect('open', "a list of quoted texts, such as ('a', 'b')");
    const values = [this.expect('text', 'a quoted text in the list')];
    while (this.token.type === 'comma') {
      this.next++;
      values.push(this.expect('text', 'a quoted text in the list'));
    }
    this.expect('close', 'a comma or the end of the list');
    return values;
  }

  private get token(): Token {
    return this.tokens[this.next]!;
  }

  /** Passes the token that must come next. */
  private expect(type: Token['type'], what: string): string {
    const { token } = this;
    if (token.type !== type) this.fail(what);
    this.next++;
    return token.value;
  }

  /** Whether a keyword comes next, which is then behind us. */
  private take(keyword: string): boolean {
    const { type, value } = this.token;
    const isNext = type === 'word' && value.toUpperCase() === keyword;
    if (isNext) this.next++;
    return isNext;
  }

  private fail(expected: string): never {
    const { type, value, at } = this.token;
    const seen = type === 'end' ? 'the end' : JSON.stringify(value);
    throw new InvalidInput(
      `Invalid clause(s) in filter string ${JSON.stringify(this.filter)}: expected ${expected} at character ${at + 1}, found ${seen}`,
    );
  }
}

function identifierOf(word: string, grammar: Grammar, isOrder: boolean): { entity: Entity; key: string } {
  const { before, after } = /^(?<before>`[^`]+`|[\w-]+)(?:\s*\.\s*(?<after>.*))?$/s.exec(word)!.groups!;
  const [name, key] = after === undefined ? ['attribute', bare(before!)] : [bare(before!), bare(after)];
  const entity = Object.hasOwn(entityNames, name) ? entityNames[name] : undefined;
  if (!entity || !grammar.entities.includes(entity)) {
    throw new InvalidInput(`Invalid entity type '${name}': use one of ${grammar.entities.join(', ')}`);
  }
  if (entity === 'dataset' && !datasetKeys.includes(key))
    throw new InvalidInput(`Invalid dataset key '${key}': use one of ${datasetKeys.join(', ')}`);
  if (entity !== 'attribute') return { entity, key };
  const { texts, numbers, orders = [], aliases = {} } = grammar;
  const known = [...texts, ...numbers, ...(isOrder ? orders : []), ...Object.keys(aliases)];
  if (!known.includes(key))
    throw new InvalidInput(`Invalid attribute key '${key}' specified: use one of ${known.join(', ')}`);
  return { entity, key: Object.hasOwn(aliases, key) ? aliases[key]! : key };
}

function bare(name: string): string {
  return /^(`.*`|".*"|'.*')$/s.test(name) ? unquote(name) : name;
}

function isNumeric(entity: Entity, key: string, { numbers }: Grammar): boolean {
  return entity === 'metric' || (entity === 'attribute' && numbers.includes(key));
}

function comparatorsOf(entity: Entity, key: string, grammar: Grammar): readonly Comparator[] {
  if (isNumeric(entity, key, grammar)) return comparators.number;
  return entity === 'attribute' || entity === 'metric' ? comparators.text : comparators[entity];
}
