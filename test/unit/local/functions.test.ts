import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type FunctionSettings,
  type Invocation,
  LocalFunction,
} from '../../../local/functions/LocalFunction.ts';
import { eventually } from '../../endToEnd/eventually.ts';

/** A function that does what its event says. */
const code = `
import { setTimeout as sleep } from 'node:timers/promises';
const environment = Math.random();
let inFlight = 0, mostInFlight = 0;
process.once('SIGTERM', () => { console.log('written at the end'); process.exit(0); });
const acts = {
  sleep: (ms) => sleep(ms),
  spin: () => { for (;;); },
  exit: (status) => process.exit(status),
  throwLater: () => { setTimeout(() => { throw new Error('thrown by a timer'); }); return sleep(5000); },
  leak: () => { const kept = []; for (;;) kept.push(new Array(1000).fill(kept.length)); },
  fail: (message) => { throw Object.assign(new Error(message), { name: 'InvalidInput' }); },
  later: (line) => { setTimeout(() => console.log(line), 100); },
  answer: (length) => 'a'.repeat(length),
  nothing: () => undefined,
};
export const handler = async ({ act = 'nothing', with: value }, context) => {
  inFlight += 1;
  mostInFlight = Math.max(mostInFlight, inFlight);
  try {
    const answer = await acts[act](value);
    return { answer, environment, mostInFlight, left: context.getRemainingTimeInMillis() };
  } finally {
    inFlight -= 1;
  }
};
`;

interface Result {
  readonly answer?: unknown;
  readonly environment: number;
  readonly mostInFlight: number;
  readonly left: number;
}

describe('a local function', () => {
  let folder: string;
  let lines: string[];
  let made: LocalFunction;

  const open = (settings: Partial<FunctionSettings> = {}): LocalFunction => {
    made = new LocalFunction(
      {
        name: 'f',
        arn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
        code: join(folder, 'code'),
        layers: [],
        handler: 'index.handler',
        environment: {},
        timeout: 20,
        memory: 256,
        concurrent: true,
        ...settings,
      },
      join(folder, 'staged'),
      (line) => lines.push(line),
    );
    return made;
  };
  const does = (act: string, value?: unknown) => made.invoke({ act, with: value });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'function-'));
    mkdirSync(join(folder, 'code'));
    writeFileSync(join(folder, 'code/index.mjs'), code);
    lines = [];
  });
  afterEach(async () => {
    await made.close();
    rmSync(folder, { recursive: true });
  });

  it('answers with the result, and knows its time left', async () => {
    open();
    const { left } = resultOf(await does('nothing'));
    expect(left).toBeGreaterThan(15_000);
    expect(left).toBeLessThanOrEqual(20_000);
  });

  it('reports an error under its own name', async () => {
    open();
    expect(await does('fail', 'no such column')).toMatchObject({
      error: { errorType: 'InvalidInput', errorMessage: 'no such column' },
    });
  });

  it('serves many requests at once in one environment when it is concurrent', async () => {
    open();
    await does('nothing');
    const results = (await Promise.all(Array.from({ length: 16 }, () => does('sleep', 300)))).map(resultOf);
    expect(new Set(results.map(({ environment }) => environment)).size).toBe(1);
    expect(Math.max(...results.map(({ mostInFlight }) => mostInFlight))).toBe(16);
  });

  it('serves one request at a time in each of at most two environments otherwise', async () => {
    open({ concurrent: false });
    const results = (await Promise.all(Array.from({ length: 5 }, () => does('sleep', 50)))).map(resultOf);
    expect(new Set(results.map(({ environment }) => environment)).size).toBe(2);
    expect(results.map(({ mostInFlight }) => mostInFlight)).toEqual([1, 1, 1, 1, 1]);
  });

  it('goes on with its work in the background when no request is in flight', async () => {
    open();
    await does('later', 'written in the background');
    await eventually('the line', 10, async () => lines.find((line) => line === 'written in the background'));
  });

  it('may write what it holds when it is stopped', async () => {
    open();
    await does('nothing');
    await made.close();
    expect(lines).toEqual(['written at the end']);
  });

  it('answers what is in flight before it stops, but does not wait for ever', async () => {
    open();
    await does('nothing');
    const [soon, never] = [does('sleep', 500), does('sleep', 60_000)];
    await made.close();
    resultOf(await soon);
    expect(await never).toMatchObject({ error: { errorType: 'Runtime.ExitError' } });
  });

  it('answers the other requests when one times out, and the next ones from a new environment', async () => {
    open({ timeout: 3 });
    const before = resultOf(await does('nothing'));
    const hanging = does('sleep', 60_000);
    await does('sleep', 1800);
    const others = Array.from({ length: 4 }, () => does('sleep', 1800));
    expect(await hanging).toMatchObject({
      error: { errorType: 'Sandbox.Timedout', errorMessage: 'f timed out after 3 seconds' },
    });
    const next = resultOf(await does('nothing'));
    expect(next.environment).not.toBe(before.environment);
    for (const other of (await Promise.all(others)).map(resultOf))
      expect(other.environment).toBe(before.environment);
  });

  it('replaces an environment that an endless loop holds', async () => {
    open({ timeout: 3 });
    const before = resultOf(await does('nothing'));
    expect(await does('spin')).toMatchObject({ error: { errorType: 'Sandbox.Timedout' } });
    expect(resultOf(await does('nothing')).environment).not.toBe(before.environment);
  });

  it.each([
    ['exits', 'exit', 3, 'f exited: exit code 3'],
    ['throws where nobody catches', 'throwLater', undefined, 'f exited: thrown by a timer'],
  ])('loses only the requests in flight when an environment %s', async (_, act, value, message) => {
    open();
    const before = resultOf(await does('nothing'));
    const error = { errorType: 'Runtime.ExitError', errorMessage: message };
    expect(await Promise.all([does('sleep', 10_000), does(act, value)])).toMatchObject([
      { error },
      { error },
    ]);
    expect(resultOf(await does('nothing')).environment).not.toBe(before.environment);
  });

  it('says when it needed more than its memory, and goes on', async () => {
    open({ memory: 32, concurrent: false });
    expect(await does('leak')).toMatchObject({
      error: { errorType: 'Runtime.OutOfMemory', errorMessage: 'f needed more than its 32 MB' },
    });
    resultOf(await does('nothing'));
  });

  it('carries payloads of up to 6 MB, as Lambda', async () => {
    open();
    const most = 6_291_556;
    expect(resultOf(await does('answer', most - 1000)).answer).toHaveLength(most - 1000);
    expect(await does('answer', most)).toMatchObject({
      error: { errorType: 'Function.ResponseSizeTooLarge' },
    });
    expect(await does('nothing', 'é'.repeat(most / 2))).toMatchObject({
      error: { errorType: 'RequestTooLargeException' },
    });
  });
});

function resultOf(invocation: Invocation): Result {
  if ('error' in invocation)
    throw new Error(`${invocation.error.errorType}: ${invocation.error.errorMessage}`);
  return invocation.result as Result;
}
