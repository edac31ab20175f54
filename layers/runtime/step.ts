import { createHash } from 'node:crypto';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { InvalidInput } from '../contracts/errors.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { type Logger, logger } from './logger.ts';

/** What a step gets besides its event. */
export interface StepContext {
  readonly environment: Environment;
  readonly clock: Clock;
  /** Its lines carry run, step and execution. */
  readonly logger: Logger;
}

export interface StepDefinition<Schema extends z.ZodMiniType, Result> {
  /** Name of the state. */
  readonly name: string;
  readonly event: Schema;
  readonly run: (event: z.infer<Schema>, context: StepContext) => Promise<Result>;
}

/**
 * Makes a Lambda handler of a step: checks the event, logs one line at the start and one at the end,
 * and lets errors out under their own names, which Retry and Catch go by.
 *
 * @example export const handler = defineStep({ name: 'Fit', event: fitEvent, run: (event, context) => fit(event, …) })
 */
export function defineStep<Schema extends z.ZodMiniType, Result>(
  step: StepDefinition<Schema, Result>,
): (event: unknown, context: Context) => Promise<Result> {
  return async (input, context) => {
    const started = systemClock.now();
    // A child, so that one invocation's keys are on no other's lines.
    const lines = logger.createChild({
      persistentKeys: { step: step.name, ...executionKeys(input), request: context.awsRequestId },
    });
    lines.info('step started');
    try {
      const event = parse(step.event, input, step.name);
      const result = await step.run(event, {
        environment: readEnvironment(),
        clock: systemClock,
        logger: lines,
      });
      lines.info('step finished', { milliseconds: systemClock.now() - started });
      return result;
    } catch (error) {
      lines.error('step failed', { milliseconds: systemClock.now() - started, error: error as Error });
      throw error;
    }
  };
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, input: unknown, name: string): z.infer<Schema> {
  const parsed = z.safeParse(schema, input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => ({
    at: issue.path.join('.') || 'event',
    // zod/mini brings no sentences.
    message: `must be ${issue.code === 'invalid_type' ? `of type ${issue.expected}` : 'valid'}, not ${show(issue.input)}`,
  }));
  throw InvalidInput.fromFaults(`the event of ${name} is not valid`, faults);
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 100) ?? String(value);
}

/** Execution and run of an event that has them; the run's id is made as `runIdOf` of layers/store makes it. */
function executionKeys(input: unknown): { execution?: string; run?: string } {
  const execution = (input as { run?: { execution?: unknown } } | null | undefined)?.run?.execution;
  if (typeof execution !== 'string') return {};
  return { execution, run: createHash('sha256').update(execution).digest('hex').slice(0, 32) };
}
