import type { Context } from 'hono';
import * as z from 'zod/mini';
import { InvalidInput } from '../../layers/contracts/errors.ts';

/** A name that clients also write as a number: ids and versions. */
export const idText = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((value) => String(value)),
);

/** A list, of which a query holds one thing or many. */
export function listOf<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.pipe(
    z.transform((value: unknown) => (typeof value === 'string' ? [value] : value)),
    z.array(schema),
  );
}

/**
 * Reads a request's parameters, from the query of a GET and from the JSON body of anything else.
 *
 * @throws InvalidInput in MLflow's words
 */
export async function readRequest<Schema extends z.ZodMiniType>(
  c: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const parsed = z.safeParse(schema, c.req.method === 'GET' ? queryOf(c) : await readJson(c));
  if (parsed.success) return parsed.data;
  throw new InvalidInput(parsed.error.issues.slice(0, 10).map(wordsOf).join('\n'));
}

function wordsOf({ code, path, message, input }: z.core.$ZodIssue): string {
  const at = pathText(path);
  if (input === undefined && code !== 'custom') return `Missing value for required parameter '${at}'.`;
  const value = JSON.stringify(input)?.slice(0, 200) ?? String(input);
  return `Invalid value ${value} for parameter '${at}' supplied: ${message}`;
}

/** `metrics[0].key`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`),
    '',
  );
}

/** Parameters that occur many times are lists. */
function queryOf(c: Context): Record<string, string | string[]> {
  const many = Object.entries(c.req.queries());
  return Object.fromEntries(many.map(([key, values]) => [key, values.length === 1 ? values[0]! : values]));
}

async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`the body is not JSON: ${(error as Error).message}`, {}, { cause: error });
  }
}

/** Who calls: whom IAM vouches for, else whom the request names. */
export function actorOf(c: Context, named = 'unknown'): string {
  const event = c.env as { requestContext?: { identity?: { userArn?: string | null } } } | undefined;
  return event?.requestContext?.identity?.userArn ?? named;
}
