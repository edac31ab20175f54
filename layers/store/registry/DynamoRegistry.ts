import { randomUUID } from 'node:crypto';
import { Conflict, NotFound } from '../../contracts/errors.ts';
import type {
  AliasMove,
  AuditEntry,
  ModelVersion,
  NewVersion,
  RegisteredModel,
  Registry,
} from '../registry.ts';
import type { AuditLog } from './AuditLog.ts';
import { aliasesMoved } from './aliases.ts';
import type { ModelRecords } from './ModelRecords.ts';
import { hasVersion, type ModelRecord, newModel, noVersion, versionsOf } from './modelRecord.ts';
import { checkAlias, checkModelName } from './names.ts';
import { notServable, type PipelineVersions } from './PipelineVersions.ts';
import { type VersionRecord, type VersionRecords, versionNumber } from './VersionRecords.ts';

/** Milliseconds for which the id of a name is believed: as long as serving believes an alias. */
const idAge = 2000;

/** What pipelines and serving want of the registry. The layout of the table is docs/adr/0002. */
export class DynamoRegistry implements Registry {
  private readonly models: ModelRecords;
  private readonly versions: VersionRecords;
  private readonly pipelines: PipelineVersions;
  private readonly log: AuditLog;
  private readonly now: () => number;
  /** Ids of the models whose aliases were asked for just now, so that alias and version are two reads. */
  private readonly ids = new Map<string, { readonly id: string; readonly at: number }>();

  constructor({ models, versions, pipelines, audit }: RegistryParts, now: () => number) {
    this.models = models;
    this.versions = versions;
    this.pipelines = pipelines;
    this.log = audit;
    this.now = now;
  }

  async registerVersion(name: string, version: NewVersion): Promise<string> {
    checkModelName(name);
    const id = randomUUID().replaceAll('-', '');
    const model = await this.models.ensure(newModel({ id, name, createdAt: version.createdAt }));
    // Every write from here on is the same when repeated, so that a crash between them heals.
    const number = await this.pipelines.numberOf(
      model.id,
      version.runId,
      model.latest + 1,
      async (wanted) => {
        const made = recordOf(wanted, version);
        if (await this.versions.insert(model.id, made)) return true;
        return (await this.versions.find(model.id, wanted))?.runId === version.runId;
      },
    );
    await this.pipelines.put(model.id, name, number, version);
    const made = String(number);
    await this.log.fileRegistration(model.id, made, {
      at: version.createdAt,
      actor: 'pipeline',
      action: 'register',
      to: made,
      reason: `run ${version.runId}`,
    });
    await this.models.change(name, (record) => {
      if (record.latest >= number) return undefined;
      const updatedAt = Math.max(record.updatedAt, version.createdAt);
      return { record: { ...record, latest: number, updatedAt } };
    });
    return made;
  }

  async getVersion(name: string, version: string): Promise<ModelVersion> {
    const number = versionNumber(version);
    const believed = this.ids.get(name);
    if (number !== undefined && believed && this.now() - believed.at < idAge) {
      const found = await this.pipelines.find(believed.id, number);
      if (found) return { ...found, model: name };
    }
    const model = await this.withVersions(name);
    return this.servable(model, version);
  }

  async listVersions(name: string): Promise<ModelVersion[]> {
    const model = await this.models.find(name);
    if (!model) return [];
    const versions = await this.pipelines.all(model.id);
    return versions
      .filter(({ version }) => hasVersion(model, Number(version)))
      .map((version) => ({ ...version, model: name }));
  }

  async listModels(): Promise<RegisteredModel[]> {
    return (await this.models.all()).map(toModel);
  }

  async getModel(name: string): Promise<RegisteredModel> {
    return toModel(await this.models.read(name));
  }

  async getAlias(name: string, alias: string): Promise<string> {
    const model = await this.models.read(name);
    if (this.ids.size > 1000) this.ids.clear();
    this.ids.set(name, { id: model.id, at: this.now() });
    const named = Object.hasOwn(model.aliases, alias) ? model.aliases[alias] : undefined;
    if (named) return String(named.version);
    throw noAlias(model, alias);
  }

  async setAlias(
    name: string,
    alias: string,
    version: string,
    { actor, reason, expected }: AliasMove,
  ): Promise<void> {
    checkAlias(alias);
    const { version: to } = await this.servable(await this.withVersions(name), version);
    await this.models.change(name, (record) => {
      if (!hasVersion(record, Number(to))) throw noVersion(record, version);
      const current = record.aliases[alias]?.version;
      if (expected !== undefined && (current === undefined ? null : String(current)) !== expected) {
        throw new Conflict(
          `alias ${alias} of ${name} names ${current === undefined ? 'no version' : `version ${current}`}, not ${expected ?? 'none'}: somebody moved it; look at it and decide again`,
        );
      }
      return aliasesMoved(record, alias, Number(to), { actor, reason });
    });
  }

  async rollback(
    name: string,
    alias: string,
    { actor }: { actor: string },
  ): Promise<{ from: string; to: string }> {
    let moved: { from: string; to: string } | undefined;
    await this.models.change(name, (record) => {
      const current = Object.hasOwn(record.aliases, alias) ? record.aliases[alias] : undefined;
      if (!current) throw noAlias(record, alias);
      const to = current.history.at(-1);
      if (to === undefined) {
        throw new Conflict(
          `alias ${alias} of ${name} named no other version before: there is nothing to roll back to`,
        );
      }
      moved = { from: String(current.version), to: String(to) };
      const alone = { version: to, history: current.history.slice(0, -1) };
      return {
        record: { ...record, aliases: { ...record.aliases, [alias]: alone } },
        entry: {
          alias,
          ...moved,
          action: 'rollback',
          actor,
          reason: `rollback from version ${current.version}`,
        },
      };
    });
    return moved!;
  }

  async audit(name: string): Promise<AuditEntry[]> {
    return this.log.read(name, await this.models.find(name));
  }

  /** @throws NotFound when the model has no version either */
  private async withVersions(name: string): Promise<ModelRecord> {
    const model = await this.models.find(name);
    if (model && versionsOf(model).length > 0) return model;
    throw new NotFound(
      `there is no model ${JSON.stringify(name)} with a registered version: run its pipeline first`,
    );
  }

  /** @throws NotFound; InvalidInput when no pipeline made the version */
  private async servable(model: ModelRecord, version: string): Promise<ModelVersion> {
    const number = versionNumber(version);
    if (number === undefined || !hasVersion(model, number)) throw noVersion(model, version);
    const found = await this.pipelines.find(model.id, number);
    if (found) return { ...found, model: model.name };
    throw notServable(model.name, version);
  }
}

export interface RegistryParts {
  readonly models: ModelRecords;
  readonly versions: VersionRecords;
  readonly pipelines: PipelineVersions;
  readonly audit: AuditLog;
}

function recordOf(number: number, { pipelineUri, runId, createdAt }: NewVersion): VersionRecord {
  return {
    number,
    source: pipelineUri,
    runId,
    tags: {},
    createdAt,
    updatedAt: createdAt,
    isPipeline: true,
  };
}

function toModel({ name, createdAt, aliases, ...record }: ModelRecord): RegisteredModel {
  const [latest] = versionsOf({ name, createdAt, aliases, ...record });
  return {
    name,
    createdAt,
    ...(latest !== undefined && { latest: String(latest) }),
    aliases: Object.fromEntries(
      Object.entries(aliases).map(([alias, { version }]) => [alias, String(version)]),
    ),
  };
}

function noAlias({ name, aliases }: ModelRecord, alias: string): NotFound {
  const names = Object.keys(aliases);
  return new NotFound(
    `model ${name} has no alias ${JSON.stringify(alias)}: ${names.length > 0 ? `it has ${names.join(', ')}` : 'promote a version first'}`,
  );
}
