import type { z } from 'zod/mini';
import { type BatchPlan, batchFiles } from '../../layers/contracts/batch.ts';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { File, listShardsEvent, listShardsResult } from '../../layers/contracts/events.ts';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';
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
  const shards = typeof input === 'string' ? await filesAt(artifacts, input, output) : input;
  if (shards.length === 0) {
    throw new InvalidInput(
      `there is nothing to score at ${input}: name a file, or a folder that holds csv, ndjson or parquet files`,
    );
  }
  const plan: BatchPlan = {
    model: event.model,
    version,
    pipeline: pipelineUri,
    output,
    ...(key !== undefined && { key }),
    shards: withDistinctNames(shards),
  };
  const uri = joinUri(output, batchFiles.plan);
  await artifacts.put(uri, JSON.stringify(plan));
  return { plan: { uri, shards: plan.shards.length } };
}

/** A file, or the files below a prefix; results that lie there, too, are no input of the next run. */
async function filesAt(artifacts: ArtifactStore, uri: string, output: string): Promise<File[]> {
  const isFile = /\.(csv|tsv|ndjson|jsonl|json|parquet)(\.gz)?$/.test(uri);
  if (isFile)
    return (await artifacts.exists(uri)) ? [{ name: uri.slice(uri.lastIndexOf('/') + 1), uri }] : [];
  const prefix = uri.endsWith('/') ? uri : `${uri}/`;
  const results = output.endsWith('/') ? output : `${output}/`;
  if (results === prefix) {
    throw new InvalidInput(
      `the output ${output} is the input, so that results would be scored by the next run: name another folder`,
    );
  }
  const found = await artifacts.list(prefix);
  return found
    .filter(({ uri: one }) => !results.startsWith(prefix) || !one.startsWith(results))
    .filter(({ uri: one }) => /\.(csv|tsv|ndjson|jsonl|json|parquet)(\.gz)?$/.test(one))
    .map(({ uri: one }) => ({ uri: one, name: one.slice(prefix.length).replaceAll('/', '-') }))
    .sort((a, b) => (a.uri < b.uri ? -1 : 1));
}

/** Results are named after their shards, so two shards must never share a name. */
function withDistinctNames(shards: readonly File[]): File[] {
  const seen = new Map<string, number>();
  return shards.map(({ name, uri }) => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return { uri, name: count === 0 ? name : `${count}-${name}` };
  });
}
