import type { z } from 'zod/mini';
import type { deployEvent, deployResult } from '../../layers/contracts/events.ts';
import type { ArtifactStore } from '../../layers/store/artifacts.ts';
import type { Registry } from '../../layers/store/registry.ts';
import { runIdOf } from '../../layers/store/runId.ts';
import { readSpec } from '../../layers/store/spec.ts';
import type { TrackingStore } from '../../layers/store/tracking.ts';

export interface DeployServices {
  readonly artifacts: ArtifactStore;
  readonly tracking: TrackingStore;
  readonly registry: Registry;
}

/** Lets the new version answer, if the spec says so, and ends the run. */
export async function deploy(
  event: z.infer<typeof deployEvent>,
  { artifacts, tracking, registry }: DeployServices,
): Promise<z.infer<typeof deployResult>> {
  const spec = await readSpec(artifacts, event.spec);
  const run = runIdOf(event.run.execution);
  const alias = spec.deploy.strategy === 'immediate' ? 'champion' : null;
  if (alias)
    await registry.setAlias(event.model, alias, event.version, { actor: 'pipeline', reason: `run ${run}` });
  await tracking.runs.end(run, 'FINISHED');
  return { alias, version: event.version };
}
