import { z } from 'zod/mini';

/**
 * What the states of the pipeline hand each other: small JSON of ids, URIs and metrics.
 * Data travels through the artifact store.
 */

/** The execution that a step works for; the same after a redrive, so that a step can be repeated. */
export const runSchema = z.object({
  /** ARN of the execution; the id of the run is derived from it. */
  execution: z.string(),
  startedAt: z.string(),
  trigger: z.string(),
  /** False to compute every step again although its inputs are unchanged. */
  cache: z.boolean(),
});

export const metricsSchema = z.record(z.string(), z.number());

export const snapshotSchema = z.object({ uri: z.string(), hash: z.string(), rows: z.number() });

/** Train and test rows, as Arrow files of raw typed columns. */
export const preparedSchema = z.object({
  train: z.string(),
  test: z.string(),
  hash: z.string(),
  trainRows: z.number(),
  testRows: z.number(),
});

export const trialSchema = z.object({
  index: z.number(),
  model: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** A candidate that cannot be fitted has no score, and the reason; the others are judged all the same. */
export const trialResultSchema = z.object({
  ...trialSchema.shape,
  score: z.nullable(z.number()),
  reason: z.optional(z.string()),
});

export const fittedSchema = z.object({
  uri: z.string(),
  hash: z.string(),
  model: z.string(),
  params: trialSchema.shape.params,
});

const base = { model: z.string(), spec: z.string(), run: runSchema };

/** A file by the name its author gave it; its URI may be made of a hash. */
export const fileSchema = z.object({ name: z.string(), uri: z.string() });

export const ingestEvent = z.object({ ...base, sources: z.record(z.string(), z.array(fileSchema)) });
export const ingestResult = z.object({ snapshot: snapshotSchema });

export const prepareEvent = z.object({ ...base, snapshot: snapshotSchema });
export const prepareResult = z.object({ prepared: preparedSchema, trials: z.array(trialSchema) });

export const trialEvent = z.object({ ...base, prepared: preparedSchema, trial: trialSchema });

export const fitEvent = z.object({
  ...base,
  prepared: preparedSchema,
  trials: z.array(z.union([trialResultSchema, trialSchema])),
});
export const fitResult = z.object({ fitted: fittedSchema });

export const evaluateEvent = z.object({ ...base, prepared: preparedSchema, fitted: fittedSchema });
export const evaluateResult = z.object({ metrics: metricsSchema, profile: z.string() });

export const gateEvent = z.object({ ...base, prepared: preparedSchema, metrics: metricsSchema });
export const gateResult = z.object({ passed: z.boolean(), reasons: z.array(z.string()) });

export const registerEvent = z.object({
  ...base,
  fitted: fittedSchema,
  metrics: metricsSchema,
  profile: z.string(),
});
export const registerResult = z.object({ version: z.string() });

export const deployEvent = z.object({ ...base, version: z.string() });
export const deployResult = z.object({ alias: z.nullable(z.string()), version: z.string() });

export const failEvent = z.object({
  model: z.string(),
  run: z.object({ execution: z.string(), startedAt: z.string(), trigger: z.string() }),
  error: z.string(),
  cause: z.string(),
});

/** What starts a batch: files or a prefix to score, and where the results go. */
export const listShardsEvent = z.object({
  model: z.string(),
  batch: z.object({
    input: z.union([z.string(), z.array(fileSchema)]),
    output: z.string(),
    alias: z._default(z.string(), 'champion'),
    key: z.optional(z.string()),
  }),
});
const batchPlan = z.object({ uri: z.string(), shards: z.number() });
export const listShardsResult = z.object({ plan: batchPlan });
export const scoreShardEvent = z.object({ model: z.string(), plan: batchPlan, shard: z.number() });
export const writeManifestEvent = z.object({ model: z.string(), plan: batchPlan });

export type File = z.infer<typeof fileSchema>;
export type Metrics = z.infer<typeof metricsSchema>;
export type Trial = z.infer<typeof trialSchema>;
export type TrialResult = z.infer<typeof trialResultSchema>;
