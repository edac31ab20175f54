import { Conflict } from '../../contracts/errors.ts';
import type { AuditEntry } from '../registry.ts';
import type { Key, TableClient } from '../table.ts';
import type { AuditLog } from './AuditLog.ts';
import { contend, Documents, type Held } from './documents.ts';
import { type Arrival, type ModelRecord, newModel, noModel } from './modelRecord.ts';

const partition = 'MODELS';
const keyOf = (name: string): Key => ({ pk: partition, sk: name });

/** What becomes of a model's document, and what the audit says of it. */
export interface Decision {
  readonly record: ModelRecord;
  readonly entry?: Omit<AuditEntry, 'at'>;
}

/**
 * The documents of registered models, by name. To rename is to move one document: the new name is taken by a placeholder, the old
 * document says where it goes and is frozen, its contents come to the new name, and it is deleted. Whoever finds a move or a deletion
 * half done finishes it.
 */
export class ModelRecords {
  private readonly documents: Documents<ModelRecord>;
  private readonly audit: AuditLog;
  private readonly now: () => number;
  /** Deletes what belongs to a model that is gone. */
  private readonly clear: (record: ModelRecord) => Promise<void>;

  constructor(
    table: TableClient,
    {
      audit,
      now,
      clear,
    }: { audit: AuditLog; now: () => number; clear: (record: ModelRecord) => Promise<void> },
  ) {
    this.documents = new Documents(table, now);
    this.audit = audit;
    this.now = now;
    this.clear = clear;
  }

  async find(name: string): Promise<ModelRecord | undefined> {
    return (await this.findHeld(name))?.document;
  }

  /** @throws NotFound */
  async read(name: string): Promise<ModelRecord> {
    const record = await this.find(name);
    if (record) return record;
    throw noModel(name);
  }

  async all(): Promise<ModelRecord[]> {
    const records = (await this.documents.all(partition)).map(({ document }) => document);
    const settled = records.filter(isSettled);
    const known = new Set(settled.map(({ id }) => id));
    // On its way to another name a model is there under that name.
    const moving = records.flatMap((record) =>
      record.leaving?.to !== undefined && !known.has(record.id)
        ? [{ ...record, name: record.leaving.to }]
        : [],
    );
    return [...settled, ...moving];
  }

  /** False when the name is taken. */
  async create(record: ModelRecord): Promise<boolean> {
    const taken = await contend(async () => {
      if (await this.documents.insert(keyOf(record.name), record)) return { isOurs: true };
      return (await this.isTaken(record.name)) ? { isOurs: false } : undefined;
    });
    if (taken) return taken.isOurs;
    throw this.busy(record.name);
  }

  /** The model of a name, made where there is none. */
  async ensure(record: ModelRecord): Promise<ModelRecord> {
    const made = await contend(async () => {
      const found = await this.find(record.name);
      return found ?? ((await this.create(record)) ? record : undefined);
    });
    if (made) return made;
    throw this.busy(record.name);
  }

  /**
   * Changes a model's document, as often as it takes while others change it too.
   *
   * @param decide what becomes of it; undefined for nothing
   * @returns the document as it is then
   * @throws NotFound
   */
  async change(name: string, decide: (record: ModelRecord) => Decision | undefined): Promise<ModelRecord> {
    const changed = await contend(async () => {
      const held = await this.findHeld(name);
      if (!held) throw noModel(name);
      const decision = decide(held.document);
      return decision ? this.write(held, decision) : held.document;
    });
    if (changed) return changed;
    throw this.busy(name);
  }

  /** @throws NotFound */
  async delete(name: string, { actor, reason }: Pick<AuditEntry, 'actor' | 'reason'>): Promise<void> {
    const record = await this.change(name, (now) => ({
      record: { ...now, leaving: {} },
      entry: { action: 'delete', from: name, actor, reason },
    }));
    await this.settle(record.name);
  }

  /** @throws NotFound; Conflict when the new name is taken */
  async rename(
    name: string,
    to: string,
    { actor, reason }: Pick<AuditEntry, 'actor' | 'reason'>,
  ): Promise<ModelRecord> {
    if (name === to) return this.change(name, (record) => ({ record: { ...record, updatedAt: this.now() } }));
    const { id, createdAt } = await this.read(name);
    const arriving = { from: name, actor, reason };
    if (!(await this.create(newModel({ id, name: to, createdAt, arriving })))) {
      throw new Conflict(`Registered Model (name=${to}) already exists: choose another name`, {
        exists: true,
      });
    }
    const renamed = await contend(async () => {
      await this.settle(to);
      const target = await this.find(to);
      if (target?.id === id) return target;
      if ((await this.find(name))?.id !== id) throw noModel(name);
      return undefined;
    });
    if (renamed) return renamed;
    throw this.busy(name);
  }

  private async write({ key, document, revision }: Held<ModelRecord>, decision: Decision) {
    await this.audit.file(document.id, document.pending);
    // Clocks differ between machines; the order of the entries must not.
    const at = Math.max(this.now(), ...document.pending.map(({ entry }) => entry.at + 1));
    const pending = decision.entry
      ? [{ entry: { at, ...decision.entry }, revision: revision + 1 }]
      : document.pending;
    const record = { ...decision.record, pending };
    if (!(await this.documents.replace({ key, revision }, record))) return undefined;
    if (decision.entry) await this.audit.file(record.id, pending);
    return record;
  }

  /** The model of a name, unless it is leaving; one that just arrives has arrived then. */
  private async findHeld(name: string): Promise<Held<ModelRecord> | undefined> {
    const held = await this.documents.get(keyOf(name));
    if (!held || isSettled(held.document)) return held;
    const { arriving, id } = held.document;
    if (arriving) {
      const origin = await this.documents.get(keyOf(arriving.from));
      if (origin?.document.id === id && !origin.document.leaving) return undefined;
    }
    await this.settle(name);
    const settled = await this.documents.get(keyOf(name));
    return settled && isSettled(settled.document) ? settled : undefined;
  }

  /** Whether a name belongs to a model or is about to; finishes what was left half done with it. */
  private async isTaken(name: string): Promise<boolean> {
    await this.settle(name);
    return (await this.documents.get(keyOf(name))) !== undefined;
  }

  /** Finishes the move or the deletion that a name is part of. */
  private async settle(name: string): Promise<void> {
    const held = await this.documents.get(keyOf(name));
    if (!held) return;
    const { arriving, leaving, id } = held.document;
    if (arriving) await this.arrive(held, arriving);
    else if (leaving?.to !== undefined) {
      const target = await this.documents.get(keyOf(leaving.to));
      if (target?.document.id === id) await this.move(held, target);
    } else if (leaving) {
      await this.audit.file(id, held.document.pending);
      await this.audit.bury(held.document);
      await this.clear(held.document);
      await this.documents.delete(held);
    }
  }

  private async arrive(target: Held<ModelRecord>, { from, actor, reason }: Arrival): Promise<void> {
    const to = target.key.sk;
    const origin = await this.documents.get(keyOf(from));
    const leaving = origin?.document.leaving;
    // Nothing is on its way here: it went elsewhere, or is no more.
    if (origin?.document.id !== target.document.id || (leaving && leaving.to !== to)) {
      await this.documents.delete(target);
      return;
    }
    if (!leaving) {
      const frozen = await this.write(origin, {
        record: { ...origin.document, updatedAt: this.now(), leaving: { to } },
        entry: { action: 'rename', from, to, actor, reason },
      });
      if (!frozen) return;
    }
    const moving = leaving ? origin : await this.documents.get(origin.key);
    if (moving?.document.leaving?.to === to) await this.move(moving, target);
  }

  private async move(origin: Held<ModelRecord>, target: Held<ModelRecord>): Promise<void> {
    const { leaving: _, ...record } = origin.document;
    await this.audit.file(record.id, record.pending);
    if (target.document.arriving) await this.documents.replace(target, { ...record, name: target.key.sk });
    await this.documents.delete(origin);
  }

  private busy(name: string): Conflict {
    return new Conflict(`model ${name} is being changed by others: look at it and try again`);
  }
}

function isSettled({ arriving, leaving }: ModelRecord): boolean {
  return arriving === undefined && leaving === undefined;
}
