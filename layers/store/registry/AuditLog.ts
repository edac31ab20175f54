import type { AuditEntry } from '../registry.ts';
import type { TableClient } from '../table.ts';
import type { ModelRecord, PendingEntry } from './modelRecord.ts';

const partition = (id: string) => `MODEL#${id}`;

/**
 * Who did what to a model. A decision and its entry are one write of the model's document, which keeps the entry until the next one; it is
 * filed as an item of its own after that write and again before the next, so that no crash between two writes can lose one.
 */
export class AuditLog {
  private readonly table: TableClient;

  constructor(table: TableClient) {
    this.table = table;
  }

  /** Files what was decided. Filing it again changes nothing. */
  async file(id: string, pending: readonly PendingEntry[]): Promise<void> {
    for (const one of pending) {
      await this.table.put({ pk: partition(id), sk: moveKey(one), entry: JSON.stringify(one.entry) });
    }
  }

  /** Files that a run made a version; the first time stays. */
  async fileRegistration(id: string, version: string, entry: AuditEntry): Promise<void> {
    const sk = keyOf(entry.at, `register#${version}`);
    await this.table.put({ pk: partition(id), sk, entry: JSON.stringify(entry) }, 'attribute_not_exists(pk)');
  }

  /** Remembers a deleted model under its name. */
  async bury({ id, name }: ModelRecord): Promise<void> {
    await this.table.put({ pk: graves(name), sk: id });
  }

  /** Of the models that had a name and were deleted, and of the one that has it; newest first. */
  async read(name: string, record: ModelRecord | undefined): Promise<AuditEntry[]> {
    const buried = (await this.table.all({ pk: graves(name) })).map(({ sk }) => String(sk));
    const entries = new Map<string, AuditEntry>();
    for (const id of new Set([...buried, ...(record ? [record.id] : [])])) {
      for await (const { sk, entry } of this.table.query({ pk: partition(id), prefix: 'AUDIT#' })) {
        entries.set(`${sk} ${id}`, JSON.parse(String(entry)) as AuditEntry);
      }
    }
    for (const one of record?.pending ?? []) entries.set(`${moveKey(one)} ${record!.id}`, one.entry);
    return [...entries].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, entry]) => entry);
  }
}

const graves = (name: string) => `DELETED_MODELS#${name}`;

function keyOf(at: number, what: string): string {
  return `AUDIT#${String(at).padStart(14, '0')}#${what}`;
}

function moveKey({ entry, revision }: PendingEntry): string {
  return keyOf(entry.at, String(revision).padStart(16, '0'));
}
