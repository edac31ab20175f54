import { Conflict } from '../../contracts/errors.ts';
import type { Key, TableClient } from '../table.ts';
import type { StoredText } from '../tracking/values.ts';
import { contend, Documents } from './documents.ts';
import { hasVersion, type ModelRecord, noVersion } from './modelRecord.ts';

/** A version as its item holds it: VERSIONS, model's id and number. The model's document says whether it is there, its stage and its aliases. */
export interface VersionRecord {
  readonly number: number;
  readonly source: string;
  /** Where its files lie, when that is not the source. */
  readonly storage?: string;
  readonly runId?: string;
  readonly runLink?: string;
  readonly modelId?: string;
  readonly description?: StoredText;
  readonly tags: Readonly<Record<string, StoredText>>;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Whether a pipeline made it, so that it can be served. */
  readonly isPipeline: boolean;
}

const partition = 'VERSIONS';
export const versionText = (version: number) => String(version).padStart(8, '0');
const keyOf = (id: string, version: number): Key => ({
  pk: partition,
  sk: `${id}#${versionText(version)}`,
});

/** Owner of the long texts of a version. */
export const textOwner = (id: string, version: number) => `${id}.${version}`;

/** A number in decimal digits as a version; undefined for what can be none. */
export function versionNumber(version: string): number | undefined {
  return /^[1-9]\d{0,7}$/.test(version) ? Number(version) : undefined;
}

/** The versions of all models: in one partition, which a search reads at once. */
export class VersionRecords {
  private readonly table: TableClient;
  private readonly documents: Documents<VersionRecord>;

  constructor(table: TableClient, now: () => number) {
    this.table = table;
    this.documents = new Documents(table, now);
  }

  /** Takes a number for a version. False when another has it. */
  insert(id: string, version: VersionRecord): Promise<boolean> {
    return this.documents.insert(keyOf(id, version.number), version);
  }

  async find(id: string, version: number): Promise<VersionRecord | undefined> {
    return (await this.documents.get(keyOf(id, version)))?.document;
  }

  /** @throws NotFound */
  async read(model: ModelRecord, version: string): Promise<VersionRecord> {
    const number = versionNumber(version);
    const found =
      number !== undefined && hasVersion(model, number) ? await this.find(model.id, number) : undefined;
    if (found) return found;
    throw noVersion(model, version);
  }

  /** Those of some models, by the models' ids. */
  async ofModels(
    wanted: readonly { readonly model: ModelRecord; readonly versions: readonly number[] }[],
  ): Promise<ReadonlyMap<string, VersionRecord[]>> {
    const keys = wanted.flatMap(({ model, versions }) => versions.map((version) => keyOf(model.id, version)));
    return byModel(keys.length === 0 ? [] : await this.documents.getAll(keys));
  }

  /** Of one model, else of all; by the models' ids, in the order of their numbers. */
  async all(id?: string): Promise<ReadonlyMap<string, VersionRecord[]>> {
    return byModel(await this.documents.all(partition, id && `${id}#`));
  }

  /** @throws NotFound */
  async change(
    model: ModelRecord,
    version: string,
    decide: (record: VersionRecord) => VersionRecord,
  ): Promise<VersionRecord> {
    const { number } = await this.read(model, version);
    const changed = await contend(async () => {
      const held = await this.documents.get(keyOf(model.id, number));
      if (!held) throw noVersion(model, version);
      const next = decide(held.document);
      return (await this.documents.replace(held, next)) ? next : undefined;
    });
    if (changed) return changed;
    throw new Conflict(`version ${version} of ${model.name} is being changed by others: try again`);
  }

  async delete(id: string, version: number): Promise<void> {
    await this.table.delete(keyOf(id, version));
  }
}

function byModel(
  held: readonly { readonly key: Key; readonly document: VersionRecord }[],
): Map<string, VersionRecord[]> {
  const found = new Map<string, VersionRecord[]>();
  for (const { key, document } of held) {
    const id = key.sk.slice(0, key.sk.indexOf('#'));
    const versions = found.get(id) ?? [];
    versions.push(document);
    found.set(id, versions);
  }
  for (const versions of found.values()) versions.sort((a, b) => a.number - b.number);
  return found;
}
