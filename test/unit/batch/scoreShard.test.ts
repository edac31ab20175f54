import { afterAll, beforeAll, expect, test } from 'vitest';
import { listShards } from '../../../functions/list-shards/step.ts';
import { scoreShard } from '../../../functions/score-shard/step.ts';
import { batchFiles, type ShardResult } from '../../../layers/contracts/batch.ts';
import { openRent, type Rent } from './rent.ts';

let rent: Rent;
beforeAll(async () => {
  rent = await openRent();
});
afterAll(() => rent.close());

test('a cell that is no number rejects its own row, and no other of the shard', async () => {
  await rent.artifacts.put(
    rent.uri('in/flats.csv'),
    'id,area,rooms,district\na,50,2,market\nb,large,2,market\nc,,3,harbour\n',
  );
  const batch = { input: rent.uri('in'), output: rent.uri('out'), alias: 'champion', key: 'id' };
  const { plan } = await listShards({ model: 'rent', batch }, rent);
  await scoreShard({ model: 'rent', plan, shard: 0 }, rent);
  const files = await rent.read('out');
  const result = JSON.parse(files[`/${batchFiles.part('flats.csv')}`]!) as ShardResult;
  expect(result).toMatchObject({
    rowsIn: 3,
    scored: 2,
    rejected: [{ shard: 'flats.csv', key: 'b', reason: expect.stringMatching(/area.*large/) }],
  });
  const scored = files[`/${batchFiles.predictions('flats.csv')}`]!.trimEnd().split('\n');
  expect(scored.map((line) => (JSON.parse(line) as { key: string }).key)).toEqual(['a', 'c']);
});
