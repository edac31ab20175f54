import type { Lifecycle } from './Run.ts';

export type LoggedModelStatus = 'UNSPECIFIED' | 'PENDING' | 'READY' | 'FAILED';

/** What a metric of a model was measured with. */
export interface ModelMetric {
  readonly key: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
  readonly runId: string;
  readonly datasetName?: string;
  readonly datasetDigest?: string;
}

export interface NewLoggedModel {
  /** @default 'm-' and 32 hex digits at random */
  readonly id?: string;
  readonly experimentId: string;
  readonly name: string;
  readonly type?: string;
  readonly sourceRunId?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A model as a run logged it, before anybody registers it: MLflow's LoggedModel. */
export interface LoggedModel extends Required<Omit<NewLoggedModel, 'type' | 'sourceRunId'>> {
  readonly type?: string;
  readonly sourceRunId?: string;
  readonly status: LoggedModelStatus;
  readonly lifecycle: Lifecycle;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly metrics: readonly ModelMetric[];
}

export interface LoggedModelOrder {
  /** An attribute, or `metrics.` and a key. */
  readonly field: string;
  readonly descending: boolean;
  readonly datasetName?: string;
  readonly datasetDigest?: string;
}

export interface LoggedModelSearch {
  readonly experimentIds: readonly string[];
  readonly filter?: string;
  /** Metrics of these only; models without any are left out. */
  readonly datasets?: readonly { readonly name: string; readonly digest?: string }[];
  readonly orderBy?: readonly LoggedModelOrder[];
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** Logged models of one workspace. What names one that is not there throws NotFound. */
export interface LoggedModelStore {
  /** Nothing happens when there is one with the id already. */
  create(model: NewLoggedModel): Promise<LoggedModel>;
  /** @param allowsDeleted whether a deleted one counts @default false */
  get(id: string, allowsDeleted?: boolean): Promise<LoggedModel>;
  finalize(id: string, status: LoggedModelStatus): Promise<LoggedModel>;
  delete(id: string): Promise<void>;
  /** @throws InvalidInput when one was logged before with another value */
  logParams(id: string, params: Readonly<Record<string, string>>): Promise<void>;
  /** Of each metric, data set and run all points are kept as long as they are few, then the newest. */
  logMetrics(id: string, metrics: readonly ModelMetric[]): Promise<void>;
  setTags(id: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** @throws NotFound when there is no such tag */
  deleteTag(id: string, key: string): Promise<void>;
  /** By the order that is asked for, then newest first. @throws InvalidInput for what the grammar does not have */
  search(search: LoggedModelSearch): Promise<{ models: LoggedModel[]; next?: string }>;
}
