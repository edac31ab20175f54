import type { z } from 'zod/mini';
import type { registerEvent, registerResult } from '../../layers/contracts/events.ts';
import { FittedPipeline } from '../../layers/learn/index.ts';
import type { ArtifactStore } from '../../layers/store/artifacts.ts';
import type { Registry } from '../../layers/store/registry.ts';
import { runIdOf } from '../../layers/store/runId.ts';
import { readSpec } from '../../layers/store/spec.ts';
import type { TrackingStore } from '../../layers/store/tracking.ts';

export interface RegisterServices {
  readonly artifacts: ArtifactStore;
  readonly tracking: TrackingStore;
  readonly registry: Registry;
  readonly now: () => number;
}

/** Makes the fitted pipeline a version of the registered model; the same run makes the same version. */
export async function register(
  event: z.infer<typeof registerEvent>,
  { artifacts, tracking, registry, now }: RegisterServices,
): Promise<z.infer<typeof registerResult>> {
  const spec = await readSpec(artifacts, event.spec);
  const pipeline = FittedPipeline.fromJSON(
    JSON.parse(new TextDecoder().decode(await artifacts.get(event.fitted.uri))),
  );
  const runId = runIdOf(event.run.execution);
  const version = await registry.registerVersion(event.model, {
    runId,
    pipelineUri: event.fitted.uri,
    profileUri: event.profile,
    metrics: event.metrics,
    params: { model: event.fitted.model, ...event.fitted.params },
    signature: pipeline.signature,
    monitor: { capture: spec.monitor.capture, retention: spec.monitor.retention },
    createdAt: now(),
  });
  await tracking.runs.log(runId, { tags: { 'millrace.version': version } });
  return { version };
}
