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
 */
export function defineStep<Schema extends z.ZodMiniType, Result>(
  step: StepDefinition<Schema, Result>,
): (event: unknown, context: Context) => Promise<Result> {
  return async (input, context) => {
    const started = systemClock.now();
    const execution = executionOf(input);
    logger.appendKeys({ step: step.name, execution, request: context.awsRequestId });
    logger.info('step started');
    try {
      const event = parse(step.event, input, step.name);
      const result = await step.run(event, { environment: readEnvironment(), clock: systemClock, logger });
      logger.info('step finished', { milliseconds: systemClock.now() - started });
      return result;
    } catch (error) {
      logger.error('step failed', { milliseconds: systemClock.now() - started, error: error as Error });
      throw error;
    }
  };
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, input: unknown, name: string): z.infer<Schema> {
  const parsed = z.safeParse(schema, input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({ at: path.join('.') || 'event', message }));
  throw InvalidInput.fromFaults(`the event of ${name} is not valid`, faults);
}

function executionOf(input: unknown): unknown {
  return (input as { run?: { execution?: unknown } } | null)?.run?.execution;
}
