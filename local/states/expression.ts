import jsonata from 'jsonata';
import { StateError } from './StateError.ts';

const compiled = new Map<string, jsonata.Expression>();

/** Evaluates every `{% … %}` in a value, with `$states` and the variables in reach. */
export async function evaluate(
  value: unknown,
  bindings: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  if (typeof value === 'string') {
    const source = /^\{%([\s\S]*)%\}$/.exec(value)?.[1];
    return source === undefined ? value : run(source.trim(), bindings);
  }
  if (Array.isArray(value)) return Promise.all(value.map((one) => evaluate(one, bindings)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    async ([key, one]) => [key, await evaluate(one, bindings)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function run(source: string, bindings: Readonly<Record<string, unknown>>): Promise<unknown> {
  const expression = compiled.get(source) ?? jsonata(source);
  compiled.set(source, expression);
  let result: unknown;
  try {
    result = await expression.evaluate(undefined, bindings);
  } catch (error) {
    throw new StateError('States.QueryEvaluationError', `${source}: ${(error as Error).message}`);
  }
  if (result === undefined) throw new StateError('States.QueryEvaluationError', `${source} gives nothing`);
  // JSONata marks its sequences with hidden properties, which must not travel on.
  return structuredCloneJson(result);
}

function structuredCloneJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
