import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Invocation, LocalFunction } from '../../../../local/functions/LocalFunction.ts';

/** Does what its event says. */
const handler = `
const doings = {
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

test('killed, it fails in the middle of what it does, and the next invocation works', async () => {
  expect(one.kill()).toBe(0);
  const cut = invoke({ do: 'wait' });
  while (!lines.includes('waiting')) await sleep(5);
  expect(one.kill()).toBe(1);
  expect(await cut).toBe('Runtime.ExitError: one exited: ended by SIGKILL');
  expect(await invoke({ do: 'echo', value: 2 })).toBe(2);
});
