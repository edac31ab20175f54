import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Invocation, LocalFunction } from '../../../../local/functions/LocalFunction.ts';

/** Does what its event says. */
const handler = `
const doings = {
  exit: ({ code }) => process.exit(code),
  hang: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  grow: () => { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())); },
  reject: () => { Promise.reject(new Error('lost')); return new Promise(() => {}); },
  fail: () => { throw Object.assign(new Error('it is wrong'), { name: 'InvalidInput' }); },
  wait: () => { console.log('waiting'); return new Promise((resolve) => setTimeout(resolve, 60_000)); },
  echo: ({ value }) => value,
};
export const handler = async (event) => doings[event.do](event);
`;

let folder: string;
let one: LocalFunction;
const lines: string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'function-'));
  mkdirSync(join(folder, 'code'));
  writeFileSync(join(folder, 'code/index.mjs'), handler);
  const settings = {
    name: 'one',
    arn: 'arn:one',
    code: join(folder, 'code'),
    layers: [],
    handler: 'index.handler',
    environment: {},
    timeout: 5,
    memory: 64,
    concurrent: false,
  };
  one = new LocalFunction(settings, join(folder, 'functions'), (line) => lines.push(line));
});
afterAll(async () => {
  await one.close();
  rmSync(folder, { recursive: true });
});

/** The result, or the error with its message. */
async function invoke(event: object): Promise<unknown> {
  const invocation: Invocation = await one.invoke(event);
  return 'error' in invocation
    ? `${invocation.error.errorType}: ${invocation.error.errorMessage}`
    : invocation.result;
}

test.each([
  [
    'ends its process',
    { do: 'exit', code: 3 },
    /^Runtime\.ExitError: one exited: worker exited with code: 3$/,
  ],
  ['ends its process as if all were well', { do: 'exit', code: 0 }, /^Runtime\.ExitError: /],
  ['leaves a rejection unhandled', { do: 'reject' }, /^Runtime\.ExitError: one exited: lost$/],
  ['takes all memory', { do: 'grow' }, /^Runtime\.OutOfMemory: one needed more than its 64 MB$/],
  ['hangs', { do: 'hang' }, /^Sandbox\.Timedout: one timed out after 5 seconds$/],
  ['throws', { do: 'fail' }, /^InvalidInput: it is wrong$/],
])(
  'a function that %s fails under the name that Lambda gives that, and the next invocation works',
  async (_, event, expected) => {
    expect(await invoke(event)).toMatch(expected);
    expect(await invoke({ do: 'echo', value: [1] })).toEqual([1]);
  },
);

test('killed, it fails in the middle of what it does, and the next invocation works', async () => {
  expect(one.kill()).toBe(0);
  const cut = invoke({ do: 'wait' });
  while (!lines.includes('waiting')) await sleep(5);
  expect(one.kill()).toBe(1);
  expect(await cut).toBe('Runtime.ExitError: one exited: it was killed');
  expect(await invoke({ do: 'echo', value: 2 })).toBe(2);
});
