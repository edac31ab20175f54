import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listShards } from '../../../functions/list-shards/step.ts';
import type { BatchPlan } from '../../../layers/contracts/batch.ts';
import { openRent, type Rent } from './rent.ts';

let rent: Rent;
beforeEach(async () => {
  rent = await openRent();
});
afterEach(() => rent.close());

async function plan(input: string, output: string): Promise<BatchPlan> {
  const batch = { input: rent.uri(input), output: rent.uri(output), alias: 'champion' };
  const { plan } = await listShards({ model: 'rent', batch }, rent);
  return JSON.parse(readFileSync(fileURLToPath(plan.uri), 'utf8')) as BatchPlan;
}

test('every file of rows is a shard, scored by the version that the alias names', async () => {
  for (const name of ['in/b.ndjson', 'in/a.ndjson', 'in/deep/a.csv', 'in/notes.txt'])
    await rent.putFlats(name, 0, 1);
  const { version, shards } = await plan('in', 'out');
  expect(version).toBe('1');
  expect(shards.map(({ name }) => name)).toEqual(['a.ndjson', 'b.ndjson', 'deep-a.csv']);
});

test('results below the input are no shards of the next run', async () => {
  await rent.putFlats('in/a.ndjson', 0, 1);
  await rent.putFlats('in/scored/a.ndjson.predictions.ndjson', 0, 1);
  expect((await plan('in', 'in/scored')).shards.map(({ name }) => name)).toEqual(['a.ndjson']);
});

test('results beside the shards are refused', async () => {
  await rent.putFlats('in/a.ndjson', 0, 1);
  await expect(plan('in', 'in/')).rejects.toMatchObject({
    name: 'InvalidInput',
    message: expect.stringMatching(/output .*in\/.* is the input.*another folder/),
  });
});
