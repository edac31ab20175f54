import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { isOperational } from '../../layers/contracts/errors.ts';
import type { ModelSpec } from '../../layers/contracts/spec.ts';
import { FittedPipeline } from '../../layers/learn/index.ts';
import type { EmbeddedMetric } from '../../layers/runtime/metrics.ts';
import type { ArtifactStore } from '../../layers/store/artifacts.ts';
import type { CapturedPrediction, PredictionLog } from '../../layers/store/predictionLog.ts';
import type { Registry } from '../../layers/store/registry.ts';
import type { ReportStore } from '../../layers/store/reports.ts';
import type { TrackingStore } from '../../layers/store/tracking.ts';
import { type DriftReport, driftReport } from '../../layers/watch/drift.ts';
import {
  type JudgedPrediction,
  type PerformanceReport,
  performance,
} from '../../layers/watch/performance.ts';
import type { ReferenceProfile } from '../../layers/watch/profile.ts';
import { type Retrain, retrainOnce } from './retrain.ts';

export const monitorEvent = z.object({ model: z.string() });

export interface MonitorServices {
  readonly artifacts: ArtifactStore;
  readonly registry: Registry;
  readonly predictions: PredictionLog;
  readonly reports: ReportStore;
  readonly tracking: TrackingStore;
  readonly spec: ModelSpec;
  readonly now: () => number;
  readonly measure: (model: string, metrics: Readonly<Record<string, EmbeddedMetric>>, now: number) => void;
  /** Starts the training pipeline, once for each name. */
  readonly retrain: (name: string) => Promise<void>;
}

/** What `millrace drift` shows. */
export interface MonitorReport {
  readonly id: string;
  readonly at: string;
  readonly version: string;
  /** Where the window begins. */
  readonly from: string;
  readonly drift: DriftReport;
  readonly performance?: PerformanceReport;
  readonly retrain?: Retrain;
}

/** Rows that a report looks at; the newest of a larger window. */
const mostRows = 50_000;

/** Compares the last window of predictions, and the outcomes that came in, with what training promised. */
export async function monitor(
  { model }: z.infer<typeof monitorEvent>,
  services: MonitorServices,
): Promise<MonitorReport | { skipped: string }> {
  const { artifacts, registry, predictions, reports, spec, measure } = services;
  const version = await championOf(registry, model);
  if (version === undefined) return { skipped: `${model} has no champion yet` };
  const { pipelineUri, profileUri } = await registry.getVersion(model, version);
  const read = async (uri: string): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode(await artifacts.get(uri)));
  const pipeline = FittedPipeline.fromJSON(await read(pipelineUri));
  const profile = (await read(profileUri)) as ReferenceProfile;

  const now = services.now();
  const { drift: options, decay } = spec.monitor;
  const window = milliseconds(options.window);
  const from = now - window;
  const rows = await lastRows(predictions.predictions(model, from, now), version);
  const drift = driftReport(
    profile,
    {
      table: pipeline.toTable(rows.map(({ row }) => row)),
      predictions: rows.map(({ prediction }) => prediction),
    },
    options,
  );
  const judged = await judgedRows(predictions, model, version, from, now);
  const judgement = performance(profile.task, judged, profile, {
    tolerance: decay.tolerance,
    minRows: options.minRows,
  });

  // Before anything that may fail: the alarm goes by it.
  measure(model, metricsOf(drift, judgement), now);
  const last = ((await reports.latestReport(model)) as MonitorReport | undefined)?.retrain;
  const retrain =
    drift.dataDrift && spec.monitor.onDrift === 'retrain'
      ? await retrainOnce({ model, version, now, window, last }, services)
      : last;
  const report: MonitorReport = {
    id: randomUUID(),
    at: new Date(now).toISOString(),
    version,
    from: new Date(from).toISOString(),
    drift,
    ...(judgement && { performance: judgement }),
    ...(retrain && { retrain }),
  };
  await reports.putReport(model, now, report);
  return report;
}

async function championOf(registry: Registry, model: string): Promise<string | undefined> {
  try {
    return (await registry.getModel(model)).aliases.champion;
  } catch (error) {
    if (isOperational(error) && error.name === 'NotFound') return undefined;
    throw error;
  }
}

async function lastRows(
  rows: AsyncIterable<CapturedPrediction>,
  version: string,
): Promise<CapturedPrediction[]> {
  const kept: CapturedPrediction[] = [];
  for await (const row of rows) {
    if (row.version === version) kept.push(row);
    // Whatever the window holds, memory holds twice as many as are looked at.
    if (kept.length === 2 * mostRows) kept.splice(0, mostRows);
  }
  return kept.slice(-mostRows);
}

/** Outcomes that came in, beside the predictions they belong to; the last word on a prediction counts. */
async function judgedRows(
  log: PredictionLog,
  model: string,
  version: string,
  from: number,
  to: number,
): Promise<JudgedPrediction[]> {
  const outcomes = new Map<string, string | number>();
  for await (const { id, outcome } of log.outcomes(model, from, to)) outcomes.set(id, outcome);
  if (outcomes.size === 0) return [];
  const asked = await log.byIds(model, [...outcomes.keys()]);
  return asked
    .filter((row) => row.version === version)
    .map(({ id, prediction }) => ({ prediction, outcome: outcomes.get(id)! }));
}

/**
 * Few metrics, since each costs money every month; nothing is measured where nothing was decided, and a loss that may be
 * chance is none, as an alarm looks at the number alone.
 */
function metricsOf(
  drift: DriftReport,
  judgement: PerformanceReport | undefined,
): Record<string, EmbeddedMetric> {
  return {
    MonitoredRows: { value: drift.rows, unit: 'Count' },
    ...(drift.decided && {
      DataDrift: { value: drift.share, unit: 'None' },
      PredictionDrift: { value: drift.prediction!.psi, unit: 'None' },
    }),
    ...(judgement && {
      Decay: { value: judgement.beyondChance ? judgement.decay : Math.min(judgement.decay, 0), unit: 'None' },
    }),
  };
}

function milliseconds(window: string): number {
  const [count, unit] = window.split(' ') as [string, string];
  return (
    Number(count) *
    { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[unit.replace(/s$/, '') as 'minute' | 'hour' | 'day']
  );
}
