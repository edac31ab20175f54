import { putMetrics } from '../../layers/runtime/metrics.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openArtifacts } from '../../layers/store/artifacts.ts';
import { openStore } from '../../layers/store/dynamo.ts';
import { readSpec } from '../../layers/store/spec.ts';
import { startPipeline } from './startPipeline.ts';
import { monitor, monitorEvent } from './step.ts';

export const handler = defineStep({
  name: 'Monitor',
  event: monitorEvent,
  run: async (event, { environment, clock }) => {
    const artifacts = openArtifacts();
    return monitor(event, {
      ...openStore(environment.table),
      artifacts,
      spec: await readSpec(artifacts, process.env.MILLRACE_SPEC!),
      now: clock.now,
      measure: putMetrics,
      retrain: (name) => startPipeline(process.env.MILLRACE_PIPELINE!, name),
    });
  },
});
