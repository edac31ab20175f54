import type { z } from 'zod/mini';
import type { Table } from '../../layers/contracts/columns.ts';
import type { evaluateEvent, evaluateResult } from '../../layers/contracts/events.ts';
import { predictionAt } from '../../layers/contracts/predictions.ts';
import { FittedPipeline, score, takeRows } from '../../layers/learn/index.ts';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';
import { runIdOf } from '../../layers/store/runId.ts';
import { readSpec } from '../../layers/store/spec.ts';
import type { TrackingStore } from '../../layers/store/tracking.ts';
import { readArrow } from '../../layers/tables/arrow.ts';
import { buildProfile } from '../../layers/watch/profile.ts';

export interface EvaluateServices {
  readonly artifacts: ArtifactStore;
  readonly tracking: TrackingStore;
  readonly base: string;
  readonly now: () => number;
}

/** Held-out rows scored through the serving path to prove that it answers as training does. */
const parityRows = 200;

/** Scores the test rows, proves that serving predicts the same, and keeps the reference for monitoring. */
export async function evaluate(
  event: z.infer<typeof evaluateEvent>,
  { artifacts, tracking, base, now }: EvaluateServices,
): Promise<z.infer<typeof evaluateResult>> {
  const spec = await readSpec(artifacts, event.spec);
  const pipeline = FittedPipeline.fromJSON(
    JSON.parse(new TextDecoder().decode(await artifacts.get(event.fitted.uri))),
  );
  const train = readArrow(await artifacts.get(event.prepared.train));
  const test = readArrow(await artifacts.get(event.prepared.test));
  const predictions = pipeline.predict(test);
  const chosen = spec.train.positive ?? pipeline.classes?.at(-1);
  const positive = chosen === undefined ? undefined : String(chosen);
  const metrics = score(spec.task, test.columns[spec.target]!, predictions, positive);
  proveParity(pipeline, test);

  const profile = buildProfile(train, pipeline.predict(train), {
    target: spec.target,
    task: spec.task,
    metrics,
    ...(positive !== undefined && spec.task === 'classification' && { positive }),
  });
  const uri = joinUri(base, 'models', event.model, event.fitted.hash, `profile-${event.prepared.hash}.json`);
  await artifacts.put(uri, JSON.stringify(profile));

  const run = runIdOf(event.run.execution);
  const timestamp = now();
  await tracking.logMetrics(
    run,
    Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp })),
  );
  await tracking.logArtifact(run, 'profile.json', uri);
  return { metrics, profile: uri };
}

function proveParity(pipeline: FittedPipeline, test: Table): void {
  const rows = Int32Array.from({ length: Math.min(parityRows, test.length) }, (_, row) => row);
  const head = takeRows(test, rows);
  const trained = pipeline.predict(head);
  const served = pipeline.predictRecords(
    recordsOf(
      head,
      pipeline.signature.inputs.map(({ name }) => name),
    ),
  );
  for (const row of rows) {
    const [one, other] = [predictionAt(trained, row), predictionAt(served, row)].map((value) =>
      JSON.stringify(value),
    );
    if (one !== other)
      throw new Error(
        `serving predicts ${other} for test row ${row} where training predicts ${one}: the version is not registered`,
      );
  }
}

function recordsOf(table: Table, names: readonly string[]): Record<string, unknown>[] {
  return Array.from({ length: table.length }, (_, row) =>
    Object.fromEntries(
      names.map((name) => {
        const column = table.columns[name]!;
        if (column.kind === 'category') return [name, column.categories[column.codes[row]!] ?? null];
        const value = column.values[row]!;
        return [name, Number.isNaN(value) ? null : value];
      }),
    ),
  );
}
