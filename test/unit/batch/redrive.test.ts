import { afterAll, beforeAll, expect, test } from 'vitest';
import { listShards } from '../../../functions/list-shards/step.ts';
import { scoreShard } from '../../../functions/score-shard/step.ts';
import { writeManifest } from '../../../functions/write-manifest/step.ts';
import type { BatchManifest } from '../../../layers/contracts/batch.ts';
import type { ArtifactStore } from '../../../layers/store/artifactStore.ts';
import { openRent, type Rent } from './rent.ts';

let rent: Rent;
beforeAll(async () => {
  rent = await openRent();
  await rent.putFlats('in/a.ndjson', 0, 5);
  await rent.putFlats('in/b.ndjson', 5, 12);
  await rent.putFlats('in/c.ndjson', 12, 13);
});
afterAll(() => rent.close());

class Crash extends Error {}

/** The store until a function dies at one of its writes: before that is done, or after. */
function dyingAt(write: number, when: 'before' | 'after', store: ArtifactStore): ArtifactStore {
  let writes = 0;
  const dying =
    <Args extends unknown[]>(act: (...args: Args) => Promise<void>) =>
    async (...args: Args): Promise<void> => {
      const dies = ++writes === write;
      if (dies && when === 'before') throw new Crash();
      await act(...args);
      if (dies) throw new Crash();
    };
  return { ...store, put: dying(store.put), upload: dying(store.upload) };
}

/** The batch as its state machine runs it; a step that dies is repeated, as a retry or a redrive does. */
async function score(artifacts: ArtifactStore): Promise<number> {
  let crashes = 0;
  const step = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      crashes++;
      return work();
    }
  };
  const batch = { input: rent.uri('in'), output: rent.uri('out'), alias: 'champion', key: 'id' };
  const { registry } = rent;
  const { plan } = await step(() => listShards({ model: 'rent', batch }, { artifacts, registry }));
  for (let shard = 0; shard < plan.shards; shard++)
    await step(() => scoreShard({ model: 'rent', plan, shard }, { artifacts }));
  await step(() => writeManifest({ model: 'rent', plan }, { artifacts }));
  return crashes;
}

/** Plan, predictions and part of each of three shards, manifest. */
const writes = 8;

test('a batch whose function dies at any of its writes leaves the very files of one that does not', async () => {
  await score(rent.artifacts);
  const whole = await rent.read('out');
  expect(Object.keys(whole)).toHaveLength(writes);
  expect(JSON.parse(whole['/manifest.json']!) as BatchManifest).toMatchObject({
    rowsIn: 13,
    scored: 13,
    rejected: [],
  });
  for (let write = 1; write <= writes; write++) {
    for (const when of ['before', 'after'] as const) {
      await rent.remove('out');
      expect(await score(dyingAt(write, when, rent.artifacts)), `${when} write ${write}`).toBe(1);
      expect(await rent.read('out'), `${when} write ${write}`).toEqual(whole);
    }
  }
});

test('a batch that runs again over its own results leaves the very same files', async () => {
  await rent.remove('out');
  await score(rent.artifacts);
  const first = await rent.read('out');
  await score(rent.artifacts);
  expect(await rent.read('out')).toEqual(first);
});
