import { InvalidInput } from '../errors.ts';
import type { Parameters } from '../estimator.ts';
import type { Random } from '../random.ts';

interface Conditional {
  /** Asked for only where another parameter, which comes before, has this value, or one of these. */
  readonly when?: Readonly<Record<string, Choice | readonly Choice[]>>;
}

type Choice = string | number | boolean | null;

export type Dimension = Conditional &
  (
    | { readonly type: 'uniform' | 'log-uniform'; readonly low: number; readonly high: number }
    /** Both ends belong to it; `log` for sizes, of which the ratio matters. */
    | { readonly type: 'integer'; readonly low: number; readonly high: number; readonly log?: boolean }
    | { readonly type: 'categorical'; readonly choices: readonly Choice[] }
  );

/**
 * What to search: plain JSON, a dimension for each parameter.
 *
 * @example { C: { type: 'log-uniform', low: 1e-3, high: 1e3 }, solver: { type: 'categorical', choices: ['batch', 'mini-batch'] } }
 */
export type SearchSpace = Readonly<Record<string, Dimension>>;

/** @throws InvalidInput naming the parameter that cannot be searched */
export function checkSpace(space: SearchSpace): void {
  const known = new Set<string>();
  if (Object.keys(space).length === 0)
    throw new InvalidInput('the space is empty: give a parameter to search');
  for (const [name, dimension] of Object.entries(space)) {
    const fault = faultOf(dimension);
    if (fault) throw new InvalidInput(`${name} ${fault}, not ${JSON.stringify(dimension)}`);
    const missing = Object.keys(dimension.when ?? {}).find((parent) => !known.has(parent));
    if (missing !== undefined)
      throw new InvalidInput(`${name} depends on ${missing}, which must come before it in the space`);
    known.add(name);
  }
}

function faultOf(dimension: Dimension): string | undefined {
  if (dimension.type === 'categorical') return dimension.choices.length > 0 ? undefined : 'needs choices';
  if (!['uniform', 'log-uniform', 'integer'].includes(dimension.type))
    return 'must be uniform, log-uniform, integer or categorical';
  const { low, high } = dimension;
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high)) return 'needs finite low ≤ high';
  if (dimension.type === 'integer' && !(Number.isInteger(low) && Number.isInteger(high)))
    return 'needs whole low and high';
  return isLog(dimension) && low <= 0 ? 'needs a low above 0, as it is searched by ratio' : undefined;
}

export function isLog(dimension: Dimension): boolean {
  return dimension.type === 'log-uniform' || (dimension.type === 'integer' && dimension.log === true);
}

/** Whether a parameter is asked for beside the values of those before it. */
export function isActive({ when = {} }: Dimension, params: Parameters): boolean {
  return Object.entries(when).every(([parent, wanted]) =>
    (Array.isArray(wanted) ? wanted : [wanted]).includes(params[parent]),
  );
}

/** Ends of a dimension of numbers, in the scale that it is searched in; integers reach half a step further. */
export function boundsOf(dimension: Extract<Dimension, { low: number }>): [low: number, high: number] {
  const step = dimension.type === 'integer' ? 0.5 : 0;
  const ends: [number, number] = [dimension.low - step, dimension.high + step];
  return isLog(dimension) ? [Math.log(ends[0]), Math.log(ends[1])] : ends;
}

/** The value at a place within the bounds. */
export function valueAt(dimension: Extract<Dimension, { low: number }>, place: number): number {
  const value = isLog(dimension) ? Math.exp(place) : place;
  const rounded = dimension.type === 'integer' ? Math.round(value) : value;
  return Math.min(dimension.high, Math.max(dimension.low, rounded));
}

/** Values drawn at random, each dimension on its own. */
export function drawFrom(space: SearchSpace, random: Random): Parameters {
  const params: Record<string, unknown> = {};
  for (const [name, dimension] of Object.entries(space)) {
    if (isActive(dimension, params)) params[name] = drawOne(dimension, random);
  }
  return params;
}

function drawOne(dimension: Dimension, random: Random): unknown {
  if (dimension.type === 'categorical')
    return dimension.choices[Math.floor(random() * dimension.choices.length)];
  const [low, high] = boundsOf(dimension);
  return valueAt(dimension, low + random() * (high - low));
}
