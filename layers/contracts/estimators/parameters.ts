import { z } from 'zod';

/** A parameter: one value, or a list of values that are searched as a grid. */
export function searched<Value extends z.ZodType>(value: Value, what: string) {
  return z
    .union([value, z.array(value).min(1)])
    .optional()
    .describe(what);
}

/** An estimator with its parameters, as a spec names it. */
export function estimator<Name extends string, Shape extends z.ZodRawShape>(
  name: Name,
  what: string,
  parameters: Shape,
) {
  return z.strictObject({ model: z.literal(name).describe(what), ...parameters }).describe(what);
}

export const positive = z.number().gt(0);
export const nonNegative = z.number().min(0);
export const share = z.number().min(0).max(1);
export const count = z.int().min(1);

export const fitIntercept = searched(z.boolean(), 'Whether to learn an intercept. Default: true.');
