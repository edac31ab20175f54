import type { MetricPoint } from '../metricPoint.ts';

/** Terminal states of a run, in MLflow's words. */
export type RunOutcome = 'FINISHED' | 'FAILED' | 'KILLED';
export type RunStatus = 'RUNNING' | 'SCHEDULED' | RunOutcome;
export type Lifecycle = 'active' | 'deleted';

/** A data set that a run read. */
export interface DatasetInput {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema?: string;
  readonly profile?: string;
  /** `mlflow.data.context` says what for: training, evaluation … */
  readonly tags: Readonly<Record<string, string>>;
}

export interface Run {
  /** 32 hex digits. */
  readonly id: string;
  readonly experimentId: string;
  readonly name: string;
  readonly user: string;
  readonly status: RunStatus;
  readonly lifecycle: Lifecycle;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Why it ended as it did. */
  readonly reason?: string;
  readonly params: Readonly<Record<string, string>>;
  /** Newest point of each metric, by step, then timestamp, then value. */
  readonly metrics: Readonly<Record<string, MetricPoint>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Path below the run → URI, of artifacts that lie elsewhere than below its own root. */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly inputs: readonly DatasetInput[];
  /** Models that it logged, and at which step. */
  readonly outputs: readonly { readonly modelId: string; readonly step: number }[];
}
