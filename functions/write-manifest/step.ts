import type { z } from 'zod/mini';
import {
  type BatchManifest,
  type BatchPlan,
  batchFiles,
  type ShardFailure,
  type ShardResult,
} from '../../layers/contracts/batch.ts';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { writeManifestEvent } from '../../layers/contracts/events.ts';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';

/** Reasons that are told; the parts hold all of them. */
const mostReasons = 20;

/**
 * Accounts for every row of the batch, last of all: what has a manifest is complete.
 *
 * @throws InvalidInput naming the shards that could not be read, and why
 */
export async function writeManifest(
  event: z.infer<typeof writeManifestEvent>,
  { artifacts }: { readonly artifacts: ArtifactStore },
): Promise<{ manifest: string; rowsIn: number; scored: number; rejected: number }> {
  const read = async <T>(uri: string) => JSON.parse(new TextDecoder().decode(await artifacts.get(uri))) as T;
  const plan = await read<BatchPlan>(event.plan.uri);
  const parts: (ShardResult | ShardFailure)[] = [];
  for (const { name } of plan.shards) parts.push(await read(joinUri(plan.output, batchFiles.part(name))));
  const results = parts.filter((part): part is ShardResult => !('failure' in part));
  if (results.length < parts.length) throw unreadable(parts);
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

function unreadable(parts: readonly (ShardResult | ShardFailure)[]): InvalidInput {
  const failed = parts.filter((part): part is ShardFailure => 'failure' in part);
  const reasons = failed
    .slice(0, mostReasons)
    .map(({ shard, failure }) => `  ${failure.includes(shard) ? failure : `${shard}: ${failure}`}`);
  const more = failed.length > mostReasons ? [`  and ${failed.length - mostReasons} more`] : [];
  const what = `${failed.length} of ${parts.length} files cannot be scored: mend them, and start the batch again`;
  return new InvalidInput([what, ...reasons, ...more].join('\n'));
}
