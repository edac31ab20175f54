import { createHash } from 'node:crypto';
import type { z } from 'zod/mini';
import { isOperational } from '../../layers/contracts/errors.ts';
import type { TrialResult, trialEvent } from '../../layers/contracts/events.ts';
import { selectionMetric } from '../../layers/contracts/metrics.ts';
import type { ModelSpec } from '../../layers/contracts/spec.ts';
import { createEstimator, crossValidatePipeline } from '../../layers/learn/index.ts';
import type { ArtifactStore } from '../../layers/store/artifacts.ts';
import { memoize } from '../../layers/store/memo.ts';
import { runIdOf } from '../../layers/store/runId.ts';
import { readSpec } from '../../layers/store/spec.ts';
import { startRun, type TrackingStore } from '../../layers/store/tracking.ts';
import { readArrow } from '../../layers/tables/arrow.ts';
import { resolveFeatures } from '../../layers/tables/features.ts';

export interface TrialServices {
  readonly artifacts: ArtifactStore;
  readonly tracking: TrackingStore;
  readonly base: string;
  readonly code: string;
  readonly now: () => number;
}

/**
 * Judges one candidate by cross-validation on the training rows; recorded as a child run. One that cannot be fitted, with a
 * learning rate that diverges say, fails alone, as in scikit-learn's searches.
 */
export async function trial(
  event: z.infer<typeof trialEvent>,
  { artifacts, tracking, base, code, now }: TrialServices,
): Promise<TrialResult> {
  const spec = await readSpec(artifacts, event.spec);
  const { index, model, params } = event.trial;
  const parentId = runIdOf(event.run.execution);
  const id = createHash('sha256').update(`${parentId}/${index}`).digest('hex').slice(0, 32);
  await startRun(tracking, {
    id,
    experiment: event.model,
    name: `trial-${index}`,
    startedAt: new Date(now()).toISOString(),
    parentId,
  });
  await tracking.runs.log(id, {
    params: {
      model,
      ...Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)])),
    },
  });

  try {
    const means = await judge(event, spec, { artifacts, base, code });
    // The run's own time: done again, it is the same point.
    const timestamp = Date.parse(event.run.startedAt);
    await tracking.runs.log(id, {
      metrics: Object.entries(means).map(([key, value]) => ({ key: `cv.${key}`, value, timestamp })),
    });
    await tracking.runs.end(id, 'FINISHED');
    return { index, model, params, score: means[selectionMetric(spec)]! };
  } catch (error) {
    // What may heal is tried again by the state machine.
    if (!isOperational(error) || error.name !== 'InvalidInput') throw error;
    await tracking.runs.end(id, 'FAILED', error.message);
    return { index, model, params, score: null, reason: error.message };
  }
}

/** Metrics of the candidate, the mean over the folds. */
async function judge(
  { prepared, trial: { model, params }, run }: z.infer<typeof trialEvent>,
  spec: ModelSpec,
  { artifacts, base, code }: Pick<TrialServices, 'artifacts' | 'base' | 'code'>,
): Promise<Record<string, number>> {
  const { folds } = spec.train;
  const inputs = {
    prepared: prepared.hash,
    model,
    params,
    folds,
    seed: spec.split.seed,
    features: spec.features,
    positive: spec.train.positive ?? null,
    code,
  };
  return memoize(artifacts, base, { step: 'trial', inputs, skip: !run.cache }, async () => {
    const table = readArrow(await artifacts.get(prepared.train));
    const options = {
      task: spec.task,
      target: spec.target,
      columns: resolveFeatures(table, spec),
      estimator: createEstimator(model, params, spec.split.seed),
      ...(spec.train.positive !== undefined && { positive: String(spec.train.positive) }),
    };
    return meanOf(crossValidatePipeline(options, table, { folds, seed: spec.split.seed }));
  });
}

function meanOf(folds: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  return Object.fromEntries(
    Object.keys(folds[0] ?? {}).map((key) => [
      key,
      folds.reduce((sum, fold) => sum + fold[key]!, 0) / folds.length,
    ]),
  );
}
