import type { TrackingStore } from '../../layers/store/tracking.ts';

/** The last training that drift asked for; reports hand it on, so that the next tick knows. */
export interface Retrain {
  /** Version that had drifted. */
  readonly version: string;
  readonly at: string;
  /** Name of the execution. */
  readonly execution: string;
}

interface Drifted {
  readonly model: string;
  readonly version: string;
  readonly now: number;
  /** Length of the window, in milliseconds. */
  readonly window: number;
  readonly last: Retrain | undefined;
}

interface RetrainServices {
  readonly tracking: TrackingStore;
  readonly retrain: (name: string) => Promise<void>;
}

/** A run that says it is running for longer was lost: a pipeline has two hours. */
const longestRun = 24 * 3_600_000;
/** Runs looked at; the newest. */
const newestRuns = 20;

/**
 * Starts the training pipeline, unless one is running already or drift of this version started one within the window: the
 * same drift is seen at every tick, and each training costs money. The name is the same throughout a window, so that
 * Step Functions starts it once even if two monitors ask at once, or one asks again after a failure.
 */
export async function retrainOnce(
  { model, version, now, window, last }: Drifted,
  { tracking, retrain }: RetrainServices,
): Promise<Retrain | undefined> {
  if (last?.version === version && now - Date.parse(last.at) < window) return last;
  const { runs } = await tracking.runs.search({
    experimentIds: [await tracking.experiments.ensure(model)],
    filter: 'tags.mlflow.parentRunId IS NULL',
    limit: newestRuns,
  });
  if (runs.some(({ status, startedAt }) => status === 'RUNNING' && now - startedAt < longestRun)) return last;
  const execution = `drift-v${version}-${Math.floor(now / window)}`;
  await retrain(execution);
  return { version, at: new Date(now).toISOString(), execution };
}
