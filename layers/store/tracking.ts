import type { MetricPoint } from './metricPoint.ts';

/** Terminal states of a run, in MLflow's words. */
export type RunOutcome = 'FINISHED' | 'FAILED' | 'KILLED';

export type { MetricPoint };

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
  /** Name of the experiment. */
  readonly experiment: string;
  readonly experimentId: string;
  readonly name: string;
  readonly parentId?: string;
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
  /** Decimal digits, made of the name. */
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface RunSearch {
  /** Names of the experiments. @default every experiment */
  readonly experiment?: string | readonly string[];
  /** The runs below this one instead: trials of a training run. */
  readonly parent?: string;
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** Experiments and runs. Every write may be repeated. */
export interface TrackingStore {
  startRun(run: NewRun): Promise<void>;
  /** @throws InvalidInput when a parameter was logged before with another value */
  logParams(id: string, params: Readonly<Record<string, string>>): Promise<void>;
  /** @throws InvalidInput when a value is no number, or a step or timestamp no integer */
  logMetrics(id: string, points: readonly MetricPoint[]): Promise<void>;
  setTags(id: string, tags: Readonly<Record<string, string>>): Promise<void>;
  logArtifact(id: string, path: string, uri: string): Promise<void>;
  /** Ends a run; the first end stays. */
  endRun(id: string, status: RunOutcome, reason?: string): Promise<void>;
  /** @throws NotFound */
  getRun(id: string): Promise<RunRecord>;
  /** Runs, newest first, without those below other runs; `next` continues after the last of them. */
  searchRuns(query: RunSearch): Promise<{ runs: RunRecord[]; next?: string }>;
  /** In order of their ids. */
  listExperiments(): Promise<Experiment[]>;
  /** @throws NotFound */
  getExperiment(by: { readonly id: string } | { readonly name: string }): Promise<Experiment>;
  /** Every point of a metric, by step, then timestamp, then value. */
  metricHistory(id: string, key: string): Promise<MetricPoint[]>;
  /** The same, page by page. */
  metricPage(
    id: string,
    key: string,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<{ points: MetricPoint[]; next?: string }>;
}
