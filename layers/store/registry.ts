export interface NewVersion {
  readonly runId: string;
  readonly pipelineUri: string;
  readonly profileUri: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly signature?: unknown;
  /** What serving captures: the share of predictions, and for how many days. */
  readonly monitor: { readonly capture: number; readonly retention: number };
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface ModelVersion extends NewVersion {
  readonly model: string;
  readonly version: string;
}

export interface RegisteredModel {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Its highest version; left out while it has none. */
  readonly latest?: string;
  /** Alias → version. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** Who moves an alias, and why. */
export interface AliasMove {
  readonly actor: string;
  readonly reason: string;
  /** Version that the alias must name now, `null` for none. @default whichever it names */
  readonly expected?: string | null;
}

export interface AuditEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly actor: string;
  readonly action:
    | 'register'
    | 'promote'
    | 'rollback'
    | 'delete-alias'
    | 'transition'
    | 'delete-version'
    | 'rename'
    | 'delete';
  readonly alias?: string;
  /** Version, of a rename the name; of a transition, version and stage. */
  readonly from?: string;
  /** Left out where nothing took its place. */
  readonly to?: string;
  readonly reason: string;
}

/** Registered models, their versions, the aliases that serving goes by, and who moved them. */
export interface Registry {
  /** Makes the next version; the same run always makes the same one. */
  registerVersion(model: string, version: NewVersion): Promise<string>;
  /**
   * A version that a pipeline made.
   *
   * @throws NotFound naming the versions there are
   * @throws InvalidInput when it came through MLflow's API: there is nothing that could serve it yet
   */
  getVersion(model: string, version: string): Promise<ModelVersion>;
  /** Versions that pipelines made, newest first. */
  listVersions(model: string): Promise<ModelVersion[]>;
  listModels(): Promise<RegisteredModel[]>;
  /** @throws NotFound */
  getModel(model: string): Promise<RegisteredModel>;
  /** Version that an alias names. @throws NotFound */
  getAlias(model: string, alias: string): Promise<string>;
  /**
   * Lets an alias name a version that can be served; nothing happens when it names that version already.
   *
   * @throws NotFound when there is no such version
   * @throws InvalidInput when the version cannot be served
   * @throws Conflict when the alias does not name the expected version
   */
  setAlias(model: string, alias: string, version: string, move: AliasMove): Promise<void>;
  /**
   * Points an alias back to the version it named before.
   *
   * @throws NotFound when there is no such alias
   * @throws Conflict when it named no version before
   */
  rollback(model: string, alias: string, by: { actor: string }): Promise<{ from: string; to: string }>;
  /** Newest first; of a deleted model too. */
  audit(model: string): Promise<AuditEntry[]>;
}
