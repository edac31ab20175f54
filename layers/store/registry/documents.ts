import { type Item, type Key, pause, type TableClient } from '../table.ts';

/** A document as it was read: it may be replaced as long as nobody else did. */
export interface Held<Document> {
  readonly key: Key;
  readonly document: Document;
  readonly revision: number;
}

/** How often a change is tried again when somebody else changed the document meanwhile. */
const attempts = 60;

/** JSON documents in the table, each an item. Every change is decided on the document as it is and lands only on that. */
export class Documents<Document> {
  private readonly table: TableClient;
  private readonly now: () => number;

  constructor(table: TableClient, now: () => number) {
    this.table = table;
    this.now = now;
  }

  async get(key: Key): Promise<Held<Document> | undefined> {
    const item = await this.table.get(key);
    return item && held(item);
  }

  async getAll(keys: readonly Key[]): Promise<Held<Document>[]> {
    return (await this.table.getAll(keys)).map((item) => held<Document>(item));
  }

  async all(pk: string, prefix?: string): Promise<Held<Document>[]> {
    const items = await this.table.all({ pk, ...(prefix !== undefined && { prefix }) });
    return items.map((item) => held<Document>(item));
  }

  /** False when there is one already. */
  insert(key: Key, document: Document): Promise<boolean> {
    // Counted from the time on, so that no revision of a deleted document is one of its successor's.
    const item = { ...key, revision: this.now(), document: JSON.stringify(document) };
    return this.table.put(item, 'attribute_not_exists(pk)');
  }

  /** False when somebody replaced or deleted it meanwhile. */
  replace({ key, revision }: Pick<Held<Document>, 'key' | 'revision'>, document: Document): Promise<boolean> {
    return this.table.update(key, {
      expression: 'SET revision = :next, #document = :document',
      condition: 'revision = :revision',
      names: { '#document': 'document' },
      values: { ':next': revision + 1, ':revision': revision, ':document': JSON.stringify(document) },
    });
  }

  /** False when somebody replaced or deleted it meanwhile. */
  delete({ key, revision }: Pick<Held<Document>, 'key' | 'revision'>): Promise<boolean> {
    return this.table.delete(key, 'revision = :revision', { ':revision': revision });
  }
}

/** Does something that fails when others were faster, until it succeeds; undefined when they always were. */
export async function contend<Result>(
  attempt: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  for (let count = 1; count <= attempts; count++) {
    const result = await attempt();
    if (result !== undefined) return result;
    await pause(Math.min(5 * count, 100));
  }
  return undefined;
}

function held<Document>({ pk, sk, revision, document }: Item): Held<Document> {
  return {
    key: { pk: String(pk), sk: String(sk) },
    document: JSON.parse(String(document)) as Document,
    revision: Number(revision),
  };
}
