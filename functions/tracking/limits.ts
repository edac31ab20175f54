import * as z from 'zod/mini';

/** MLflow's own limits and messages: mlflow/utils/validation.py, 3.17. */
export const limits = {
  key: 250,
  paramValue: 6000,
  tagValue: 8000,
  experimentName: 500,
  experimentTagValue: 20_000,
  registryTagValue: 100_000,
  alias: 255,
  metricsPerBatch: 1000,
  paramsPerBatch: 100,
  tagsPerBatch: 100,
  entitiesPerBatch: 1000,
  datasetsPerBatch: 1000,
  runsPerPage: 50_000,
  pointsPerPage: 25_000,
} as const;

const characters =
  'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).';

/** Why a metric, parameter or tag cannot have a name; undefined when it can. Names may become paths. */
export function nameFault(name: string): string | undefined {
  if (!/^[/\p{L}\p{N}_.\- :]*$/u.test(name)) return characters;
  const parts = name.split('/');
  const isPlain =
    name !== '' && name !== '.' && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  return isPlain
    ? undefined
    : `Names may be treated as files in certain cases, and must not resolve to other names when treated as such: use no empty part, "." or ".."`;
}

/** A name of a metric, parameter or tag. */
export const keyName = z.string().check((context) => {
  const fault =
    nameFault(context.value) ??
    (context.value.length > limits.key
      ? `it exceeds the maximum length of ${limits.key} characters`
      : undefined);
  if (fault) context.issues.push({ code: 'custom', message: fault, input: context.value });
});

export function atMost(limit: number) {
  return z.string().check(z.maxLength(limit, `exceeds the maximum length of ${limit} characters`));
}

/** A text that is cut at a limit, as MLflow cuts it. Numbers and truths become text, as its protocol has them. */
export function cutAt(limit: number) {
  return z.pipe(
    z.union([z.string(), z.number(), z.boolean()]),
    z.transform((value) => String(value).slice(0, limit)),
  );
}

/** A 64-bit integer, which JSON of protobuf also writes as text. */
export const integer = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^-?\d+$/))]),
  z.transform((value) => Number(value)),
);

/** A double: NaN and infinities travel as text. */
export const double = z.pipe(
  z.union([
    z.number(),
    z.enum(['NaN', 'Infinity', '-Infinity']),
    z.string().check(z.regex(/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/)),
  ]),
  z.transform((value) => Number(value)),
);

/** Things in one request. */
export function atMostEntries<Schema extends z.ZodMiniType>(schema: Schema, limit: number, what: string) {
  return z.array(schema).check((context) => {
    if (context.value.length <= limit) return;
    context.issues.push({
      code: 'custom',
      message: `A batch logging request can contain at most ${limit} ${what}. Got ${context.value.length} ${what}. Please split up ${what} across multiple requests and try again.`,
      input: context.value,
    });
  });
}
