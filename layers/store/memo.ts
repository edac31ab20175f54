import { createHash } from 'node:crypto';
import { isOperational } from '../contracts/errors.ts';
import { type ArtifactStore, joinUri } from './artifacts.ts';

export interface MemoKey {
  readonly step: string;
  /** Everything the result depends on: hashes of data and code, parts of the spec, the seed. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** True to compute again although the inputs are unchanged; the new result is kept. */
  readonly skip?: boolean;
}

/**
 * A step's result (JSON), computed once for equal inputs and kept under `cache/` beside the artifacts.
 *
 * @example memoize(artifacts, base, { step: 'fit', inputs: { data, spec, seed, code } }, () => fit())
 */
export async function memoize<Result>(
  artifacts: ArtifactStore,
  base: string,
  { step, inputs, skip = false }: MemoKey,
  compute: () => Promise<Result>,
): Promise<Result> {
  const uri = joinUri(base, 'cache', step, `${inputHash(inputs)}.json`);
  const kept = skip ? undefined : await read(artifacts, uri);
  if (kept !== undefined) return JSON.parse(kept) as Result;
  const result = await compute();
  await artifacts.put(uri, JSON.stringify(result));
  return result;
}

async function read(artifacts: ArtifactStore, uri: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await artifacts.get(uri));
  } catch (error) {
    if (isOperational(error) && error.name === 'NotFound') return undefined;
    throw error;
  }
}

/** Hash of inputs, whatever the order of their keys: 64 hex digits. */
export function inputHash(inputs: unknown): string {
  return createHash('sha256').update(canonical(inputs)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
