import type { AuditEntry } from '../registry.ts';
import type { Stage } from './stages.ts';

/** A registered model as MLflow sees it. */
export interface CatalogModel {
  readonly name: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Alias → version. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Newest version of each stage. */
  readonly latest: readonly CatalogVersion[];
}

/** A version as MLflow sees it, whoever made it. */
export interface CatalogVersion extends Omit<NewCatalogVersion, 'tags'> {
  readonly version: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly stage: Stage;
  readonly aliases: readonly string[];
  /** Whether a pipeline made it; another cannot be served yet. */
  readonly isPipeline: boolean;
}

export interface NewCatalogVersion {
  readonly model: string;
  readonly source: string;
  /** Where its files lie, when that is not the source. */
  readonly storage?: string;
  readonly runId?: string;
  readonly runLink?: string;
  /** The logged model that it is. */
  readonly modelId?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface CatalogSearch {
  /** MLflow's grammar: layers/store/search. */
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** Who does something, and why. */
export type By = Pick<AuditEntry, 'actor' | 'reason'>;

/**
 * The registry as MLflow's API has it. Everything that names a model, a version or an alias throws NotFound where there is none, and
 * InvalidInput for what can be none.
 */
export interface ModelCatalog {
  /** @throws Conflict when there is one */
  createModel(model: {
    readonly name: string;
    readonly description?: string;
    readonly tags?: Readonly<Record<string, string>>;
  }): Promise<CatalogModel>;
  getModel(name: string): Promise<CatalogModel>;
  searchModels(search: CatalogSearch): Promise<{ models: CatalogModel[]; next?: string }>;
  /** @throws Conflict when another has the new name */
  renameModel(name: string, to: string, by: By): Promise<CatalogModel>;
  describeModel(name: string, description: string): Promise<CatalogModel>;
  deleteModel(name: string, by: By): Promise<void>;
  setModelTag(name: string, key: string, value: string): Promise<void>;
  /** Nothing happens where there is no such tag. */
  deleteModelTag(name: string, key: string): Promise<void>;

  /** Lets an alias name a version, whether it can be served or not. */
  setAlias(name: string, alias: string, version: string, by: By): Promise<void>;
  /** Nothing happens where there is no such alias. */
  deleteAlias(name: string, alias: string, by: By): Promise<void>;
  /** `latest` is the newest version. @throws InvalidInput where there is no such alias */
  getByAlias(name: string, alias: string): Promise<CatalogVersion>;
  /** Newest version of each stage that is asked for, else of every stage. */
  latestVersions(name: string, stages: readonly string[]): Promise<CatalogVersion[]>;

  createVersion(version: NewCatalogVersion): Promise<CatalogVersion>;
  getVersion(name: string, version: string): Promise<CatalogVersion>;
  searchVersions(search: CatalogSearch): Promise<{ versions: CatalogVersion[]; next?: string }>;
  describeVersion(name: string, version: string, description: string | undefined): Promise<CatalogVersion>;
  deleteVersion(name: string, version: string, by: By): Promise<void>;
  /** @param archives whether the others of that stage become archived */
  transition(
    name: string,
    version: string,
    to: { readonly stage: string; readonly archives: boolean },
    by: By,
  ): Promise<CatalogVersion>;
  setVersionTag(name: string, version: string, key: string, value: string): Promise<void>;
  /** Nothing happens where there is no such tag. */
  deleteVersionTag(name: string, version: string, key: string): Promise<void>;
}
