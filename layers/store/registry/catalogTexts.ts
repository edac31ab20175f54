import type { TableClient } from '../table.ts';
import { LongTexts, type StoredText } from '../tracking/values.ts';

/** Documents with a description and tags, and who owns the texts. */
export interface Described {
  readonly owner: string;
  readonly description?: StoredText | undefined;
  readonly tags: Readonly<Record<string, StoredText>>;
}

/** Reads the long texts of many at once; the result gives description and tags of each. */
export async function readTexts(
  table: TableClient,
  described: readonly Described[],
): Promise<
  (one: Described) => {
    readonly description?: string;
    readonly tags: Readonly<Record<string, string>>;
  }
> {
  const long = await LongTexts.read(
    table,
    described.map(({ owner, description, tags }) => ({
      run: owner,
      texts: [...Object.values(tags), ...(description === undefined ? [] : [description])],
    })),
  );
  return ({ owner, description, tags }) => ({
    ...(description !== undefined && { description: long.of(owner, description) }),
    tags: Object.fromEntries(Object.entries(tags).map(([key, text]) => [key, long.of(owner, text)])),
  });
}
