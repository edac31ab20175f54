import { Conflict, NotFound } from '../../../layers/contracts/errors.ts';
import type { ArtifactStore } from '../../../layers/store/artifactStore.ts';
import type { CapturedPrediction, Outcome, PredictionLog } from '../../../layers/store/predictionLog.ts';
import type {
  AliasMove,
  AuditEntry,
  ModelVersion,
  NewVersion,
  RegisteredModel,
  Registry,
} from '../../../layers/store/registry.ts';

/** A registry in memory. */
export class MemoryRegistry implements Registry {
  private readonly versions = new Map<string, ModelVersion[]>();
  private readonly aliases = new Map<string, Map<string, string[]>>();
  private readonly entries: { model: string; entry: AuditEntry }[] = [];

  async registerVersion(model: string, version: NewVersion): Promise<string> {
    const versions = this.versions.get(model) ?? [];
    this.versions.set(model, versions);
    const known = versions.find(({ runId }) => runId === version.runId);
    if (known) return known.version;
    const number = String(versions.length + 1);
    versions.push({ ...version, model, version: number });
    this.note(model, 'register', { to: number, actor: 'pipeline', reason: version.runId });
    return number;
  }

  async getVersion(model: string, version: string): Promise<ModelVersion> {
    const versions = this.versions.get(model) ?? [];
    const found = versions.find((one) => one.version === version);
    if (found) return found;
    throw new NotFound(
      versions.length === 0
        ? `there is no model ${model} with a registered version`
        : `model ${model} has no version ${version}: it has ${versions.map((one) => one.version).join(', ')}`,
    );
  }

  async listVersions(model: string): Promise<ModelVersion[]> {
    return [...(this.versions.get(model) ?? [])].reverse();
  }

  async listModels(): Promise<RegisteredModel[]> {
    return Promise.all([...this.versions.keys()].map((model) => this.getModel(model)));
  }

  async getModel(model: string): Promise<RegisteredModel> {
    const versions = this.versions.get(model);
    if (!versions) throw new NotFound(`there is no registered model ${model}`);
    const aliases = [...(this.aliases.get(model) ?? [])].map(([alias, named]) => [alias, named.at(-1)!]);
    return {
      name: model,
      createdAt: versions[0]!.createdAt,
      latest: versions.at(-1)!.version,
      aliases: Object.fromEntries(aliases),
    };
  }

  async getAlias(model: string, alias: string): Promise<string> {
    const { aliases } = await this.getModel(model);
    const version = aliases[alias];
    if (version !== undefined) return version;
    throw new NotFound(`model ${model} has no alias ${alias}: it has ${Object.keys(aliases).join(', ')}`);
  }

  async setAlias(model: string, alias: string, version: string, move: AliasMove): Promise<void> {
    await this.getVersion(model, version);
    const aliases = this.aliases.get(model) ?? new Map<string, string[]>();
    this.aliases.set(model, aliases);
    const named = aliases.get(alias) ?? [];
    const from = named.at(-1);
    if (move.expected !== undefined && (from ?? null) !== move.expected) {
      throw new Conflict('somebody moved it');
    }
    if (from === version) return;
    aliases.set(alias, [...named, version]);
    const { actor, reason } = move;
    this.note(model, 'promote', { actor, reason, alias, to: version, ...(from !== undefined && { from }) });
  }

  async rollback(model: string, alias: string, { actor }: { actor: string }) {
    const from = await this.getAlias(model, alias);
    const named = this.aliases.get(model)!.get(alias)!.slice(0, -1);
    const to = named.at(-1);
    if (to === undefined) throw new Conflict('it named no version before');
    this.aliases.get(model)!.set(alias, named);
    this.note(model, 'rollback', { alias, from, to, actor, reason: 'rollback' });
    return { from, to };
  }

  async audit(model: string): Promise<AuditEntry[]> {
    const own = this.entries.filter((one) => one.model === model);
    return own.map(({ entry }) => entry).reverse();
  }

  private note(model: string, action: AuditEntry['action'], entry: Omit<AuditEntry, 'action' | 'at'>): void {
    this.entries.push({ model, entry: { at: this.entries.length, action, ...entry } });
  }
}

/** Predictions and outcomes in memory, for ever. */
export class MemoryPredictions implements PredictionLog {
  readonly captured: {
    readonly model: string;
    readonly days: number;
    readonly row: CapturedPrediction;
  }[] = [];
  readonly told: { readonly model: string; readonly days: number; readonly outcome: Outcome }[] = [];

  async capture(model: string, rows: readonly CapturedPrediction[], days: number): Promise<void> {
    // As JSON, in which the table keeps them.
    for (const row of rows) {
      this.captured.push({ model, days, row: JSON.parse(JSON.stringify(row)) as CapturedPrediction });
    }
  }

  async feedback(model: string, outcomes: readonly Outcome[], days: number): Promise<void> {
    for (const outcome of outcomes) this.told.push({ model, days, outcome });
  }

  async *predictions(model: string, from: number, to: number): AsyncGenerator<CapturedPrediction> {
    for (const { model: of, row } of this.captured) {
      if (of === model && row.at >= from && row.at < to) yield row;
    }
  }

  async *outcomes(model: string, from: number, to: number): AsyncGenerator<Outcome> {
    for (const { model: of, outcome } of this.told) {
      if (of === model && outcome.at >= from && outcome.at < to) yield outcome;
    }
  }

  async byIds(model: string, ids: readonly string[]): Promise<CapturedPrediction[]> {
    const wanted = new Set(ids);
    return this.captured.filter((one) => one.model === model && wanted.has(one.row.id)).map(({ row }) => row);
  }
}

/** Files in memory. */
export function memoryArtifacts(files: Readonly<Record<string, string>>): Pick<ArtifactStore, 'get'> {
  return {
    get: async (uri) => {
      const text = files[uri];
      if (text === undefined) throw new NotFound(`there is no artifact at ${uri}`);
      return new TextEncoder().encode(text);
    },
  };
}
