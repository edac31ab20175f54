import type { z } from 'zod/mini';
import { isOperational } from '../../layers/contracts/errors.ts';
import type { gateEvent, gateResult, Metrics } from '../../layers/contracts/events.ts';
import { isBetter } from '../../layers/contracts/metrics.ts';
import type { ModelSpec } from '../../layers/contracts/spec.ts';
import { FittedPipeline, score } from '../../layers/learn/index.ts';
import type { ArtifactStore } from '../../layers/store/artifacts.ts';
import type { Registry } from '../../layers/store/registry.ts';
import { runIdOf } from '../../layers/store/runId.ts';
import { readSpec } from '../../layers/store/spec.ts';
import type { TrackingStore } from '../../layers/store/tracking.ts';
import { readArrow } from '../../layers/tables/arrow.ts';

export interface GateServices {
  readonly artifacts: ArtifactStore;
  readonly tracking: TrackingStore;
  readonly registry: Registry;
}

type Event = z.infer<typeof gateEvent>;

/** Decides whether the model may be registered. A gate that does not hold is an outcome, not an error. */
export async function gate(event: Event, services: GateServices): Promise<z.infer<typeof gateResult>> {
  const spec = await readSpec(services.artifacts, event.spec);
  const reasons: string[] = [];
  for (const one of spec.gates) {
    const reason =
      'beats' in one
        ? await againstChampion(one.metric, event, spec, services)
        : againstLimits(one, event.metrics);
    if (reason) reasons.push(reason);
  }
  const passed = reasons.length === 0;
  const run = runIdOf(event.run.execution);
  await services.tracking.setTags(run, {
    'millrace.gate': passed ? 'passed' : 'failed',
    ...(!passed && { 'millrace.gate.reasons': reasons.join('; ') }),
  });
  if (!passed) await services.tracking.endRun(run, 'FINISHED', reasons.join('; '));
  return { passed, reasons };
}

type Limits = Exclude<ModelSpec['gates'][number], { beats: unknown }>;

function againstLimits({ metric, min, max }: Limits, metrics: Metrics): string | undefined {
  const value = metrics[metric]!;
  if (min !== undefined && !(value >= min)) return `${metric} is ${format(value)}, below the gate's ${min}`;
  if (max !== undefined && !(value <= max)) return `${metric} is ${format(value)}, above the gate's ${max}`;
  return undefined;
}

/** The champion is judged on the very rows that judged the new model. */
async function againstChampion(
  metric: Limits['metric'],
  event: Event,
  spec: ModelSpec,
  { artifacts, registry }: GateServices,
): Promise<string | undefined> {
  const version = await championOf(registry, event.model);
  if (version === undefined) return undefined;
  const { pipelineUri } = await registry.getVersion(event.model, version);
  const champion = FittedPipeline.fromJSON(
    JSON.parse(new TextDecoder().decode(await artifacts.get(pipelineUri))),
  );
  const test = readArrow(await artifacts.get(event.prepared.test));
  const missing = champion.signature.inputs.find(({ name }) => test.columns[name] === undefined);
  if (missing) return undefined;
  const positive = spec.train.positive === undefined ? undefined : String(spec.train.positive);
  const theirs = score(spec.task, test.columns[spec.target]!, champion.predict(test), positive)[metric]!;
  const ours = event.metrics[metric]!;
  // An equal model passes: training again on the same data must not look like a failure.
  return isBetter(metric, theirs, ours)
    ? `${metric} is ${format(ours)}, worse than version ${version}'s ${format(theirs)} on the same rows`
    : undefined;
}

async function championOf(registry: Registry, model: string): Promise<string | undefined> {
  try {
    return await registry.getAlias(model, 'champion');
  } catch (error) {
    if (isOperational(error) && error.name === 'NotFound') return undefined;
    throw error;
  }
}

function format(value: number): string {
  return String(Number(value.toPrecision(6)));
}
