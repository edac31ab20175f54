import { randomUUID } from 'node:crypto';
import { Conflict, InvalidInput, NotFound } from '../../contracts/errors.ts';
import type { TableClient } from '../table.ts';
import { storeTexts } from '../tracking/values.ts';
import { aliasesMoved, withoutVersion } from './aliases.ts';
import { CatalogReader, described, modelOf } from './CatalogReader.ts';
import { ParsedSearch, searchedModels, searchedVersions } from './catalogSearch.ts';
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
import { hasVersion, type ModelRecord, newModel, noVersion, versionsOf } from './modelRecord.ts';
import { checkAlias, checkAliasText, checkedVersion, checkModelName } from './names.ts';
import type { PipelineVersions } from './PipelineVersions.ts';
import { isPrompt, nameTaken } from './prompts.ts';
import { checkArchives, inStage, stageNamed, stageOf, stages } from './stages.ts';
import { textOwner, type VersionRecord, type VersionRecords } from './VersionRecords.ts';

/** MLflow's registry in the table. */
export class DynamoCatalog implements ModelCatalog {
  private readonly table: TableClient;
  private readonly models: ModelRecords;
  private readonly versions: VersionRecords;
  private readonly pipelines: PipelineVersions;
  private readonly reader: CatalogReader;
  private readonly now: () => number;

  constructor(table: TableClient, { models, versions, pipelines }: RegistryParts, now: () => number) {
    this.table = table;
    this.models = models;
    this.versions = versions;
    this.pipelines = pipelines;
    this.reader = new CatalogReader(table, versions);
    this.now = now;
  }

  async createModel({
    name,
    description,
    tags = {},
  }: Parameters<ModelCatalog['createModel']>[0]): Promise<CatalogModel> {
    checkModelName(name);
    const id = randomUUID().replaceAll('-', '');
    const stored = await storeTexts(this.table, id, tags);
    const record = newModel({
      id,
      name,
      createdAt: this.now(),
      tags: stored,
      ...(description && { description: await this.text(id, description) }),
    });
    if (await this.models.create(record)) return this.reader.model(record);
    const asPrompt = isPrompt(tags);
    throw nameTaken(name, asPrompt, (await this.isPrompt(name)) ?? asPrompt);
  }

  async getModel(name: string): Promise<CatalogModel> {
    return this.reader.model(await this.read(name));
  }

  async searchModels(search: CatalogSearch): Promise<{ models: CatalogModel[]; next?: string }> {
    const parsed = new ParsedSearch(search, searchedModels);
    const { name } = parsed;
    const records = await this.named(name);
    const byName = new Map(records.map((record) => [record.name, record]));
    const texts = await this.reader.modelTexts(records);
    const { page, next } = parsed.page(
      records.map((record) => modelOf(record, texts(described(record)), [])),
    );
    const models = await this.reader.models(page.map((one) => byName.get(one.name)!));
    return { models, ...(next !== undefined && { next }) };
  }

  async renameModel(name: string, to: string, by: By): Promise<CatalogModel> {
    checkModelName(to, 'new_name');
    await this.read(name);
    return this.reader.model(await this.models.rename(name, to, by));
  }

  async describeModel(name: string, description: string): Promise<CatalogModel> {
    const { id } = await this.read(name);
    const stored = await this.text(id, description);
    return this.reader.model(await this.update(name, (record) => ({ ...record, description: stored })));
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
    return this.reader.version(model, await this.versions.read(model, String(named.version)));
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
    const knowing = (latest: number) => (record: ModelRecord) =>
      record.latest >= latest ? undefined : { record: { ...record, latest, updatedAt: now } };
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
      if (await this.versions.insert(model.id, record)) return record;
      // It is somebody else's, who may have died before the model knew of it.
      number = (await this.models.change(name, knowing(number))).latest;
      return undefined;
    });
    if (!made)
      throw new Conflict(
        `Model Version creation error (name=${name}): others make versions of it; try again`,
      );
    const { number: latest } = made;
    const changed = await this.models.change(name, (record) => ({
      record: { ...record, latest: Math.max(record.latest, latest), updatedAt: now },
    }));
    return this.reader.version(changed, made);
  }

  async getVersion(name: string, version: string): Promise<CatalogVersion> {
    const model = await this.read(name);
    return this.reader.version(model, await this.versions.read(model, checkedVersion(version)));
  }

  async searchVersions(search: CatalogSearch): Promise<{ versions: CatalogVersion[]; next?: string }> {
    const parsed = new ParsedSearch(search, searchedVersions);
    const { name } = parsed;
    const models = await this.named(name);
    const [only] = models;
    if (!only) return { versions: [] };
    const records = await this.versions.all(name === undefined ? undefined : only.id);
    const found = models.flatMap((model) =>
      (records.get(model.id) ?? [])
        .filter(({ number }) => hasVersion(model, number))
        .map((version) => ({ model, version })),
    );
    const { page, next } = parsed.page(await this.reader.foundVersions(found));
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
    return this.reader.version(model, changed);
  }

  async deleteVersion(name: string, version: string, by: By): Promise<void> {
    const { number } = await this.versions.read(await this.read(name), checkedVersion(version));
    const { id } = await this.models.change(name, (record) => {
      if (!hasVersion(record, number)) throw noVersion(record, version);
      return {
        record: withoutVersion(record, number, this.now()),
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
      return {
        record: inStage(record, number, { stage, archives, at: this.now() }),
        entry: {
          action: 'transition',
          from: `${number} ${stageOf(record, number)}`,
          to: `${number} ${stage}`,
          ...by,
        },
      };
    });
    return this.reader.version(changed, found);
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

  /** The model of a name, if there is one; all without a name. */
  private async named(name: string | undefined): Promise<ModelRecord[]> {
    return name === undefined ? this.models.all() : [(await this.models.find(name)) ?? []].flat();
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

  private async isPrompt(name: string): Promise<boolean | undefined> {
    const record = await this.models.find(name);
    return record && isPrompt((await this.reader.modelTexts([record]))(described(record)).tags);
  }
}

function without<Value>(values: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}
