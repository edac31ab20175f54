import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArtifacts } from '../../../layers/store/artifacts.ts';
import { inputHash, type MemoKey, memoize } from '../../../layers/store/memo.ts';
import { runIdOf } from '../../../layers/store/runId.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'memo-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a step that counts how often it was computed. */
function counting() {
  let count = 0;
  return (key: MemoKey) =>
    memoize(openArtifacts(), pathToFileURL(folder).href, key, async () => {
      count++;
      return { count };
    });
}

test('a step is computed once for equal inputs, whatever the order of their keys', async () => {
  const step = counting();
  expect(await step({ step: 'once', inputs: { a: 1, b: { c: 2, d: [3] } } })).toEqual({ count: 1 });
  expect(await step({ step: 'once', inputs: { b: { d: [3], c: 2 }, a: 1, e: undefined } })).toEqual({
    count: 1,
  });
});

test('other inputs, or another step, are computed', async () => {
  const step = counting();
  await step({ step: 'other', inputs: { a: [1, 2] } });
  expect(await step({ step: 'other', inputs: { a: [2, 1] } })).toEqual({ count: 2 });
  expect(await step({ step: 'another', inputs: { a: [1, 2] } })).toEqual({ count: 3 });
});

test('a skipped cache is written anew', async () => {
  const step = counting();
  await step({ step: 'skip', inputs: {} });
  expect(await step({ step: 'skip', inputs: {}, skip: true })).toEqual({ count: 2 });
  expect(await step({ step: 'skip', inputs: {} })).toEqual({ count: 2 });
});

test('a step that fails is not kept', async () => {
  const key = { step: 'fails', inputs: {} };
  const failing = memoize(openArtifacts(), pathToFileURL(folder).href, key, () =>
    Promise.reject(new Error('no')),
  );
  await expect(failing).rejects.toThrow('no');
  expect(await counting()(key)).toEqual({ count: 1 });
});

test('hashes are those of the canonical JSON', () => {
  // printf '{"a":1}' | sha256sum
  expect(inputHash({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862');
});

test('a run id is 32 hex digits of its execution', () => {
  // printf 'arn' | sha256sum
  expect(runIdOf('arn')).toBe('42e7ab5b52beca9d20fbc05fa6b72c0a');
});
