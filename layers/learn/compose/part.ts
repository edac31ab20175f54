import { InvalidInput } from '../errors.ts';
import type { EstimatorType, FitOptions, Model, Parameters } from '../estimator.ts';
import type { Features } from '../matrix.ts';
import type { Check } from '../parameters.ts';
import type { Progress, Steps } from '../steps.ts';

/** Any estimator or transformer, as a part of something larger. */
export interface Part<Fitted extends Model = Model> {
  readonly kind: string;
  readonly type: EstimatorType;
  readonly params: Parameters;
  fit(X: never, y: never, options?: FitOptions): Fitted;
}

/** The model that a part makes. */
export type FittedPart<Of> = Of extends { fit(...inputs: never): infer Fitted } ? Fitted : never;
/** What a part learns from. */
export type InputOf<Of> = Of extends { fit(X: infer X, ...rest: never): unknown } ? X : Features;

export type Named<Value> = readonly [name: string, value: Value];

/** Pairs, or longer tuples, that begin with a name. Two underscores are kept for the parameters of parts. */
export function namedBy(holds: (value: unknown, ...rest: unknown[]) => boolean, must: string): Check {
  return (value) => {
    if (!Array.isArray(value) || value.length === 0) return `must be a list of ${must}`;
    const names = value.map((entry) => (Array.isArray(entry) ? entry[0] : undefined));
    const odd = value.find((entry) => !Array.isArray(entry) || !holds(entry[1], ...entry.slice(2)));
    if (odd !== undefined) return `must be a list of ${must}`;
    if (!names.every((name) => typeof name === 'string' && name !== '' && !name.includes('__')))
      return 'must have names that are texts without two underscores';
    return new Set(names).size === names.length ? undefined : 'must have names that differ';
  };
}

export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && 'fit' in value && 'kind' in value;
}

export function isTransformer(value: unknown): boolean {
  return isPart(value) && value.type === 'transformer';
}

export function isEstimatorOf(type: EstimatorType): (value: unknown) => boolean {
  return (value) => isPart(value) && value.type === type;
}

/**
 * Fits one part of `total`, in its own rounds if it has some, of which each is a fraction of a round of the whole.
 *
 * @param done parts fitted before
 * @throws InvalidInput that says which part it is of
 */
export function* fitPart<Fitted extends Model>(
  [name, part]: Named<Part<Fitted>>,
  [X, y]: readonly [X: unknown, y: unknown],
  { sampleWeight, pool }: FitOptions,
  { done, total }: Progress,
): Steps<Fitted> {
  const options = { ...(sampleWeight && { sampleWeight }), ...(pool && { pool }) };
  try {
    const fitted = hasRounds(part)
      ? yield* asPart(part.fitSteps(X as never, y as never, options) as Steps<Fitted>, { done, total })
      : part.fit(X as never, y as never, options);
    yield { done: done + 1, total };
    return fitted;
  } catch (error) {
    throw named(name, error);
  }
}

function* asPart<Fitted>(rounds: Steps<Fitted>, { done, total }: Progress): Steps<Fitted> {
  for (;;) {
    const { done: isLast, value } = rounds.next();
    if (isLast) return value;
    yield { done: done + Math.min(1, value.done / value.total), total };
  }
}

interface Rounds {
  fitSteps(X: never, y: never, options?: FitOptions): Steps<Model>;
}

function hasRounds(part: object): part is Rounds {
  return 'fitSteps' in part;
}

/** A fault of a part says which one it is of. */
export function within<Result>(name: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw named(name, error);
  }
}

function named(name: string, error: unknown): unknown {
  return error instanceof InvalidInput
    ? new InvalidInput(`${name}: ${error.message}`, error.details.faults)
    : error;
}

/** The only one of that name. @throws InvalidInput naming those there are */
export function findNamed<Value>(parts: readonly Named<Value>[], name: string): Value {
  const found = parts.find(([one]) => one === name);
  if (found) return found[1];
  const names = parts.map(([one]) => one).join(', ');
  throw new InvalidInput(`there is no part ${JSON.stringify(name)}: it has ${names}`);
}
