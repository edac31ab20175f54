import { z } from 'zod';

/**
 * The model spec: one schema for validation, for the editor's JSON Schema and for the types.
 * Everything left out is filled in by the defaults below and recorded with the run.
 */

const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/,
    'must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter',
  )
  .describe('Name of the model: the folder, the registered model and the URL all bear it.');

const rate = z
  .string()
  .regex(
    /^(rate\([1-9]\d* (minutes?|hours?|days?)\)|cron\([^()]+\))$/,
    'must be rate(7 days) or cron(0 6 * * ? *), as EventBridge writes it',
  );

const feature = z.strictObject({
  kind: z.enum(['number', 'category']).describe('How the column is read.'),
  impute: z
    .enum(['mean', 'median', 'most-frequent', 'none'])
    .optional()
    .describe(
      'What replaces a missing value: median for numbers and most-frequent for categories by default. With none, a missing value is an error.',
    ),
  scale: z
    .enum(['standard', 'min-max', 'none'])
    .optional()
    .describe('Scaling of a number: standard by default.'),
  encode: z.enum(['one-hot']).optional().describe('Encoding of a category: one-hot by default.'),
});

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const modelName = z.enum(['linear-regression', 'logistic-regression']);

const candidate = z
  .union([modelName, z.object({ model: modelName }).catchall(z.union([scalar, z.array(scalar).min(1)]))])
  .transform((value) => {
    const { model, ...params } = typeof value === 'string' ? { model: value } : value;
    const grid = Object.fromEntries(
      Object.entries(params).map(([key, one]) => [key, (Array.isArray(one) ? one : [one]) as Scalar[]]),
    );
    return { model, grid };
  })
  .describe(
    "An estimator by its name, or with its parameters (scikit-learn's, in camelCase); a list of values is searched as a grid.",
  );

export const regressionMetrics = ['mse', 'rmse', 'mae', 'r2'] as const;
export const classificationMetrics = ['accuracy', 'precision', 'recall', 'f1', 'auc', 'logLoss'] as const;
const metric = z.enum([...regressionMetrics, ...classificationMetrics]);

const gate = z.union([
  z
    .strictObject({ metric, min: z.number().optional(), max: z.number().optional() })
    .refine((value) => value.min !== undefined || value.max !== undefined, 'needs min or max'),
  z.strictObject({ beats: z.literal('champion'), metric }),
]);

const batch = z.strictObject({
  every: rate,
  input: z
    .string()
    .describe(
      'Folder, file or glob (file, s3:// or relative to the spec) of the shards to score: csv, ndjson or parquet.',
    ),
  output: z.string().describe('Where the scored shards and the manifest go.'),
  key: z
    .string()
    .optional()
    .describe('Column that identifies a row; the row number within its shard by default.'),
  alias: z.string().default('champion'),
});

const specSchema = z
  .strictObject({
    name,
    task: z.enum(['regression', 'classification']),
    data: z.strictObject({
      sources: z
        .record(z.string().regex(/^[a-z_][a-z0-9_]*$/, 'must be a lower-case SQL name'), z.string())
        .describe(
          'Named sources: csv, tsv, json, ndjson or parquet (also .gz); a file beside the spec, a glob, or s3://.',
        ),
      join: z
        .array(
          z.strictObject({
            with: z.string(),
            on: z.union([z.string(), z.array(z.string()).min(1)]),
            how: z.enum(['inner', 'left']).default('left'),
          }),
        )
        .default([])
        .describe('Sources joined, in order, to the first one.'),
      where: z.string().optional().describe('SQL expression that rows must satisfy.'),
      dedupe: z
        .union([z.boolean(), z.array(z.string()).min(1)])
        .default(false)
        .describe('Drop equal rows, or rows with equal keys (the first stays).'),
    }),
    target: z.string().describe('Column to predict.'),
    features: z
      .union([z.literal('auto'), z.record(z.string(), feature)])
      .default('auto')
      .describe('"auto" for every other column, or column by column.'),
    split: z
      .strictObject({
        test: z.number().gt(0).lt(1).default(0.2),
        by: z.enum(['random', 'stratified']).default('random'),
        seed: z.int().min(0).default(7),
      })
      .prefault({}),
    train: z.strictObject({
      candidates: z.array(candidate).min(1),
      folds: z
        .int()
        .min(2)
        .max(20)
        .default(5)
        .describe('Folds of the cross-validation that chooses between candidates.'),
      metric: metric
        .optional()
        .describe('Metric that chooses: rmse for regression and auc for classification by default.'),
      positive: scalar.optional().describe('Class that counts as positive; the last in order by default.'),
    }),
    gates: z.array(gate).default([]).describe('All must hold, or nothing is registered.'),
    deploy: z.strictObject({ strategy: z.enum(['immediate', 'manual']).default('immediate') }).prefault({}),
    schedule: z.strictObject({ retrain: rate.optional(), batch: z.array(batch).default([]) }).prefault({}),
    monitor: z
      .strictObject({
        capture: z.number().min(0).max(1).default(1).describe('Share of predictions that is captured.'),
        retention: z.int().min(1).max(365).default(30).describe('Days that captured predictions are kept.'),
        drift: z
          .strictObject({
            every: rate.default('rate(1 hour)'),
            window: z
              .string()
              .regex(/^[1-9]\d* (minutes?|hours?|days?)$/, 'must be such as 24 hours')
              .default('24 hours')
              .describe('How far back the compared window reaches.'),
            minRows: z.int().min(1).default(100).describe('Fewer rows than this decide nothing.'),
            threshold: z
              .number()
              .gt(0)
              .default(0.2)
              .describe('Population stability index above which a column has drifted.'),
            share: z
              .number()
              .gt(0)
              .max(1)
              .default(0.3)
              .describe('Share of drifted columns from which the data set has drifted.'),
          })
          .prefault({}),
        decay: z
          .strictObject({
            tolerance: z
              .number()
              .gt(0)
              .default(0.2)
              .describe('Relative loss of the metric, against the test set, that raises the alarm.'),
          })
          .prefault({}),
        onDrift: z.enum(['alarm', 'retrain']).default('alarm'),
      })
      .prefault({}),
  })
  .check((context) => {
    const { task, train, gates } = context.value;
    const allowed: readonly string[] = task === 'regression' ? regressionMetrics : classificationMetrics;
    const used = [
      { metric: train.metric, path: ['train', 'metric'] as (string | number)[] },
      ...gates.map((one, index) => ({
        metric: one.metric,
        path: ['gates', index, 'metric'] as (string | number)[],
      })),
    ];
    for (const { metric: seen, path } of used) {
      if (seen !== undefined && !allowed.includes(seen)) {
        context.issues.push({
          code: 'custom',
          input: seen,
          path,
          message: `${seen} does not measure ${task}: use one of ${allowed.join(', ')}`,
        });
      }
    }
  });

export type Scalar = string | number | boolean;

/** A spec with every default filled in. */
export type ModelSpec = z.output<typeof specSchema>;

export type FeatureSpec = z.output<typeof feature>;
export type MetricName = z.output<typeof metric>;

export { specSchema };
