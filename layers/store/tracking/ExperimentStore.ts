import type { Lifecycle } from './Run.ts';

export interface Experiment {
  /** Decimal digits. */
  readonly id: string;
  readonly name: string;
  readonly lifecycle: Lifecycle;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Where its runs' artifacts lie, when somebody chose another place. */
  readonly artifactLocation?: string;
}

export interface ExperimentSearch {
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  /** @default active */
  readonly view?: Lifecycle | 'all';
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** Experiments of one workspace; the one with the id 0, Default, is always there. */
export interface ExperimentStore {
  /**
   * @returns its id
   * @throws Conflict when an active experiment has the name
   */
  create(experiment: {
    readonly name: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly artifactLocation?: string;
  }): Promise<string>;
  /** The experiment of a name, made where there is none. */
  ensure(name: string): Promise<string>;
  /** @throws NotFound */
  get(id: string): Promise<Experiment>;
  /** The active one, else one that was deleted last. @throws NotFound */
  getByName(name: string): Promise<Experiment>;
  /** @throws NotFound; Conflict when an active experiment has the name; InvalidInput when it is deleted */
  rename(id: string, name: string): Promise<void>;
  /** Frees its name. @throws NotFound when there is no active one */
  delete(id: string): Promise<void>;
  /** @throws NotFound when there is no deleted one; Conflict when another took its name meanwhile */
  restore(id: string): Promise<void>;
  /** @throws NotFound; InvalidInput when it is deleted */
  setTag(id: string, key: string, value: string): Promise<void>;
  /** @throws NotFound, also when there is no such tag */
  deleteTag(id: string, key: string): Promise<void>;
  search(search: ExperimentSearch): Promise<{ experiments: Experiment[]; next?: string }>;
}
