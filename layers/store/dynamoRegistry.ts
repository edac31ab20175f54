import { Conflict, InvalidInput, NotFound } from '../contracts/errors.ts';
import type {
  AliasMove,
  AuditEntry,
  ModelVersion,
  NewVersion,
  RegisteredModel,
  Registry,
} from './registry.ts';
import { type Item, pause, type TableClient } from './table.ts';
import { decodeVersion, encodeVersion } from './versionItem.ts';

const keyOf = (model: string, sk: string) => ({ pk: `MODEL#${model}`, sk });
const versionKey = (version: string) => `VERSION#${version.padStart(8, '0')}`;

/** How often a move of an alias is tried again when somebody else moved it meanwhile. */
const attempts = 60;
/** Former versions that an alias remembers, for rollbacks. */
const remembered = 100;

interface Alias {
  readonly version: string;
  /** Former versions, oldest first. */
  readonly history: readonly string[];
  /** Number of the move that made it so. */
  readonly revision: number;
  /** That move's audit entry as JSON; see `move`. */
  readonly last: string;
}

/** Registered models in the table; its layout is docs/adr/0002. */
export class DynamoRegistry implements Registry {
  private readonly table: TableClient;

  constructor(table: TableClient) {
    this.table = table;
  }

  async registerVersion(model: string, version: NewVersion): Promise<string> {
    const number = await this.numberOf(model, version.runId);
    const made = String(number);
    // Every write from here on is the same when repeated, so that a crash between them heals.
    await this.table.put(
      { ...keyOf(model, versionKey(made)), ...encodeVersion(model, made, version) },
      'attribute_not_exists(pk)',
    );
    await this.table.update(keyOf(model, 'MODEL'), {
      expression:
        'SET #name = :name, createdAt = if_not_exists(createdAt, :at), latest = :latest, gsi1pk = :models, gsi1sk = :name',
      condition: 'attribute_not_exists(latest) OR latest < :latest',
      names: { '#name': 'name' },
      values: { ':name': model, ':at': version.createdAt, ':latest': number, ':models': 'MODELS' },
    });
    const entry: AuditEntry = {
      at: version.createdAt,
      actor: 'pipeline',
      action: 'register',
      to: made,
      reason: `run ${version.runId}`,
    };
    await this.table.put(
      { ...keyOf(model, auditKey(entry.at, `register#${made}`)), entry: JSON.stringify(entry) },
      'attribute_not_exists(pk)',
    );
    return made;
  }

  async getVersion(model: string, version: string): Promise<ModelVersion> {
    const item = /^[1-9]\d{0,7}$/.test(version)
      ? await this.table.get(keyOf(model, versionKey(version)))
      : undefined;
    if (item) return decodeVersion(item);
    const versions = (await this.listVersions(model)).map((one) => one.version);
    throw new NotFound(
      versions.length === 0
        ? `there is no model ${JSON.stringify(model)} with a registered version: run its pipeline first`
        : `model ${model} has no version ${JSON.stringify(version)}: it has ${versions.slice(0, 10).join(', ')}`,
    );
  }

  async listVersions(model: string): Promise<ModelVersion[]> {
    const items = await this.table.all({ pk: `MODEL#${model}`, prefix: 'VERSION#', descending: true });
    return items.map(decodeVersion);
  }

  async listModels(): Promise<RegisteredModel[]> {
    const items = await this.table.all({ pk: 'MODELS', index: 'gsi1' });
    return Promise.all(items.map((item) => this.toModel(item)));
  }

  async getModel(model: string): Promise<RegisteredModel> {
    const item = await this.table.get(keyOf(model, 'MODEL'));
    if (item?.latest === undefined) {
      throw new NotFound(
        `there is no registered model ${JSON.stringify(model)}: \`millrace models\` lists those there are`,
      );
    }
    return this.toModel(item);
  }

  async getAlias(model: string, alias: string): Promise<string> {
    const found = await this.readAlias(model, alias);
    if (found) return found.version;
    const names = Object.keys((await this.getModel(model)).aliases);
    throw new NotFound(
      `model ${model} has no alias ${JSON.stringify(alias)}: ${names.length > 0 ? `it has ${names.join(', ')}` : 'promote a version first'}`,
    );
  }

  async setAlias(
    model: string,
    alias: string,
    version: string,
    { actor, reason, expected }: AliasMove,
  ): Promise<void> {
    if (!/^[\w.-]{1,255}$/.test(alias) || /^(latest|v\d+)$/i.test(alias)) {
      throw new InvalidInput(
        `${JSON.stringify(alias)} cannot be an alias: use letters, digits, '_', '.' and '-', but not "latest" or a version such as "v1"`,
      );
    }
    await this.getVersion(model, version);
    await this.move(model, alias, (current) => {
      if (expected !== undefined && (current?.version ?? null) !== expected) {
        throw new Conflict(
          `alias ${alias} of ${model} names ${current ? `version ${current.version}` : 'no version'}, not ${expected ?? 'none'}: somebody moved it; look at it and decide again`,
        );
      }
      if (current?.version === version) return undefined;
      const history = current ? [...current.history, current.version].slice(-remembered) : [];
      return { to: version, history, action: 'promote', actor, reason };
    });
  }

  async rollback(
    model: string,
    alias: string,
    { actor }: { actor: string },
  ): Promise<{ from: string; to: string }> {
    await this.getAlias(model, alias);
    let moved: { from: string; to: string } | undefined;
    await this.move(model, alias, (current) => {
      const to = current?.history.at(-1);
      if (!current || to === undefined) {
        throw new Conflict(
          `alias ${alias} of ${model} named no other version before: there is nothing to roll back to`,
        );
      }
      moved = { from: current.version, to };
      const reason = `rollback from version ${current.version}`;
      return { to, history: current.history.slice(0, -1), action: 'rollback', actor, reason };
    });
    return moved!;
  }

  async audit(model: string): Promise<AuditEntry[]> {
    const entries = new Map<string, AuditEntry>();
    for await (const { sk, entry } of this.table.query({ pk: `MODEL#${model}`, prefix: 'AUDIT#' })) {
      entries.set(String(sk), JSON.parse(String(entry)) as AuditEntry);
    }
    for await (const item of this.table.query({ pk: `MODEL#${model}`, prefix: 'ALIAS#' })) {
      const { revision, last } = item as unknown as Alias;
      const entry = JSON.parse(last) as AuditEntry;
      entries.set(moveKey(entry, revision), entry);
    }
    return [...entries].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, entry]) => entry);
  }

  /** Number of the version that a run makes; claimed once, so that trying again finds it. */
  private async numberOf(model: string, runId: string): Promise<number> {
    const claim = keyOf(model, `RUN#${runId}`);
    const claimed = await this.table.get(claim);
    if (claimed) return Number(claimed.version);
    const version = await this.table.increment(keyOf(model, 'MODEL'), 'counter');
    if (await this.table.put({ ...claim, version }, 'attribute_not_exists(pk)')) return version;
    return Number((await this.table.get(claim))!.version);
  }

  /**
   * Moves an alias, as often as it takes while others move it too. The alias carries the audit entry of
   * its last move and the next move files it, so that no crash between two writes can lose one.
   */
  private async move(
    model: string,
    alias: string,
    decide: (
      current: Alias | undefined,
    ) =>
      | (Pick<AuditEntry, 'to' | 'action' | 'actor' | 'reason'> & { history: readonly string[] })
      | undefined,
  ): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const current = await this.readAlias(model, alias);
      const next = decide(current);
      if (!next) return;
      const { history, ...rest } = next;
      const before = current && (JSON.parse(current.last) as AuditEntry);
      if (current && before) await this.file(model, before, current.revision);
      const revision = (current?.revision ?? 0) + 1;
      // Clocks differ between machines; the order of the moves must not.
      const at = Math.max(Date.now(), before?.at ?? 0);
      const entry: AuditEntry = { at, alias, ...rest, ...(current && { from: current.version }) };
      const moved = await this.table.update(keyOf(model, `ALIAS#${alias}`), {
        expression: 'SET version = :version, history = :history, revision = :revision, #last = :last',
        condition: current ? 'revision = :before' : 'attribute_not_exists(pk)',
        names: { '#last': 'last' },
        values: {
          ':version': next.to,
          ':history': history,
          ':revision': revision,
          ':last': JSON.stringify(entry),
          ...(current && { ':before': current.revision }),
        },
      });
      if (moved) return this.file(model, entry, revision);
      await pause(Math.min(5 * (attempt + 1), 100));
    }
    throw new Conflict(`alias ${alias} of ${model} is being moved by others: look at it and try again`);
  }

  private async file(model: string, entry: AuditEntry, revision: number): Promise<void> {
    await this.table.put({ ...keyOf(model, moveKey(entry, revision)), entry: JSON.stringify(entry) });
  }

  private async readAlias(model: string, alias: string): Promise<Alias | undefined> {
    return (await this.table.get(keyOf(model, `ALIAS#${alias}`))) as Alias | undefined;
  }

  private async toModel(item: Item): Promise<RegisteredModel> {
    const name = String(item.name);
    const aliases = await this.table.all({ pk: `MODEL#${name}`, prefix: 'ALIAS#' });
    return {
      name,
      createdAt: Number(item.createdAt),
      latest: String(item.latest),
      aliases: Object.fromEntries(
        aliases.map(({ sk, version }) => [String(sk).slice('ALIAS#'.length), String(version)]),
      ),
    };
  }
}

function auditKey(at: number, what: string): string {
  return `AUDIT#${String(at).padStart(14, '0')}#${what}`;
}

function moveKey({ at, alias }: AuditEntry, revision: number): string {
  return auditKey(at, `${alias}#${String(revision).padStart(8, '0')}`);
}
