import type { File } from './events.ts';

/** What a batch will do, written before it begins: every shard is scored by this one version. */
export interface BatchPlan {
  readonly model: string;
  readonly version: string;
  /** URI of the fitted pipeline. */
  readonly pipeline: string;
  readonly output: string;
  /** Column that identifies a row; the row's number in its shard when absent. */
  readonly key?: string;
  readonly shards: readonly File[];
}

export interface Rejection {
  readonly shard: string;
  readonly key: string | number;
  readonly reason: string;
}

/** What became of one shard's rows. */
export interface ShardResult {
  readonly shard: string;
  readonly input: string;
  readonly output: string;
  readonly rowsIn: number;
  readonly scored: number;
  readonly rejected: readonly Rejection[];
}

/** A shard that cannot be read at all. The others are scored all the same, and then the batch fails with every such reason. */
export interface ShardFailure {
  readonly shard: string;
  readonly input: string;
  readonly failure: string;
}

/** Written last: a batch without a manifest is not finished. */
export interface BatchManifest {
  readonly model: string;
  readonly version: string;
  readonly rowsIn: number;
  readonly scored: number;
  readonly rejected: readonly Rejection[];
  readonly shards: readonly Omit<ShardResult, 'rejected'>[];
}

/** Names of the files of a batch, below its output. */
export const batchFiles = {
  plan: '_plan.json',
  manifest: 'manifest.json',
  part: (shard: string): string => `_parts/${shard}.json`,
  predictions: (shard: string): string => `${shard}.predictions.ndjson`,
} as const;
