import { NotFound } from '../../contracts/errors.ts';
import type { AuditEntry } from '../registry.ts';
import type { StoredText } from '../tracking/values.ts';
import type { Stage } from './stages.ts';

/**
 * A registered model as its item holds it: MODELS, name. Which versions there are, their stages and the aliases are all in this one
 * document, so that every promotion, transition and deletion is one conditional write.
 */
export interface ModelRecord {
  /** 32 hex digits, which stay when the name changes; a model made anew has others. */
  readonly id: string;
  readonly name: string;
  readonly description?: StoredText;
  readonly tags: Readonly<Record<string, StoredText>>;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Highest version that was ever made; 0 for none. */
  readonly latest: number;
  /** Versions up to the latest that are no more. */
  readonly deleted: readonly number[];
  /** Of versions that left the stage None, and when they came where they are. */
  readonly stages: Readonly<Record<string, { readonly stage: Stage; readonly at: number }>>;
  readonly aliases: Readonly<Record<string, AliasRecord>>;
  /** What was decided with this document and may not be filed yet; see AuditLog. */
  readonly pending: readonly PendingEntry[];
  /** The model that is about to get this name has another one still; nothing else is known yet. */
  readonly arriving?: Arrival;
  /** It is being deleted, or renamed. */
  readonly leaving?: { readonly to?: string };
}

/** From where, and who wants it. */
export interface Arrival extends Pick<AuditEntry, 'actor' | 'reason'> {
  readonly from: string;
}

export interface AliasRecord {
  readonly version: number;
  /** Versions that it named before, oldest first. */
  readonly history: readonly number[];
}

export interface PendingEntry {
  readonly entry: AuditEntry;
  /** Of the document that it was decided with. */
  readonly revision: number;
}

export function newModel(
  model: Pick<ModelRecord, 'id' | 'name' | 'createdAt'> & Partial<ModelRecord>,
): ModelRecord {
  return {
    tags: {},
    updatedAt: model.createdAt,
    latest: 0,
    deleted: [],
    stages: {},
    aliases: {},
    pending: [],
    ...model,
  };
}

export function hasVersion({ latest, deleted }: ModelRecord, version: number): boolean {
  return version >= 1 && version <= latest && !deleted.includes(version);
}

/** Versions there are, newest first. */
export function versionsOf({ latest, deleted }: ModelRecord): number[] {
  const gone = new Set(deleted);
  return Array.from({ length: latest }, (_, index) => latest - index).filter((version) => !gone.has(version));
}

/** Aliases of a version. */
export function aliasesOf({ aliases }: ModelRecord, version: number): string[] {
  return Object.keys(aliases).filter((alias) => aliases[alias]!.version === version);
}

export function noModel(name: string): NotFound {
  return new NotFound(
    `Registered Model with name=${name} not found: \`millrace models\` lists those there are`,
  );
}

export function noVersion(record: ModelRecord, version: string): NotFound {
  const there = versionsOf(record).slice(0, 10);
  return new NotFound(
    `Model Version (name=${record.name}, version=${version}) not found: ${there.length > 0 ? `model ${record.name} has ${there.join(', ')}` : 'the model has no version'}`,
  );
}
