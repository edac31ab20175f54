import type { Comparator, Comparison, Condition } from './condition.ts';
import type { OrderBy } from './parse.ts';

/** A run, an experiment, a model …, as a filter sees it. */
export interface Searchable {
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly datasets?: readonly Readonly<Record<'name' | 'digest' | 'context', string | undefined>>[];
}

/** Whether a thing is as the condition asks. What it does not have fails every comparison but IS NULL. */
export function matches(thing: Searchable, condition: Condition): boolean {
  if ('every' in condition) return condition.every.every((one) => matches(thing, one));
  if ('some' in condition) return condition.some.some((one) => matches(thing, one));
  const { comparator, value } = condition;
  const holds = holders[comparator];
  if (condition.entity === 'dataset') {
    const key = condition.key as 'name' | 'digest' | 'context';
    return (thing.datasets ?? []).some((one) => one[key] !== undefined && holds(one[key], value));
  }
  const actual = read(thing, condition);
  if (comparator === 'IS NULL') return actual === undefined;
  if (comparator === 'IS NOT NULL') return actual !== undefined;
  return actual !== undefined && holds(actual, value);
}

/**
 * Before or after: as ORDER BY has it, key by key. What is missing, and NaN, comes last whatever the direction.
 */
export function comparatorOf(orders: readonly OrderBy[]): (a: Searchable, b: Searchable) => number {
  return (a, b) => {
    for (const order of orders) {
      const [x, y] = [read(a, order), read(b, order)];
      const [isLastX, isLastY] = [isLast(x), isLast(y)];
      if (isLastX || isLastY) {
        if (isLastX && isLastY) continue;
        return isLastX ? 1 : -1;
      }
      if (x === y) continue;
      return x! < y! !== order.descending ? -1 : 1;
    }
    return 0;
  };
}

function isLast(value: string | number | undefined): boolean {
  return value === undefined || Number.isNaN(value);
}

function read(
  { attributes, metrics, params, tags }: Searchable,
  { entity, key }: Pick<Comparison, 'entity' | 'key'>,
): string | number | undefined {
  const values = { attribute: attributes, metric: metrics, parameter: params, tag: tags, dataset: undefined }[
    entity
  ];
  return values && Object.hasOwn(values, key) ? values[key] : undefined;
}

type Holds = (actual: string | number, value: Comparison['value']) => boolean;

const holders: Readonly<Record<Comparator, Holds>> = {
  '=': (actual, value) => actual === value,
  '!=': (actual, value) => actual !== value,
  '<': (actual, value) => (actual as number) < (value as number),
  '<=': (actual, value) => (actual as number) <= (value as number),
  '>': (actual, value) => (actual as number) > (value as number),
  '>=': (actual, value) => (actual as number) >= (value as number),
  LIKE: (actual, value) => isLike(String(actual), value as string),
  ILIKE: (actual, value) => isLike(String(actual).toLowerCase(), (value as string).toLowerCase()),
  IN: (actual, value) => (value as readonly string[]).includes(String(actual)),
  'NOT IN': (actual, value) => !(value as readonly string[]).includes(String(actual)),
  'IS NULL': () => false,
  'IS NOT NULL': () => true,
};

/**
 * SQL's LIKE: % is any text, _ any character. By two pointers that go back to the last % only, so that no pattern takes
 * more than text × pattern steps, as a regular expression of it could.
 */
function isLike(text: string, pattern: string): boolean {
  let [at, place] = [0, 0];
  let [star, resume] = [-1, 0];
  while (at < text.length) {
    if (pattern[place] === '%') {
      star = place++;
      resume = at;
    } else if (place < pattern.length && (pattern[place] === '_' || pattern[place] === text[at])) {
      at++;
      place++;
    } else if (star >= 0) {
      place = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[place] === '%') place++;
  return place === pattern.length;
}
