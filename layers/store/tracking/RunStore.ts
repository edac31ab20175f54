import type { MetricPoint } from '../metricPoint.ts';
import type { DatasetInput, Lifecycle, Run, RunOutcome, RunStatus } from './Run.ts';

export interface NewRun {
  /** 32 hex digits. */
  readonly id: string;
  readonly experimentId: string;
  /** @default made of the id */
  readonly name?: string;
  readonly user?: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface Logged {
  readonly metrics?: readonly MetricPoint[];
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface RunSearch {
  readonly experimentIds: readonly string[];
  /** MLflow's grammar: layers/store/search. */
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  /** @default active */
  readonly view?: Lifecycle | 'all';
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** Runs of one workspace. Every write may be repeated. */
export interface RunStore {
  /** Nothing happens when there is such a run already. */
  create(run: NewRun): Promise<void>;
  /** @throws NotFound */
  get(id: string): Promise<Run>;
  /** @throws NotFound; InvalidInput when the run is deleted */
  update(id: string, changes: { status?: RunStatus; endedAt?: number; name?: string }): Promise<void>;
  /** Ends a run that is running; the first end stays. @throws NotFound */
  end(id: string, status: RunOutcome, reason?: string): Promise<void>;
  /** @throws NotFound */
  setLifecycle(id: string, lifecycle: Lifecycle): Promise<void>;
  /**
   * Logs points, parameters and tags.
   *
   * @throws NotFound
   * @throws InvalidInput when a parameter was logged before with another value, the run is deleted, or a point is none
   */
  log(id: string, logged: Logged): Promise<void>;
  /** @throws NotFound when there is no such run or tag */
  deleteTag(id: string, key: string): Promise<void>;
  logArtifact(id: string, path: string, uri: string): Promise<void>;
  logInputs(id: string, inputs: readonly DatasetInput[]): Promise<void>;
  logOutputs(id: string, outputs: Run['outputs']): Promise<void>;
  /** Runs by the order that is asked for, then newest first. @throws InvalidInput for what the grammar does not have */
  search(search: RunSearch): Promise<{ runs: Run[]; next?: string }>;
  /** Points of a metric, by step, then timestamp, then value, each once. */
  history(
    id: string,
    key: string,
    page?: { readonly limit?: number; readonly after?: string },
  ): Promise<{ points: MetricPoint[]; next?: string }>;
}
