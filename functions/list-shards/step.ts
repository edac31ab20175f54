import type { z } from 'zod/mini';
import { type BatchPlan, batchFiles } from '../../layers/contracts/batch.ts';
import { distinctNames } from '../../layers/contracts/distinctNames.ts';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { File, listShardsEvent, listShardsResult } from '../../layers/contracts/events.ts';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';
import { filesAt } from '../../layers/store/filesAt.ts';
import type { Registry } from '../../layers/store/registry.ts';

export interface ListShardsServices {
  readonly artifacts: ArtifactStore;
  readonly registry: Registry;
}

/** Fixes what a batch will do: which files, and which version scores all of them. */
export async function listShards(
  event: z.infer<typeof listShardsEvent>,
  { artifacts, registry }: ListShardsServices,
): Promise<z.infer<typeof listShardsResult>> {
  const { input, output, alias, key } = event.batch;
  const version = await registry.getAlias(event.model, alias);
  const { pipelineUri } = await registry.getVersion(event.model, version);
  const shards = typeof input === 'string' ? await shardsAt(artifacts, input, output) : input;
  if (shards.length === 0) {
    throw new InvalidInput(
      `there is nothing to score at ${input}: name a file, a glob, or a folder that holds csv, ndjson or parquet files`,
    );
  }
  const plan: BatchPlan = {
    model: event.model,
    version,
    pipeline: pipelineUri,
    output,
    ...(key !== undefined && { key }),
    // Results are named after their shards.
    shards: distinctNames(shards),
  };
  // The manifest of an earlier run would vouch for files that this one replaces.
  await artifacts.delete(joinUri(output, batchFiles.manifest));
  const uri = joinUri(output, batchFiles.plan);
  await artifacts.put(uri, JSON.stringify(plan));
  return { plan: { uri, shards: plan.shards.length } };
}

/** The input's files; results that lie below it are no input of the next run. */
async function shardsAt(artifacts: ArtifactStore, input: string, output: string): Promise<File[]> {
  const results = output.replace(/\/*$/, '/');
  if (results === input.replace(/\/*$/, '/')) {
    throw new InvalidInput(
      `the output ${output} is the input, so that results would be scored by the next run: name another folder`,
    );
  }
  return (await filesAt(artifacts, input)).filter(({ uri }) => !uri.startsWith(results));
}
