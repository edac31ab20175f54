/** Terminal states of a run, in MLflow's words. */
export type RunOutcome = 'FINISHED' | 'FAILED' | 'KILLED';

export interface MetricPoint {
  readonly key: string;
  readonly value: number;
  /** @default 0 */
  readonly step?: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

export interface NewRun {
  /** 32 hex digits. */
  readonly id: string;
  /** Name of the experiment, which is made when it is not there yet. */
  readonly experiment: string;
  readonly name?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly parentId?: string;
}

export interface RunRecord {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly status: 'RUNNING' | RunOutcome;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Why it ended as it did. */
  readonly reason?: string;
  readonly params: Readonly<Record<string, string>>;
  /** Latest point of each metric, by step, then timestamp, then value. */
  readonly metrics: Readonly<Record<string, MetricPoint>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Path below the run → URI. */
  readonly artifacts: Readonly<Record<string, string>>;
}

export interface Experiment {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

/** Experiments and runs. Every write may be repeated. */
export interface TrackingStore {
  startRun(run: NewRun): Promise<void>;
  /** @throws InvalidInput when a parameter was logged before with another value */
  logParams(id: string, params: Readonly<Record<string, string>>): Promise<void>;
  logMetrics(id: string, points: readonly MetricPoint[]): Promise<void>;
  setTags(id: string, tags: Readonly<Record<string, string>>): Promise<void>;
  logArtifact(id: string, path: string, uri: string): Promise<void>;
  /** Ends a run; the first end stays. */
  endRun(id: string, status: RunOutcome, reason?: string): Promise<void>;
  /** @throws NotFound */
  getRun(id: string): Promise<RunRecord>;
  /** Runs of an experiment, newest first; `next` continues after the last of them. */
  searchRuns(query: { experiment: string; limit: number; after?: string }): Promise<{ runs: RunRecord[]; next?: string }>;
  listExperiments(): Promise<Experiment[]>;
  /** Every point of a metric, by step, then timestamp. */
  metricHistory(id: string, key: string): Promise<MetricPoint[]>;
}
