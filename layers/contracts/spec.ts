import { z } from 'zod';
import { configuredEstimator, estimatorNames } from './estimators/estimators.ts';
import { show } from './issues.ts';
import { classificationMetrics, regressionMetrics } from './metrics.ts';
import { faultsOfSpec } from './specRules.ts';

/**
 * The model spec: one schema for validation, for the editor's JSON Schema and for the types.
 * Everything left out is filled in by the defaults below and recorded with the run.
 */

/** A sentence for what a pattern refuses, with the value seen. */
const seen = (sentence: string) => ({
  error: (issue: { readonly input?: unknown }) => `${sentence}, not ${show(issue.input)}`,
});

const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/,
    seen('must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter'),
  )
  .describe('Name of the model: the folder, the registered model and the URL all bear it.');

const rate = z
  .string()
  .regex(
    /^(rate\([1-9]\d* (minutes?|hours?|days?)\)|cron\([^()]+\))$/,
    seen('must be rate(7 days) or cron(0 6 * * ? *), as EventBridge writes it'),
  );

const number = z
  .strictObject({
    kind: z.literal('number').describe('The column is read as numbers.'),
    impute: z
      .enum(['mean', 'median', 'most-frequent', 'none'])
      .optional()
      .describe('What replaces a missing value; with none, a missing value is an error. Default: median.'),
    scale: z
      .enum(['standard', 'min-max', 'none'])
      .optional()
      .describe('standard: mean 0 and variance 1; min-max: from 0 to 1. Default: standard.'),
  })
  .describe('A column of numbers.');

const category = z
  .strictObject({
    kind: z.literal('category').describe('The column is read as categories, also where it holds numbers.'),
    impute: z
      .enum(['most-frequent', 'none'])
      .optional()
      .describe(
        'What replaces a missing value; with none, a missing value is an error. Default: most-frequent.',
      ),
    encode: z
      .enum(['one-hot'])
      .optional()
      .describe('one-hot: a column of 0 and 1 for each category. Default: one-hot.'),
  })
  .describe('A column of categories.');

const feature = z.discriminatedUnion('kind', [number, category]);

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const candidate = z
  .union([z.enum(estimatorNames), configuredEstimator])
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

const metric = z
  .enum([...regressionMetrics, ...classificationMetrics])
  .describe(
    `Metric: ${regressionMetrics.join(', ')} for regression; ${classificationMetrics.join(', ')} for classification.`,
  );

const gate = z.union([
  z
    .strictObject({
      metric,
      min: z.number().optional().describe('The metric on the test rows must be at least so much.'),
      max: z.number().optional().describe('The metric on the test rows must be at most so much.'),
    })
    .refine((value) => value.min !== undefined || value.max !== undefined, 'needs min or max')
    .describe('A limit of a metric.'),
  z
    .strictObject({
      beats: z
        .literal('champion')
        .describe('The version that answers now, judged on the same test rows; an equal model passes.'),
      metric,
    })
    .describe('The model must not be worse than the version that answers now.'),
]);

const batch = z
  .strictObject({
    every: rate.describe('When the batch starts: rate(1 day) or cron(0 6 * * ? *).'),
    input: z
      .string()
      .describe(
        'Folder, file or glob (file, s3:// or relative to the spec) of the shards to score: csv, ndjson or parquet.',
      ),
    output: z.string().describe('Where the scored shards and the manifest go.'),
    key: z
      .string()
      .optional()
      .describe('Column that identifies a row. Default: the row number within its shard.'),
    alias: z.string().default('champion').describe('Alias whose version scores. Default: champion.'),
  })
  .describe('Files that are scored on a schedule.');

const join = z
  .strictObject({
    with: z.string().describe('Name of the source that is joined to the rows so far.'),
    on: z
      .union([z.string(), z.array(z.string()).min(1)])
      .describe('Column, or list of columns, that both have and that must be equal.'),
    how: z
      .enum(['inner', 'left'])
      .default('left')
      .describe('left keeps rows without a match, inner drops them. Default: left.'),
  })
  .describe('A source joined to the rows so far.');

const data = z
  .strictObject({
    sources: z
      .record(
        z
          .string()
          .regex(/^[a-z_][a-z0-9_]*$/, seen('must be a lower-case SQL name such as homes or homes_2024')),
        z.string().min(1, 'names no file: give one beside the spec, a glob, or s3://'),
      )
      .refine((sources) => Object.keys(sources).length > 0, 'is empty: name at least one file')
      .describe(
        'Named sources: csv, tsv, json, ndjson or parquet (also .gz); a file or folder beside the spec, a glob, or s3://.',
      ),
    join: z.array(join).default([]).describe('Sources joined, in order, to the first one.'),
    where: z.string().optional().describe('SQL expression that rows must satisfy, such as area > 0.'),
    dedupe: z
      .union([z.boolean(), z.array(z.string()).min(1)])
      .default(false)
      .describe('true drops equal rows; a list of columns drops rows with equal keys (the first stays).'),
  })
  .describe('Where the rows come from.');

const split = z
  .strictObject({
    test: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.2)
      .describe('Share of the rows that the model is judged by and never sees in training. Default: 0.2.'),
    by: z
      .enum(['random', 'stratified'])
      .default('random')
      .describe('stratified gives every class the same share in both parts. Default: random.'),
    seed: z
      .int()
      .min(0)
      .default(7)
      .describe('The same seed and data give the same model, to the byte. Default: 7.'),
  })
  .prefault({})
  .describe('Rows to learn from and rows to judge by.');

const train = z
  .strictObject({
    candidates: z
      .array(candidate)
      .min(1, 'is empty: name at least one estimator')
      .describe('Estimators to choose from; the best one is fitted.'),
    folds: z
      .int()
      .min(2)
      .max(20)
      .default(5)
      .describe('Folds of the cross-validation that chooses between candidates. Default: 5.'),
    metric: metric
      .optional()
      .describe('Metric that chooses. Default: rmse for regression, auc for classification.'),
    positive: scalar
      .optional()
      .describe('Of two classes the one that precision, recall and f1 are of. Default: the last in order.'),
  })
  .describe('What is tried, and how the best is chosen.');

const drift = z
  .strictObject({
    every: rate
      .default('rate(1 hour)')
      .describe('How often predictions are compared with the training data. Default: rate(1 hour).'),
    window: z
      .string()
      .regex(/^[1-9]\d* (minutes?|hours?|days?)$/, seen('must be such as 24 hours'))
      .default('24 hours')
      .describe('How far back the compared window reaches. Default: 24 hours.'),
    minRows: z.int().min(1).default(100).describe('Fewer rows than this decide nothing. Default: 100.'),
    threshold: z
      .number()
      .gt(0)
      .default(0.2)
      .describe('Population stability index above which a column has drifted. Default: 0.2.'),
    share: z
      .number()
      .gt(0)
      .max(1)
      .default(0.3)
      .describe('Share of drifted columns from which the data set has drifted. Default: 0.3.'),
  })
  .prefault({})
  .describe('How captured predictions are compared with the training data.');

const decay = z
  .strictObject({
    tolerance: z
      .number()
      .gt(0)
      .default(0.2)
      .describe('Relative loss of the metric, against the test set, that raises the alarm. Default: 0.2.'),
  })
  .prefault({})
  .describe('How the model is judged by outcomes that became known.');

const monitor = z
  .strictObject({
    capture: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe('Share of predictions that is captured, from 0 to 1. Default: 1.'),
    retention: z
      .int()
      .min(1)
      .max(365)
      .default(30)
      .describe('Days that captured predictions are kept. Default: 30.'),
    drift,
    decay,
    onDrift: z
      .enum(['alarm', 'retrain'])
      .default('alarm')
      .describe('What drift sets off: an alarm alone, or a training run too. Default: alarm.'),
  })
  .prefault({})
  .describe('How predictions are watched.');

const shape = z.strictObject({
  name,
  task: z
    .enum(['regression', 'classification'])
    .describe('regression predicts a number, classification a class.'),
  data,
  target: z.string().min(1, 'names no column').describe('Column to predict.'),
  features: z
    .union([z.literal('auto'), z.record(z.string(), feature)])
    .default('auto')
    .describe('"auto" for every other column, or column by column.'),
  split,
  train,
  gates: z.array(gate).default([]).describe('All must hold, or nothing is registered.'),
  deploy: z
    .strictObject({
      strategy: z
        .enum(['immediate', 'manual'])
        .default('immediate')
        .describe(
          'immediate: a new version answers at once; manual: after `millrace promote`. Default: immediate.',
        ),
    })
    .prefault({})
    .describe('When a new version answers.'),
  schedule: z
    .strictObject({
      retrain: rate.optional().describe('When training starts by itself. Default: never.'),
      batch: z.array(batch).default([]).describe('Batches that start by themselves.'),
    })
    .prefault({})
    .describe('What starts by itself.'),
  monitor,
});

export const specSchema = shape.check((context) => {
  for (const { path, message } of faultsOfSpec(context.value))
    context.issues.push({ code: 'custom', input: undefined, path: [...path], message });
});

export type Scalar = string | number | boolean;

/** A spec with every default filled in. */
export type ModelSpec = z.output<typeof shape>;

export type FeatureSpec = z.output<typeof feature>;
export type MetricName = z.output<typeof metric>;
