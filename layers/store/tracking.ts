import { InvalidInput } from '../contracts/errors.ts';
import type { ExperimentStore } from './tracking/ExperimentStore.ts';
import type { LoggedModelStore } from './tracking/LoggedModelStore.ts';
import type { RunStore } from './tracking/RunStore.ts';

/** Experiments, runs and logged models of one workspace. */
export interface TrackingStore {
  readonly experiments: ExperimentStore;
  readonly runs: RunStore;
  readonly loggedModels: LoggedModelStore;
}

export interface StartedRun {
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

/** Starts a run of a pipeline. Nothing happens when it has started already. */
export async function startRun(
  { experiments, runs }: TrackingStore,
  { id, experiment, name, startedAt, tags, parentId }: StartedRun,
): Promise<void> {
  const started = Date.parse(startedAt);
  if (Number.isNaN(started)) {
    throw new InvalidInput(
      `startedAt of run ${id} must be a time in ISO 8601, not ${JSON.stringify(startedAt)}`,
    );
  }
  await runs.create({
    id,
    experimentId: await experiments.ensure(experiment),
    name: name ?? `${experiment}-${id.slice(0, 8)}`,
    startedAt: started,
    tags: { ...tags, ...(parentId !== undefined && { 'mlflow.parentRunId': parentId }) },
  });
}
