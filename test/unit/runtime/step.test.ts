import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { NotFound } from '../../../layers/contracts/errors.ts';
import { runSchema } from '../../../layers/contracts/events.ts';
import { defineStep } from '../../../layers/runtime/step.ts';
import { runIdOf } from '../../../layers/store/runId.ts';
import { captureLines, type Line } from './captureLines.ts';

const execution = 'arn:aws:states:us-east-1:000000000000:execution:housing:one';
const event = z.object({ model: z.string(), run: runSchema });
const good = {
  model: 'housing',
  run: { execution, startedAt: '2026-11-24T00:00:00Z', trigger: 'manual', cache: true },
};
const context = { awsRequestId: 'request-1' } as Context;

let lines: () => Line[];

beforeEach(() => {
  vi.stubEnv('MILLRACE_TABLE', 'table');
  vi.stubEnv('MILLRACE_ARTIFACTS', 'file:///artifacts');
  vi.stubEnv('MILLRACE_CODE', 'c0de');
  lines = captureLines();
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('a step gets its checked event and its environment, and returns its result', async () => {
  const handler = defineStep({
    name: 'Fit',
    event,
    run: async ({ model }, { environment, clock }) => ({
      model,
      table: environment.table,
      now: clock.now() > 0,
    }),
  });
  expect(await handler(good, context)).toEqual({ model: 'housing', table: 'table', now: true });
});

test('one line at the start and one at the end carry run, step and execution', async () => {
  const handler = defineStep({ name: 'Fit', event, run: async () => 1 });
  await handler(good, context);
  const keys = { step: 'Fit', execution, run: runIdOf(execution), request: 'request-1' };
  expect(lines()).toEqual([
    expect.objectContaining({ ...keys, message: 'step started' }),
    expect.objectContaining({ ...keys, message: 'step finished', milliseconds: expect.any(Number) }),
  ]);
});

test('the keys of one invocation are on no line of the next', async () => {
  const handler = defineStep({ name: 'Monitor', event: z.object({}), run: async () => 1 });
  await defineStep({ name: 'Fit', event, run: async () => 1 })(good, context);
  await handler({}, context);
  const last = lines().at(-1)!;
  expect(last).toMatchObject({ step: 'Monitor' });
  expect(last).not.toHaveProperty('execution');
  expect(last).not.toHaveProperty('run');
});

test('lines that the step itself writes carry the keys as well', async () => {
  const handler = defineStep({
    name: 'Fit',
    event,
    run: async (_, { logger }) => logger.info('halfway'),
  });
  await handler(good, context);
  expect(lines()[1]).toMatchObject({ message: 'halfway', step: 'Fit', execution });
});

test('an event that does not fit is InvalidInput with every fault', async () => {
  const handler = defineStep({ name: 'Fit', event, run: async () => 1 });
  await expect(handler({ model: 7, run: { ...good.run, cache: 'no' } }, context)).rejects.toMatchObject({
    name: 'InvalidInput',
    details: {
      faults: [
        { at: 'model', message: 'must be of type string, not 7' },
        { at: 'run.cache', message: 'must be of type boolean, not "no"' },
      ],
    },
  });
  for (const event of [null, undefined, 'text', []]) {
    await expect(handler(event, context)).rejects.toMatchObject({ name: 'InvalidInput' });
  }
  expect(lines().at(-1)).toMatchObject({ level: 'ERROR', message: 'step failed' });
});

test('errors come out as they are, under their own names', async () => {
  for (const error of [new NotFound('nothing there'), new RangeError('a bug')]) {
    const handler = defineStep({
      name: 'Fit',
      event,
      run: async () => {
        throw error;
      },
    });
    await expect(handler(good, context)).rejects.toBe(error);
    expect(lines().at(-1)).toMatchObject({ message: 'step failed', error: { name: error.name } });
  }
});

test('a variable that the stack left out is named', async () => {
  vi.stubEnv('MILLRACE_CODE', undefined);
  const handler = defineStep({ name: 'Fit', event, run: async () => 1 });
  await expect(handler(good, context)).rejects.toThrow(
    new TypeError('the environment variable MILLRACE_CODE is not set: the stack must set it'),
  );
});
