import type { Context } from 'hono';
import * as z from 'zod/mini';
import { InvalidInput } from '../../layers/contracts/errors.ts';

/** A name that clients also write as a number: ids and versions. */
export const idText = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((value) => String(value)),
);

/** Reads a request's parameters, from the query of a GET and from the JSON body of anything else. */
export async function readRequest<Schema extends z.ZodMiniType>(
  c: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const input = c.req.method === 'GET' ? c.req.query() : await readJson(c);
  const parsed = z.safeParse(schema, input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({
    at: path.join('.') || 'request',
    message,
  }));
  throw InvalidInput.fromFaults('the request is not valid', faults);
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

/** Refuses a filter or an order that is not answered, rather than ignore it. */
export function refuse(what: string, seen: string, supported: string): never {
  throw new InvalidInput(`${what} ${JSON.stringify(seen)} is not supported: ${supported}`);
}
