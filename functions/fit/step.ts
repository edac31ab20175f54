import { createHash } from 'node:crypto';
import type { z } from 'zod/mini';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { fitEvent, fitResult, Trial, TrialResult } from '../../layers/contracts/events.ts';
import { isBetter, selectionMetric } from '../../layers/contracts/metrics.ts';
import type { ModelSpec } from '../../layers/contracts/spec.ts';
import { createEstimator, fitPipeline } from '../../layers/learn/index.ts';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';
import { memoize } from '../../layers/store/memo.ts';
import { runIdOf } from '../../layers/store/runId.ts';
import { readSpec } from '../../layers/store/spec.ts';
import type { TrackingStore } from '../../layers/store/tracking.ts';
import { readArrow } from '../../layers/tables/arrow.ts';
import { resolveFeatures } from '../../layers/tables/features.ts';

export interface FitServices {
  readonly artifacts: ArtifactStore;
  readonly tracking: TrackingStore;
  readonly base: string;
  readonly code: string;
}

/** Fits the best candidate on all training rows, transformers and estimator as one pipeline. */
export async function fit(
  event: z.infer<typeof fitEvent>,
  { artifacts, tracking, base, code }: FitServices,
): Promise<z.infer<typeof fitResult>> {
  const spec = await readSpec(artifacts, event.spec);
  const { model, params } = best(event.trials, spec);
  const { seed } = spec.split;
  const inputs = {
    prepared: event.prepared.hash,
    model,
    params,
    seed,
    features: spec.features,
    positive: spec.train.positive ?? null,
    code,
  };
  const fitted = await memoize(artifacts, base, { step: 'fit', inputs, skip: !event.run.cache }, async () => {
    const table = readArrow(await artifacts.get(event.prepared.train));
    const options = {
      task: spec.task,
      target: spec.target,
      columns: resolveFeatures(table, spec),
      estimator: createEstimator(model, params, seed),
      ...(spec.train.positive !== undefined && { positive: String(spec.train.positive) }),
    };
    const document = JSON.stringify(fitPipeline(options, table).toJSON());
    const hash = createHash('sha256').update(document).digest('hex');
    const uri = joinUri(base, 'models', event.model, hash, 'pipeline.json');
    await artifacts.put(uri, document);
    return { uri, hash, model, params };
  });
  const run = runIdOf(event.run.execution);
  await tracking.runs.log(run, {
    params: {
      'best.model': model,
      ...Object.fromEntries(Object.entries(params).map(([key, value]) => [`best.${key}`, String(value)])),
    },
  });
  await tracking.runs.logArtifact(run, 'pipeline.json', fitted.uri);
  return { fitted };
}

/**
 * The trial with the best score; the first of equals, so that the choice is the same every time. A single candidate needs no score.
 *
 * @throws InvalidInput with every reason, when no candidate could be judged
 */
function best(trials: readonly (Trial | TrialResult)[], spec: ModelSpec): Trial {
  const metric = selectionMetric(spec);
  const results = trials.filter((one): one is TrialResult => 'score' in one);
  if (results.length === 0) return trials[0]!;
  const [leader] = results
    .flatMap(({ score, ...one }) => (score === null ? [] : [{ ...one, score }]))
    .sort((a, b) => Number(isBetter(metric, b.score, a.score)) - Number(isBetter(metric, a.score, b.score)));
  if (leader) return leader;
  const faults = results.map(({ model, params, reason = `its ${metric} is no number` }) => ({
    at: `${model} ${JSON.stringify(params)}`,
    message: reason,
  }));
  throw InvalidInput.fromFaults('no candidate could be judged', faults);
}
