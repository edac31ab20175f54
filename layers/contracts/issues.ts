import type { z } from 'zod';
import { didYouMean } from './nearest.ts';

/** What zod finds wrong with a spec, in sentences that tell the value seen and what to do. */

type RawIssue = z.core.$ZodRawIssue;
type Issue = z.core.$ZodIssue;
export type Path = readonly PropertyKey[];

export interface PlacedMessage {
  readonly path: Path;
  readonly message: string;
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** An issue while zod still holds the value and the schema that refused it. */
type Fresh<Code> = Extract<Issue, { code: Code }> & { readonly input?: unknown; readonly inst?: unknown };

type Sentence<Code> = (issue: Fresh<Code>) => string;

const sentences: { readonly [Code in Issue['code']]?: Sentence<Code> } = {
  invalid_type: (issue) => mustBe(wanted(issue)!, issue.input),
  invalid_value: (issue) => {
    const names = issue.values.map(String);
    const remedy = typeof issue.input === 'string' ? didYouMean(issue.input, names, '') : '';
    return `${mustBe(anyOf(names), issue.input)}${remedy && `: ${remedy}`}`;
  },
  // The discriminator says which mapping it is.
  invalid_union: (issue) => {
    if (issue.discriminator !== undefined) {
      const seen = (issue.input as Record<string, unknown>)[issue.discriminator];
      const names = ('options' in issue ? (issue.options as unknown[]) : []).map(String);
      if (seen === undefined) return `is missing: give one of ${names.join(', ')}`;
      const remedy = typeof seen === 'string' ? didYouMean(seen, names, '') : '';
      return `${mustBe(anyOf(names), seen)}${remedy && `: ${remedy}`}`;
    }
    const wants = issue.errors.flat().flatMap((one) => (one.path.length === 0 ? (wanted(one) ?? []) : []));
    return mustBe(anyOf([...new Set(wants)]), issue.input);
  },
  too_small: ({ origin, minimum, inclusive, input }) =>
    origin === 'array'
      ? `is empty: give at least ${minimum === 1 ? 'one value' : `${minimum} values`}, or leave it out`
      : `must be ${inclusive === false ? 'above' : 'at least'} ${minimum}, not ${show(input)}`,
  too_big: ({ maximum, inclusive, input }) =>
    `must be ${inclusive === false ? 'below' : 'at most'} ${maximum}, not ${show(input)}`,
  // A line for each key, in their order: see `placedMessages`.
  unrecognized_keys: ({ keys, inst }) => {
    const { shape } = (inst as { _zod: { def: { shape: object } } })._zod.def;
    const known = Object.keys(shape);
    return keys
      .map((key) => `there is no such key: ${didYouMean(key, known, `there are ${known.join(', ')}`)}`)
      .join('\n');
  },
};

/** The sentence of an issue, for zod to keep; schemas that bring their own sentence go first. */
export function sentenceOf(issue: RawIssue): string | undefined {
  return (sentences[issue.code] as Sentence<unknown> | undefined)?.(issue as Fresh<unknown>);
}

/** Every issue with its place; of a union, the issues of the branch that the value was meant for. */
export function placedMessages(issues: readonly Issue[], above: Path = []): PlacedMessage[] {
  return issues.flatMap((issue): PlacedMessage[] => {
    const path = [...above, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      const messages = issue.message.split('\n');
      return issue.keys.map((key, index) => ({ path: [...path, key], message: messages[index]! }));
    }
    if (issue.code === 'invalid_key')
      return [{ path, message: `the name ${issue.issues[0]?.message ?? 'is not valid'}` }];
    const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
    return meant ? placedMessages(meant, path) : [{ path, message: issue.message }];
  });
}

/** The branch with the fewest faults among those whose type fits; none when no type does. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const ofType = branches.filter((issues) => !issues.some(isOfOtherType));
  return ofType.toSorted((a, b) => countOf(a) - countOf(b))[0];
}

/** A list or mapping is never meant to be one of some names. */
function isOfOtherType({ code, path, input }: Issue): boolean {
  if (path.length > 0) return false;
  return code === 'invalid_type' || (code === 'invalid_value' && typeof input === 'object');
}

function countOf(issues: readonly Issue[]): number {
  return issues.reduce((sum, one) => sum + (one.code === 'unrecognized_keys' ? one.keys.length : 1), 0);
}

/** What an issue wanted instead of the value, in words. */
function wanted(issue: Issue): string | undefined {
  if (issue.code === 'invalid_type') return nouns[issue.expected] ?? issue.expected;
  return issue.code === 'invalid_value' ? anyOf(issue.values.map(String)) : undefined;
}

function mustBe(what: string, value: unknown): string {
  if (value === undefined) return `is missing: give ${what}`;
  if (value === null) return `has no value: give ${what}, or remove the key`;
  const remedy =
    what === nouns.string && (typeof value === 'number' || typeof value === 'boolean')
      ? `: put it in quotes, "${value}"`
      : '';
  return `must be ${what}, not ${show(value)}${remedy}`;
}

function anyOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** A value as JSON, in a few words. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
