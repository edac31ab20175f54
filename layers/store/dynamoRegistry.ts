import { randomUUID } from 'node:crypto';
import { Conflict, NotFound } from '../contracts/errors.ts';
import type { AuditEntry, ModelVersion, NewVersion, RegisteredModel, Registry } from './registry.ts';
import type { Item, TableClient } from './table.ts';

const keyOf = (model: string, sk: string) => ({ pk: `MODEL#${model}`, sk });
const versionKey = (version: string) => `VERSION#${version.padStart(8, '0')}`;

/** How often a move of an alias is tried again when somebody else moved it meanwhile. */
const attempts = 10;
/** Former versions that an alias remembers, for rollbacks. */
const remembered = 100;

interface Alias {
  readonly version: string;
  /** Former versions, oldest first. */
  readonly history: readonly string[];
  readonly revision: number;
}

/** Registered models in the table; its layout is docs/adr/0002. */
export class DynamoRegistry implements Registry {
  private readonly table: TableClient;

  constructor(table: TableClient) {
    this.table = table;
  }

  async registerVersion(model: string, version: NewVersion): Promise<string> {
    const marker = keyOf(model, `RUN#${version.runId}`);
    const known = await this.table.get(marker);
    if (known) return String(known['version']);
    const number = await this.table.increment(keyOf(model, 'MODEL'), 'latest', {
      name: model,
      createdAt: version.createdAt,
      gsi1pk: 'MODELS',
      gsi1sk: model,
    });
    const made = String(number);
    await this.table.put({ ...keyOf(model, versionKey(made)), ...version, model, version: made });
    if (!(await this.table.put({ ...marker, version: made }, 'attribute_not_exists(pk)'))) {
      // The same run registered at the same time: its version stands and ours goes.
      await this.table.delete(keyOf(model, versionKey(made)));
      return String((await this.table.get(marker))!['version']);
    }
    await this.record(model, { at: version.createdAt, actor: 'pipeline', action: 'register', to: made, reason: `run ${version.runId}` });
    return made;
  }

  async getVersion(model: string, version: string): Promise<ModelVersion> {
    const item = /^\d{1,8}$/.test(version) ? await this.table.get(keyOf(model, versionKey(version))) : undefined;
    if (item) return toVersion(item);
    const versions = (await this.listVersions(model)).map((one) => one.version);
    throw new NotFound(
      versions.length === 0
        ? `there is no model ${JSON.stringify(model)} with a registered version: run its pipeline first`
        : `model ${model} has no version ${JSON.stringify(version)}: it has ${versions.slice(0, 10).join(', ')}`,
    );
  }

  async listVersions(model: string): Promise<ModelVersion[]> {
    return (await this.table.all({ pk: `MODEL#${model}`, prefix: 'VERSION#', descending: true })).map(toVersion);
  }

  async listModels(): Promise<RegisteredModel[]> {
    const items = await this.table.all({ pk: 'MODELS', index: 'gsi1' });
    return Promise.all(items.map((item) => this.toModel(item)));
  }

  async getModel(model: string): Promise<RegisteredModel> {
    const item = await this.table.get(keyOf(model, 'MODEL'));
    if (!item) throw new NotFound(`there is no registered model ${JSON.stringify(model)}: \`millrace models\` lists those there are`);
    return this.toModel(item);
  }

  async getAlias(model: string, alias: string): Promise<string> {
    const found = await this.readAlias(model, alias);
    if (found) return found.version;
    const { aliases } = await this.getModel(model);
    const names = Object.keys(aliases);
    throw new NotFound(`model ${model} has no alias ${JSON.stringify(alias)}: ${names.length > 0 ? `it has ${names.join(', ')}` : 'promote a version first'}`);
  }

  async setAlias(model: string, alias: string, version: string, { actor, reason }: { actor: string; reason: string }): Promise<void> {
    await this.getVersion(model, version);
    await this.move(model, alias, (current) => {
      if (current?.version === version) return undefined;
      const history = current ? [...current.history, current.version].slice(-remembered) : [];
      return { to: version, history, action: 'promote', actor, reason };
    });
  }

  async rollback(model: string, alias: string, { actor }: { actor: string }): Promise<{ from: string; to: string }> {
    let moved: { from: string; to: string } | undefined;
    await this.move(model, alias, (current) => {
      const to = current?.history.at(-1);
      if (!current || to === undefined) {
        throw new Conflict(`alias ${alias} of ${model} named no other version before: there is nothing to roll back to`);
      }
      moved = { from: current.version, to };
      return { to, history: current.history.slice(0, -1), action: 'rollback', actor, reason: `rollback from version ${current.version}` };
    });
    return moved!;
  }

  async audit(model: string): Promise<AuditEntry[]> {
    const items = await this.table.all({ pk: `MODEL#${model}`, prefix: 'AUDIT#', descending: true });
    return items.map(({ pk: _pk, sk: _sk, ...entry }) => entry as unknown as AuditEntry);
  }

  private async move(
    model: string,
    alias: string,
    decide: (current: Alias | undefined) => (Pick<AuditEntry, 'to' | 'action' | 'actor' | 'reason'> & { history: readonly string[] }) | undefined,
  ): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const current = await this.readAlias(model, alias);
      const next = decide(current);
      if (!next) return;
      const { history, ...entry } = next;
      const revision = (current?.revision ?? 0) + 1;
      const moved = await this.table.update(keyOf(model, `ALIAS#${alias}`), {
        expression: 'SET version = :version, history = :history, revision = :revision',
        condition: current ? 'revision = :before' : 'attribute_not_exists(pk)',
        values: { ':version': next.to, ':history': history, ':revision': revision, ...(current && { ':before': current.revision }) },
      });
      if (!moved) continue;
      await this.record(model, { ...entry, at: Date.now(), alias, ...(current && { from: current.version }) });
      return;
    }
    throw new Conflict(`alias ${alias} of ${model} is being moved by others: look at it and try again`);
  }

  private async readAlias(model: string, alias: string): Promise<Alias | undefined> {
    return (await this.table.get(keyOf(model, `ALIAS#${alias}`))) as Alias | undefined;
  }

  private async record(model: string, entry: AuditEntry): Promise<void> {
    await this.table.put({ ...keyOf(model, `AUDIT#${String(entry.at).padStart(14, '0')}#${randomUUID()}`), ...entry });
  }

  private async toModel(item: Item): Promise<RegisteredModel> {
    const name = String(item['name']);
    const aliases = await this.table.all({ pk: `MODEL#${name}`, prefix: 'ALIAS#' });
    return {
      name,
      createdAt: Number(item['createdAt']),
      latest: String(item['latest']),
      aliases: Object.fromEntries(aliases.map(({ sk, version }) => [String(sk).slice('ALIAS#'.length), String(version)])),
    };
  }
}

function toVersion({ pk: _pk, sk: _sk, ...item }: Item): ModelVersion {
  return item as unknown as ModelVersion;
}
