import type { z } from 'zod/mini';
import type { evaluateEvent, evaluateResult } from '../../layers/contracts/events.ts';
import { FittedPipeline, score } from '../../layers/learn/index.ts';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';
import { runIdOf } from '../../layers/store/runId.ts';
import { readSpec } from '../../layers/store/spec.ts';
import type { TrackingStore } from '../../layers/store/tracking.ts';
import { readArrow } from '../../layers/tables/arrow.ts';
import { buildProfile } from '../../layers/watch/profile.ts';
import { proveParity } from './parity.ts';

export interface EvaluateServices {
  readonly artifacts: ArtifactStore;
  readonly tracking: TrackingStore;
  readonly base: string;
}

/** Scores the test rows, proves that serving predicts the same, and keeps the reference for monitoring. */
export async function evaluate(
  event: z.infer<typeof evaluateEvent>,
  { artifacts, tracking, base }: EvaluateServices,
): Promise<z.infer<typeof evaluateResult>> {
  const spec = await readSpec(artifacts, event.spec);
  const pipeline = FittedPipeline.fromJSON(
    JSON.parse(new TextDecoder().decode(await artifacts.get(event.fitted.uri))),
  );
  const train = readArrow(await artifacts.get(event.prepared.train));
  const test = readArrow(await artifacts.get(event.prepared.test));
  const predictions = pipeline.predict(test);
  const positive =
    pipeline.classes?.length === 2 ? String(spec.train.positive ?? pipeline.classes.at(-1)) : undefined;
  const metrics = score(spec.task, test.columns[spec.target]!, predictions, positive);
  proveParity(pipeline, test);

  const profile = buildProfile(train, pipeline.predict(train), {
    target: spec.target,
    task: spec.task,
    metrics,
    ...(positive !== undefined && { positive }),
  });
  const uri = joinUri(base, 'models', event.model, event.fitted.hash, `profile-${event.prepared.hash}.json`);
  await artifacts.put(uri, JSON.stringify(profile));

  const run = runIdOf(event.run.execution);
  // The run's own time: done again, it is the same point.
  const timestamp = Date.parse(event.run.startedAt);
  await tracking.runs.log(run, {
    metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp })),
  });
  await tracking.runs.logArtifact(run, 'profile.json', uri);
  return { metrics, profile: uri };
}
