import jsonata from 'jsonata';
import { StateError } from './StateError.ts';

const compiled = new Map<string, jsonata.Expression>();

/**
 * Evaluates every `{% … %}` in a value, with `$states` and the variables in reach.
 *
 * @throws StateError States.QueryEvaluationError when an expression fails or gives nothing
 */
export async function evaluate(
  value: unknown,
  bindings: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  if (typeof value === 'string') {
    const source = sourceOf(value);
    return source === undefined ? value : run(source, bindings);
  }
  if (Array.isArray(value)) return Promise.all(value.map((one) => evaluate(one, bindings)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    async ([key, one]) => [key, await evaluate(one, bindings)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** Why the expression in a text cannot be read; undefined when it can, or when there is none. */
export function faultOf(text: string): string | undefined {
  const source = sourceOf(text);
  if (source === undefined) return undefined;
  try {
    jsonata(source);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function sourceOf(text: string): string | undefined {
  return /^\{%([\s\S]*)%\}$/.exec(text)?.[1]?.trim();
}

async function run(source: string, bindings: Readonly<Record<string, unknown>>): Promise<unknown> {
  let result: unknown;
  try {
    const expression = compiled.get(source) ?? jsonata(source);
    compiled.set(source, expression);
    result = await expression.evaluate(undefined, bindings);
  } catch (error) {
    throw new StateError('States.QueryEvaluationError', `${source}: ${messageOf(error)}`);
  }
  // JSONata marks its sequences with hidden properties, which must not travel on.
  const json = isFunction(result) ? undefined : JSON.stringify(result);
  if (json === undefined) throw new StateError('States.QueryEvaluationError', `${source} gives nothing`);
  return JSON.parse(json) as unknown;
}

/** JSONata's functions are objects with a mark. */
function isFunction(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ('_jsonata_function' in value || '_jsonata_lambda' in value)
  );
}

function messageOf(error: unknown): string {
  return String((error as { message?: unknown }).message ?? error);
}
