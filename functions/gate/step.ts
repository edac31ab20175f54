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
  const verdicts: Verdict[] = [];
  for (const one of spec.gates)
    verdicts.push(
      'beats' in one
        ? await againstChampion(one.metric, event, spec, services)
        : againstLimits(one, event.metrics),
    );
  const reasons = verdicts.flatMap(({ reason }) => reason ?? []);
  const notes = verdicts.flatMap(({ note }) => note ?? []);
  const passed = reasons.length === 0;
  const run = runIdOf(event.run.execution);
  await services.tracking.runs.log(run, {
    tags: {
      'millrace.gate': passed ? 'passed' : 'failed',
      ...(!passed && { 'millrace.gate.reasons': reasons.join('; ') }),
      ...(notes.length > 0 && { 'millrace.note': notes.join('; ') }),
    },
  });
  if (!passed) await services.tracking.runs.end(run, 'FINISHED', reasons.join('; '));
  return { passed, reasons };
}

/** What a gate says: why it does not hold, or what its holding means little for. */
interface Verdict {
  readonly reason?: string;
  readonly note?: string;
}

const holds: Verdict = {};

type Limits = Exclude<ModelSpec['gates'][number], { beats: unknown }>;

function againstLimits({ metric, min, max }: Limits, metrics: Metrics): Verdict {
  const value = metrics[metric]!;
  if (min !== undefined && !(value >= min))
    return { reason: `${metric} is ${format(value)}, below the gate's ${min}` };
  if (max !== undefined && !(value <= max))
    return { reason: `${metric} is ${format(value)}, above the gate's ${max}` };
  return holds;
}

/** The champion is judged on the very rows that judged the new model. */
async function againstChampion(
  metric: Limits['metric'],
  event: Event,
  spec: ModelSpec,
  { artifacts, registry }: GateServices,
): Promise<Verdict> {
  const version = await championOf(registry, event.model);
  if (version === undefined) return holds;
  const uri = await pipelineOf(registry, event.model, version);
  if ('note' in uri) return uri;
  const champion = FittedPipeline.fromJSON(
    JSON.parse(new TextDecoder().decode(await artifacts.get(uri.pipelineUri))),
  );
  const test = readArrow(await artifacts.get(event.prepared.test));
  const positive = spec.train.positive === undefined ? undefined : String(spec.train.positive);
  const ours = event.metrics[metric]!;
  try {
    const theirs = score(spec.task, test.columns[spec.target]!, champion.predict(test), positive)[metric]!;
    // An equal model passes: training again on the same data must not look like a failure.
    return isBetter(metric, theirs, ours) || Number.isNaN(ours)
      ? {
          reason: `${metric} is ${format(ours)}, worse than version ${version}'s ${format(theirs)} on the same rows`,
        }
      : holds;
  } catch (error) {
    // The data has other columns, kinds or classes now: a champion that cannot answer there has no claim.
    if (!isOperational(error) || error.name !== 'InvalidInput') throw error;
    return { note: `version ${version} could not be judged on the new rows: ${error.message}` };
  }
}

async function championOf(registry: Registry, model: string): Promise<string | undefined> {
  try {
    return await registry.getAlias(model, 'champion');
  } catch (error) {
    if (isOperational(error) && error.name === 'NotFound') return undefined;
    throw error;
  }
}

/** A champion that no pipeline made cannot be judged here. */
async function pipelineOf(
  registry: Registry,
  model: string,
  version: string,
): Promise<{ readonly pipelineUri: string } | { readonly note: string }> {
  try {
    return await registry.getVersion(model, version);
  } catch (error) {
    if (!isOperational(error) || error.name !== 'InvalidInput') throw error;
    return { note: `version ${version} could not be judged: ${error.message}` };
  }
}

function format(value: number): string {
  return String(Number(value.toPrecision(6)));
}
