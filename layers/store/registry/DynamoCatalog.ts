import { randomUUID } from 'node:crypto';
import { Conflict, InvalidInput, NotFound } from '../../contracts/errors.ts';
import type { TableClient } from '../table.ts';
import { storeTexts } from '../tracking/values.ts';
import { aliasesMoved, aliasesWithout } from './aliases.ts';
import { ParsedSearch, promptTag, searchedModels, searchedVersions } from './catalogSearch.ts';
import { readTexts } from './catalogTexts.ts';
import type { RegistryParts } from './DynamoRegistry.ts';
import { contend } from './documents.ts';
import type {
  By,
  CatalogModel,
  CatalogSearch,
  CatalogVersion,
  ModelCatalog,
  NewCatalogVersion,
} from './ModelCatalog.ts';
import type { ModelRecords } from './ModelRecords.ts';
import { aliasesOf, hasVersion, type ModelRecord, newModel, noVersion, versionsOf } from './modelRecord.ts';
import { checkAlias, checkAliasText, checkModelName } from './names.ts';
import type { PipelineVersions } from './PipelineVersions.ts';
import { checkArchives, latestOfStages, stageNamed, stageOf, stages } from './stages.ts';
import { textOwner, type VersionRecord, type VersionRecords } from './VersionRecords.ts';

interface Found {
  readonly model: ModelRecord;
  readonly version: VersionRecord;
}

/** MLflow's registry in the table. */
export class DynamoCatalog implements ModelCatalog {
  private readonly table: TableClient;
  private readonly models: ModelRecords;
  private readonly versions: VersionRecords;
  private readonly pipelines: PipelineVersions;
  private readonly now: () => number;

  constructor(table: TableClient, { models, versions, pipelines }: RegistryParts, now: () => number) {
    this.table = table;
    this.models = models;
    this.versions = versions;
    this.pipelines = pipelines;
    this.now = now;
  }

  async createModel({
    name,
    description,
    tags = {},
  }: Parameters<ModelCatalog['createModel']>[0]): Promise<CatalogModel> {
    checkModelName(name);
    const id = newId();
    const stored = await storeTexts(this.table, id, tags);
    const record = newModel({
      id,
      name,
      createdAt: this.now(),
      tags: stored,
      ...(description && { description: await this.text(id, description) }),
    });
    if (await this.models.create(record)) return this.decodeModel(record);
    throw await this.nameTaken(name, isPrompt(tags));
  }

  async getModel(name: string): Promise<CatalogModel> {
    return this.decodeModel(await this.read(name));
  }

  async searchModels(search: CatalogSearch): Promise<{ models: CatalogModel[]; next?: string }> {
    const parsed = new ParsedSearch(search, searchedModels);
    const { name } = parsed;
    const records =
      name === undefined ? await this.models.all() : [(await this.models.find(name)) ?? []].flat();
    const byName = new Map(records.map((record) => [record.name, record]));
    const texts = await this.modelTexts(records);
    const { page, next } = parsed.page(
      records.map((record) => modelOf(record, texts(described(record)), [])),
    );
    const models = await this.decodeModels(page.map((one) => byName.get(one.name)!));
    return { models, ...(next !== undefined && { next }) };
  }

  async renameModel(name: string, to: string, by: By): Promise<CatalogModel> {
    checkModelName(to, 'new_name');
    await this.read(name);
    return this.decodeModel(await this.models.rename(name, to, by));
  }

  async describeModel(name: string, description: string): Promise<CatalogModel> {
    const { id } = await this.read(name);
    const stored = await this.text(id, description);
    return this.decodeModel(await this.update(name, (record) => ({ ...record, description: stored })));
  }

  async deleteModel(name: string, by: By): Promise<void> {
    await this.read(name);
    await this.models.delete(name, by);
  }

  async setModelTag(name: string, key: string, value: string): Promise<void> {
    const { id } = await this.read(name);
    const stored = await storeTexts(this.table, id, { [key]: value });
    await this.models.change(name, (record) => ({
      record: { ...record, tags: { ...record.tags, ...stored } },
    }));
  }

  async deleteModelTag(name: string, key: string): Promise<void> {
    checkModelName(name);
    await this.models.change(name, (record) =>
      Object.hasOwn(record.tags, key)
        ? { record: { ...record, tags: without(record.tags, key) } }
        : undefined,
    );
  }

  async setAlias(name: string, alias: string, version: string, by: By): Promise<void> {
    checkAlias(alias);
    const { number } = await this.versions.read(await this.read(name), version);
    await this.models.change(name, (record) => {
      if (!hasVersion(record, number)) throw noVersion(record, version);
      return aliasesMoved(record, alias, number, by);
    });
  }

  async deleteAlias(name: string, alias: string, by: By): Promise<void> {
    checkModelName(name);
    checkAliasText(alias);
    await this.models.change(name, (record) => {
      if (!Object.hasOwn(record.aliases, alias)) return undefined;
      const from = String(record.aliases[alias]!.version);
      return {
        record: { ...record, aliases: without(record.aliases, alias) },
        entry: { action: 'delete-alias', alias, from, ...by },
      };
    });
  }

  async getByAlias(name: string, alias: string): Promise<CatalogVersion> {
    checkAliasText(alias);
    const model = await this.read(name);
    if (alias.toLowerCase() === 'latest') {
      const [latest] = versionsOf(model);
      if (latest === undefined) throw new NotFound(`Latest version not found for model ${name}.`);
      return this.getVersion(name, String(latest));
    }
    const named = Object.hasOwn(model.aliases, alias) ? model.aliases[alias] : undefined;
    if (!named) {
      const names = Object.keys(model.aliases);
      throw new InvalidInput(
        `Registered model alias ${alias} not found. Model ${name} has ${names.length > 0 ? names.join(', ') : 'no alias'}.`,
      );
    }
    return this.decodeVersion(model, await this.versions.read(model, String(named.version)));
  }

  async latestVersions(name: string, asked: readonly string[]): Promise<CatalogVersion[]> {
    const wanted = new Set(asked.length > 0 ? asked.map(stageNamed) : stages);
    const { latest } = await this.getModel(name);
    return latest.filter(({ stage }) => wanted.has(stage));
  }

  async createVersion({
    model: name,
    description,
    tags = {},
    ...version
  }: NewCatalogVersion): Promise<CatalogVersion> {
    const model = await this.read(name);
    const now = this.now();
    let number = model.latest;
    const made = await contend(async () => {
      number++;
      const owner = textOwner(model.id, number);
      const record: VersionRecord = {
        ...version,
        number,
        ...(description && { description: await this.text(owner, description) }),
        tags: await storeTexts(this.table, owner, tags),
        createdAt: now,
        updatedAt: now,
        isPipeline: false,
      };
      return (await this.versions.insert(model.id, record)) ? record : undefined;
    });
    if (!made)
      throw new Conflict(
        `Model Version creation error (name=${name}): others make versions of it; try again`,
      );
    const { number: latest } = made;
    const changed = await this.models.change(name, (record) => ({
      record: { ...record, latest: Math.max(record.latest, latest), updatedAt: now },
    }));
    return this.decodeVersion(changed, made);
  }

  async getVersion(name: string, version: string): Promise<CatalogVersion> {
    const model = await this.read(name);
    return this.decodeVersion(model, await this.versions.read(model, checkedVersion(version)));
  }

  async searchVersions(search: CatalogSearch): Promise<{ versions: CatalogVersion[]; next?: string }> {
    const parsed = new ParsedSearch(search, searchedVersions);
    const { name } = parsed;
    const models =
      name === undefined ? await this.models.all() : [(await this.models.find(name)) ?? []].flat();
    const [only] = models;
    if (!only) return { versions: [] };
    const records = await this.versions.all(name === undefined ? undefined : only.id);
    const found = models.flatMap((model) =>
      (records.get(model.id) ?? [])
        .filter(({ number }) => hasVersion(model, number))
        .map((version) => ({ model, version })),
    );
    const { page, next } = parsed.page(await this.decodeVersions(found));
    return { versions: page, ...(next !== undefined && { next }) };
  }

  async describeVersion(
    name: string,
    version: string,
    description: string | undefined,
  ): Promise<CatalogVersion> {
    const model = await this.read(name);
    const { number } = await this.versions.read(model, checkedVersion(version));
    const stored =
      description === undefined ? undefined : await this.text(textOwner(model.id, number), description);
    const changed = await this.versions.change(model, version, ({ description: _, ...record }) => ({
      ...record,
      ...(stored !== undefined && { description: stored }),
      updatedAt: this.now(),
    }));
    return this.decodeVersion(model, changed);
  }

  async deleteVersion(name: string, version: string, by: By): Promise<void> {
    const { number } = await this.versions.read(await this.read(name), checkedVersion(version));
    const { id } = await this.models.change(name, (record) => {
      if (!hasVersion(record, number)) throw noVersion(record, version);
      return {
        record: {
          ...record,
          deleted: [...record.deleted, number],
          latest: Math.max(record.latest, number),
          aliases: aliasesWithout(record, number),
          stages: without(record.stages, String(number)),
          updatedAt: this.now(),
        },
        entry: { action: 'delete-version', from: String(number), ...by },
      };
    });
    // It is gone from here on, whether these are still there or not.
    await this.pipelines.delete(id, number);
    await this.versions.delete(id, number);
  }

  async transition(
    name: string,
    version: string,
    { stage: asked, archives }: { readonly stage: string; readonly archives: boolean },
    by: By,
  ): Promise<CatalogVersion> {
    const stage = stageNamed(asked);
    if (archives) checkArchives(stage);
    const found = await this.versions.read(await this.read(name), checkedVersion(version));
    const { number } = found;
    const changed = await this.models.change(name, (record) => {
      if (!hasVersion(record, number)) throw noVersion(record, version);
      const at = this.now();
      const archived = Object.entries(record.stages).filter(
        ([other, { stage: its }]) => archives && Number(other) !== number && its === stage,
      );
      return {
        record: {
          ...record,
          stages: {
            ...record.stages,
            ...Object.fromEntries(archived.map(([other]) => [other, { stage: 'Archived' as const, at }])),
            [number]: { stage, at },
          },
          updatedAt: at,
        },
        entry: {
          action: 'transition',
          from: `${number} ${stageOf(record, number)}`,
          to: `${number} ${stage}`,
          ...by,
        },
      };
    });
    return this.decodeVersion(changed, found);
  }

  async setVersionTag(name: string, version: string, key: string, value: string): Promise<void> {
    const model = await this.read(name);
    const { number } = await this.versions.read(model, checkedVersion(version));
    const stored = await storeTexts(this.table, textOwner(model.id, number), { [key]: value });
    await this.versions.change(model, version, (record) => ({
      ...record,
      tags: { ...record.tags, ...stored },
    }));
  }

  async deleteVersionTag(name: string, version: string, key: string): Promise<void> {
    await this.versions.change(await this.read(name), checkedVersion(version), (record) => ({
      ...record,
      tags: without(record.tags, key),
    }));
  }

  private async read(name: string): Promise<ModelRecord> {
    checkModelName(name);
    return this.models.read(name);
  }

  private update(name: string, change: (record: ModelRecord) => ModelRecord): Promise<ModelRecord> {
    return this.models.change(name, (record) => ({ record: { ...change(record), updatedAt: this.now() } }));
  }

  private async text(owner: string, text: string): Promise<string> {
    return (await storeTexts(this.table, owner, { text })).text!;
  }

  private async nameTaken(name: string, asPrompt: boolean): Promise<Conflict> {
    const existing = await this.models.find(name);
    const is = existing && isPrompt((await this.modelTexts([existing]))(described(existing)).tags);
    const [wanted, there] = [asPrompt, is ?? asPrompt].map((prompt) =>
      prompt ? 'Prompt' : 'Registered Model',
    );
    return new Conflict(
      wanted === there
        ? `${wanted} (name=${name}) already exists.`
        : `Tried to create a ${wanted!.toLowerCase()} with name '${name}', but the name is already taken by a ${there!.toLowerCase()}. MLflow does not allow creating a model and a prompt with the same name.`,
      { exists: true },
    );
  }

  private modelTexts(records: readonly ModelRecord[]) {
    return readTexts(this.table, records.map(described));
  }

  private async decodeModel(record: ModelRecord): Promise<CatalogModel> {
    return (await this.decodeModels([record]))[0]!;
  }

  private async decodeModels(records: readonly ModelRecord[]): Promise<CatalogModel[]> {
    const latest = await this.versions.ofModels(
      records.map((model) => ({ model, versions: latestOfStages(model) })),
    );
    const found = records.flatMap((model) =>
      (latest.get(model.id) ?? []).map((version) => ({ model, version })),
    );
    const [texts, versions] = await Promise.all([this.modelTexts(records), this.decodeVersions(found)]);
    return records.map((record) =>
      modelOf(
        record,
        texts(described(record)),
        versions.filter(({ model }) => model === record.name),
      ),
    );
  }

  private async decodeVersion(model: ModelRecord, version: VersionRecord): Promise<CatalogVersion> {
    return (await this.decodeVersions([{ model, version }]))[0]!;
  }

  private async decodeVersions(found: readonly Found[]): Promise<CatalogVersion[]> {
    const own = ({ model, version: { number, description, tags } }: Found) => ({
      owner: textOwner(model.id, number),
      description,
      tags,
    });
    const texts = await readTexts(this.table, found.map(own));
    return found.map((one) => {
      const { number, description: _, ...version } = one.version;
      return {
        ...version,
        ...texts(own(one)),
        model: one.model.name,
        version: String(number),
        updatedAt: Math.max(version.updatedAt, one.model.stages[number]?.at ?? 0),
        stage: stageOf(one.model, number),
        aliases: aliasesOf(one.model, number),
      };
    });
  }
}

/** @throws InvalidInput for what is no number */
function checkedVersion(version: string): string {
  if (!/^[+-]?\d+$/.test(version))
    throw new InvalidInput(`Parameter 'version' must be an integer, got '${version.slice(0, 100)}'.`);
  return String(Number(version));
}

function described({ id, description, tags }: ModelRecord) {
  return { owner: id, description, tags };
}

function modelOf(
  { name, createdAt, updatedAt, aliases }: ModelRecord,
  texts: Pick<CatalogModel, 'description' | 'tags'>,
  latest: readonly CatalogVersion[],
): CatalogModel {
  const versions = Object.entries(aliases).map(([alias, { version }]) => [alias, String(version)]);
  return { name, createdAt, updatedAt, ...texts, aliases: Object.fromEntries(versions), latest };
}

export function isPrompt(tags: Readonly<Record<string, string>>): boolean {
  return tags[promptTag]?.toLowerCase() === 'true';
}

function without<Value>(values: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}

function newId(): string {
  return randomUUID().replaceAll('-', '');
}
