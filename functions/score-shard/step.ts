import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { z } from 'zod/mini';
import {
  type BatchPlan,
  batchFiles,
  type Rejection,
  type ShardResult,
} from '../../layers/contracts/batch.ts';
import { isOperational } from '../../layers/contracts/errors.ts';
import type { scoreShardEvent } from '../../layers/contracts/events.ts';
import { type PredictionValue, predictionAt } from '../../layers/contracts/predictions.ts';
import { FittedPipeline } from '../../layers/learn/index.ts';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';
import { readRows } from '../../layers/tables/rows.ts';

type Row = Record<string, unknown>;

/** Scores the rows of one shard, beside their keys. Doing it again writes the same files again. */
export async function scoreShard(
  event: z.infer<typeof scoreShardEvent>,
  { artifacts }: { readonly artifacts: ArtifactStore },
): Promise<{ shard: string; rowsIn: number; scored: number; rejected: number }> {
  const plan = JSON.parse(new TextDecoder().decode(await artifacts.get(event.plan.uri))) as BatchPlan;
  const { name, uri } = plan.shards[event.shard]!;
  const pipeline = FittedPipeline.fromJSON(
    JSON.parse(new TextDecoder().decode(await artifacts.get(plan.pipeline))),
  );
  const output = joinUri(plan.output, batchFiles.predictions(name));
  const folder = await mkdtemp(join(tmpdir(), 'shard-'));
  try {
    const source = join(folder, name);
    await artifacts.download(uri, source);
    const file = join(folder, 'predictions.ndjson');
    const lines = createWriteStream(file);
    const rejected: Rejection[] = [];
    let rowsIn = 0;
    for await (const rows of readRows(source, pipeline.signature.inputs)) {
      const keys = rows.map((row, index) => keyOf(row, plan.key, rowsIn + index));
      for (const [index, outcome] of scoreRows(pipeline, rows).entries()) {
        if ('reason' in outcome) rejected.push({ shard: name, key: keys[index]!, reason: outcome.reason });
        else if (!lines.write(`${JSON.stringify({ key: keys[index], prediction: outcome.prediction })}\n`))
          await drained(lines);
      }
      rowsIn += rows.length;
    }
    lines.end();
    await finished(lines);
    await artifacts.upload(file, output);
    const scored = rowsIn - rejected.length;
    const result: ShardResult = { shard: name, input: uri, output, rowsIn, scored, rejected };
    await artifacts.put(joinUri(plan.output, batchFiles.part(name)), JSON.stringify(result));
    return { shard: name, rowsIn, scored, rejected: rejected.length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Outcome = { readonly prediction: PredictionValue } | { readonly reason: string };

/** All rows at once; one by one only when some of them are wrong, to tell which. */
function scoreRows(pipeline: FittedPipeline, rows: readonly Row[]): Outcome[] {
  const inputs = rows.map((row) => inputsOf(row, pipeline));
  try {
    const predictions = pipeline.predictRecords(inputs);
    return rows.map((_, index) => ({ prediction: predictionAt(predictions, index) }));
  } catch (error) {
    if (!isOperational(error)) throw error;
    if (rows.length === 1) return [{ reason: error.message }];
    return inputs.flatMap((row) => scoreRows(pipeline, [row]));
  }
}

/** A batch's files may hold more columns than the model takes. */
function inputsOf(row: Row, pipeline: FittedPipeline): Row {
  return Object.fromEntries(
    pipeline.signature.inputs.filter(({ name }) => name in row).map(({ name }) => [name, row[name]]),
  );
}

function keyOf(row: Row, key: string | undefined, position: number): string | number {
  const value = key === undefined ? undefined : row[key];
  return typeof value === 'string' || typeof value === 'number' ? value : position;
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => stream.once('drain', resolve));
}
