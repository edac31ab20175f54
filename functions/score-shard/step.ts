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
  type ShardFailure,
  type ShardResult,
} from '../../layers/contracts/batch.ts';
import { InvalidInput, isOperational } from '../../layers/contracts/errors.ts';
import type { File, scoreShardEvent } from '../../layers/contracts/events.ts';
import { didYouMean } from '../../layers/contracts/nearest.ts';
import { type PredictionValue, predictionAt } from '../../layers/contracts/predictions.ts';
import { FittedPipeline } from '../../layers/learn/index.ts';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';
import { readRows } from '../../layers/tables/rows.ts';

type Row = Record<string, unknown>;

type Scored = { shard: string; rowsIn: number; scored: number; rejected: number };

/**
 * Scores the rows of one shard, beside their keys. Doing it again writes the same files again. That a shard cannot be read is an outcome,
 * which WriteManifest reports, so that the others are looked at as well.
 */
export async function scoreShard(
  event: z.infer<typeof scoreShardEvent>,
  { artifacts }: { readonly artifacts: ArtifactStore },
): Promise<Scored | { shard: string; failure: string }> {
  const plan = JSON.parse(new TextDecoder().decode(await artifacts.get(event.plan.uri))) as BatchPlan;
  const { name, uri } = plan.shards[event.shard]!;
  const pipeline = FittedPipeline.fromJSON(
    JSON.parse(new TextDecoder().decode(await artifacts.get(plan.pipeline))),
  );
  const part = joinUri(plan.output, batchFiles.part(name));
  try {
    const result = await scoreFile({ name, uri }, plan, pipeline, artifacts);
    await artifacts.put(part, JSON.stringify(result));
    const { rowsIn, scored, rejected } = result;
    return { shard: name, rowsIn, scored, rejected: rejected.length };
  } catch (error) {
    if (!isOperational(error) || error.name === 'Transient') throw error;
    const failure: ShardFailure = { shard: name, input: uri, failure: error.message };
    await artifacts.put(part, JSON.stringify(failure));
    return { shard: name, failure: error.message };
  }
}

async function scoreFile(
  { name, uri }: File,
  plan: BatchPlan,
  pipeline: FittedPipeline,
  artifacts: ArtifactStore,
): Promise<ShardResult> {
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
      if (plan.key !== undefined) requireKey(rows[0]!, plan.key, name);
      for (const [index, outcome] of scoreRows(pipeline, rows).entries()) {
        const key = keyOf(rows[index]!, plan.key, rowsIn + index);
        if (key === undefined)
          rejected.push({ shard: name, key: rowsIn + index, reason: `${plan.key}: the row has no key` });
        else if ('reason' in outcome) rejected.push({ shard: name, key, reason: outcome.reason });
        else if (!lines.write(`${JSON.stringify({ key, prediction: outcome.prediction })}\n`))
          await drained(lines);
      }
      rowsIn += rows.length;
    }
    lines.end();
    await finished(lines);
    await artifacts.upload(file, output);
    const scored = rowsIn - rejected.length;
    return { shard: name, input: uri, output, rowsIn, scored, rejected };
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
    if (rows.length === 1) return [{ reason: error.message.replaceAll('instances[0].', '') }];
    return inputs.flatMap((row) => scoreRows(pipeline, [row]));
  }
}

/** A batch's files may hold more columns than the model takes. */
function inputsOf(row: Row, pipeline: FittedPipeline): Row {
  return Object.fromEntries(
    pipeline.signature.inputs.filter(({ name }) => name in row).map(({ name }) => [name, row[name]]),
  );
}

/** @throws InvalidInput when the rows of a shard have no such column, which no row could mend */
function requireKey(row: Row, key: string, shard: string): void {
  if (key in row) return;
  const names = Object.keys(row);
  throw new InvalidInput(
    `${shard} has no column ${JSON.stringify(key)} to identify rows by: ${didYouMean(key, names, `it has ${names.join(', ')}`)}`,
  );
}

/** A row's key, or its number in the shard where no column is the key; undefined where its key is missing. */
function keyOf(row: Row, key: string | undefined, position: number): string | number | undefined {
  if (key === undefined) return position;
  const value = row[key];
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => stream.once('drain', resolve));
}
