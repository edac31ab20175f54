import { createHash } from 'node:crypto';
import type { Item, Key, TableClient } from '../table.ts';

/** Characters that stay in the run's own item, which every logged point rewrites; DynamoDB bills what it rewrites. */
const longestInline = 256;

/**
 * A text, or after a NUL the SHA-256 of a long one, which lies in an item of the run named after it, so that writing it again changes
 * nothing.
 */
export type StoredText = string;

const isReference = (stored: StoredText) => stored.startsWith('\0');

const keyOf = (run: string, sha256: string): Key => ({ pk: `RUN#${run}`, sk: `RUN#VALUE#${sha256}` });

/** Makes the items of long texts, to be written before what refers to them. */
function storeText(run: string, text: string): { stored: StoredText; item?: Item & Key } {
  if (text.length <= longestInline && !isReference(text)) return { stored: text };
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { stored: `\0${sha256}`, item: { ...keyOf(run, sha256), text } };
}

/** Stores texts by their keys, the long ones first. @param owner a run, or a model: what has an id of its own */
export async function storeTexts(
  table: TableClient,
  owner: string,
  texts: Readonly<Record<string, string>>,
): Promise<Record<string, StoredText>> {
  const stored = Object.entries(texts).map(([key, text]) => [key, storeText(owner, text)] as const);
  const items = stored.flatMap(([, { item }]): (Item & Key)[] => (item ? [item] : []));
  // Two texts that are equal are one item, which one request must not write twice.
  await table.putAll([...new Map(items.map((item) => [item.sk, item])).values()]);
  return Object.fromEntries(stored.map(([key, { stored: text }]) => [key, text]));
}

/** Long texts of some runs, by run and hash. */
export class LongTexts {
  private readonly texts: ReadonlyMap<string, string>;

  constructor(items: readonly Item[]) {
    this.texts = new Map(items.map(({ pk, sk, text }) => [`${pk} ${sk}`, String(text)]));
  }

  /** Reads what the stored texts of some runs refer to. */
  static async read(
    table: TableClient,
    stored: readonly { readonly run: string; readonly texts: readonly StoredText[] }[],
  ): Promise<LongTexts> {
    const keys = stored.flatMap(({ run, texts }) =>
      [...new Set(texts.filter(isReference))].map((text) => keyOf(run, text.slice(1))),
    );
    return new LongTexts(keys.length === 0 ? [] : await table.getAll(keys));
  }

  of(run: string, stored: StoredText): string {
    if (!isReference(stored)) return stored;
    const { pk, sk } = keyOf(run, stored.slice(1));
    return this.texts.get(`${pk} ${sk}`) ?? '';
  }
}
