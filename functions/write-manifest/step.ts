import type { z } from 'zod/mini';
import {
  type BatchManifest,
  type BatchPlan,
  batchFiles,
  type ShardResult,
} from '../../layers/contracts/batch.ts';
import type { writeManifestEvent } from '../../layers/contracts/events.ts';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';

/** Accounts for every row of the batch, last of all: what has a manifest is complete. */
export async function writeManifest(
  event: z.infer<typeof writeManifestEvent>,
  { artifacts }: { readonly artifacts: ArtifactStore },
): Promise<{ manifest: string; rowsIn: number; scored: number; rejected: number }> {
  const read = async <T>(uri: string) => JSON.parse(new TextDecoder().decode(await artifacts.get(uri))) as T;
  const plan = await read<BatchPlan>(event.plan.uri);
  const results: ShardResult[] = [];
  for (const { name } of plan.shards) results.push(await read(joinUri(plan.output, batchFiles.part(name))));
  const sum = (key: 'rowsIn' | 'scored') => results.reduce((total, result) => total + result[key], 0);
  const manifest: BatchManifest = {
    model: plan.model,
    version: plan.version,
    rowsIn: sum('rowsIn'),
    scored: sum('scored'),
    rejected: results.flatMap(({ rejected }) => rejected),
    shards: results.map(({ rejected: _, ...shard }) => shard),
  };
  const uri = joinUri(plan.output, batchFiles.manifest);
  await artifacts.put(uri, JSON.stringify(manifest, null, 2));
  return {
    manifest: uri,
    rowsIn: manifest.rowsIn,
    scored: manifest.scored,
    rejected: manifest.rejected.length,
  };
}
