import { beforeAll, describe, expect, test } from 'vitest';
import { listShards } from '../../../functions/list-shards/step.ts';
import { scoreShard } from '../../../functions/score-shard/step.ts';
import { writeManifest } from '../../../functions/write-manifest/step.ts';
import type { BatchManifest, BatchPlan } from '../../../layers/contracts/batch.ts';
import type { File } from '../../../layers/contracts/events.ts';
import { openBench, regression, trained } from './bench.ts';

const bench = openBench();
const names = 'id,area,rooms,district\n';

beforeAll(async () => {
  await trained(bench, await bench.base(regression, 'scorer'));
});

interface Batch {
  readonly input: string | File[];
  readonly key?: string;
  readonly alias?: string;
}

async function plan(output: string, { input, key, alias = 'champion' }: Batch) {
  const to = `${bench.services.base}/scored/${output}`;
  const batch = { input, output: to, alias, ...(key !== undefined && { key }) };
  const result = await listShards({ model: 'flats', batch }, bench.services);
  return { ...result, output: to, document: JSON.parse(await bench.read(result.plan.uri)) as BatchPlan };
}

/** A whole batch, as the state machine runs it; its manifest and every line of its results. */
async function score(output: string, batch: Batch) {
  const { plan: planned, output: to, document } = await plan(output, batch);
  for (let shard = 0; shard < planned.shards; shard++)
    await scoreShard({ model: 'flats', plan: planned, shard }, bench.services);
  const { manifest } = await writeManifest({ model: 'flats', plan: planned }, bench.services);
  const lines = await Promise.all(
    document.shards.map(async ({ name }) =>
      (await bench.read(`${to}/${name}.predictions.ndjson`)).split('\n'),
    ),
  );
  return {
    manifest: JSON.parse(await bench.read(manifest)) as BatchManifest,
    results: lines
      .flat()
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { key: unknown; prediction: number }),
  };
}

const csv = (...rows: string[]) => `${names}${rows.map((row) => `${row}\n`).join('')}`;

describe('ListShards', () => {
  test('fixes the version that scores all shards, in the order of their names', async () => {
    for (const name of ['b.csv', 'a.ndjson', 'deeper/c.csv.gz', 'README.md', 'manifest.txt'])
      await bench.file(`folder/${name}`, 'x');
    const input = (await bench.file('folder/z.parquet', 'x')).replace('/z.parquet', '');
    const { document } = await plan('listed', { input, key: 'id' });
    expect(document).toMatchObject({ model: 'flats', version: '1', key: 'id' });
    expect(document.shards.map(({ name }) => name)).toEqual([
      'a.ndjson',
      'b.csv',
      'deeper-c.csv.gz',
      'z.parquet',
    ]);
  });

  test('done twice, writes the same plan to the same place', async () => {
    const input = await bench.file('one.csv', csv());
    const first = await plan('twice', { input });
    expect(await plan('twice', { input })).toEqual(first);
  });

  test('gives shards of one name names of their own', async () => {
    const input = ['a.csv', '1-a.csv', 'a.csv', 'a.csv'].map((name, at) => ({ name, uri: `file:///${at}` }));
    const { document } = await plan('names', { input });
    expect(document.shards.map(({ uri }) => uri)).toEqual(input.map(({ uri }) => uri));
    expect(new Set(document.shards.map(({ name }) => name)).size).toBe(4);
  });

  test.each([
    [
      'a file that is not there',
      { input: '/nowhere/new.csv' },
      /there is nothing to score at .*nowhere\/new\.csv/,
    ],
    [
      'an empty folder',
      { input: '/nowhere' },
      /nothing to score at .*nowhere: name a file, a glob, or a folder/,
    ],
    ['an unknown alias', { input: '/x.csv', alias: 'nobody' }, /no alias "nobody": it has champion/],
  ])('refuses %s', async (_, batch, message) => {
    const input = `${bench.services.base}${batch.input}`;
    await expect(plan('refused', { ...batch, input })).rejects.toThrow(message);
  });
});

describe('a batch', () => {
  test('accounts for every row: scored beside its key, or rejected with the reason', async () => {
    const input = await bench.file(
      'mixed.csv',
      csv('f-1,50,2,market', 'f-2,large,2,market', 'f-3,,2,market', 'f-4,60,3,unheard of'),
    );
    const { manifest, results } = await score('mixed', { input, key: 'id' });
    expect(manifest).toMatchObject({ model: 'flats', version: '1', rowsIn: 4, scored: 3 });
    expect(manifest.rejected).toEqual([
      {
        shard: 'mixed.csv',
        key: 'f-2',
        reason: 'area: must be a number, not "large"',
      },
    ]);
    expect(results.map(({ key }) => key)).toEqual(['f-1', 'f-3', 'f-4']);
    for (const { prediction } of results) expect(prediction).toBeGreaterThan(300);
  });

  test('a cell that is no number does not spoil the other rows of its column', async () => {
    const rows = Array.from(
      { length: 3000 },
      (_, row) => `r${row},${row === 1500 ? '?' : 40 + (row % 50)},2,market`,
    );
    const input = await bench.file('long.csv', csv(...rows));
    const { manifest, results } = await score('long', { input, key: 'id' });
    expect(manifest).toMatchObject({ rowsIn: 3000, scored: 2999, rejected: [{ key: 'r1500' }] });
    expect(results).toHaveLength(2999);
  });

  test('a category of digits alone is a category in a shard too', async () => {
    const input = await bench.file('digits.csv', csv('1,50,2,7', '2,50,2,8'));
    expect((await score('digits', { input, key: 'id' })).manifest).toMatchObject({ scored: 2, rejected: [] });
  });

  test('rows without a key are rejected by their number; without a key in the batch, all go by it', async () => {
    const input = await bench.file('keys.csv', csv('a,50,2,market', ',51,2,market', 'a,52,2,market'));
    const { manifest, results } = await score('keys', { input, key: 'id' });
    expect(results.map(({ key }) => key)).toEqual(['a', 'a']);
    expect(manifest.rejected).toEqual([{ shard: 'keys.csv', key: 1, reason: 'id: the row has no key' }]);
    expect((await score('no-key', { input })).results.map(({ key }) => key)).toEqual([0, 1, 2]);
  });

  test('a key that is no column of a shard is refused', async () => {
    const input = await bench.file('keyless.csv', csv('1,50,2,market'));
    await expect(score('keyless', { input, key: 'idd' })).rejects.toMatchObject({
      name: 'InvalidInput',
      message:
        '1 of 1 files cannot be scored: mend them, and start the batch again\n  keyless.csv has no column "idd" to identify rows by: did you mean id?',
    });
  });

  test('rows of equal keys are each scored', async () => {
    const input = await bench.file('equal.csv', csv('a,50,2,market', 'a,80,2,market'));
    const { manifest, results } = await score('equal', { input, key: 'id' });
    expect(manifest).toMatchObject({ rowsIn: 2, scored: 2 });
    expect(results[0]!.prediction).not.toBe(results[1]!.prediction);
  });

  test('an empty shard has no rows; one without a column the model needs has them rejected', async () => {
    const files = [
      { name: 'bytes.csv', uri: await bench.file('empty/bytes.csv', '') },
      { name: 'header.csv', uri: await bench.file('empty/header.csv', names) },
      { name: 'short.csv', uri: await bench.file('empty/short.csv', 'id,area\n1,50\n') },
    ];
    const { manifest } = await score('empty', { input: files, key: 'id' });
    expect(manifest).toMatchObject({ rowsIn: 1, scored: 0, rejected: [{ shard: 'short.csv', key: 1 }] });
    expect(manifest.rejected[0]!.reason).toMatch(/rooms: is missing/);
    expect(manifest.shards.map(({ rowsIn }) => rowsIn)).toEqual([0, 0, 1]);
  });

  test('done twice, neither loses nor doubles a row', async () => {
    const input = await bench.file('twice.csv', csv('1,50,2,market', '2,60,3,station'));
    const first = await score('again', { input, key: 'id' });
    bench.written();
    expect(await score('again', { input, key: 'id' })).toEqual(first);
    const once = new Set(bench.written());
    expect(once.size).toBe(4);
  });

  test('that has files which vanished, or cannot be read, fails with all of them and has no manifest, also no former one', async () => {
    const ragged = await bench.file('ragged.csv', csv('1,50,2,market'));
    const good = await bench.file('good.csv', csv('2,60,3,station'));
    const gone = await bench.file('gone.csv', csv('3,60,3,station'));
    const input = [ragged, good, gone].map((uri) => ({ name: uri.slice(uri.lastIndexOf('/') + 1), uri }));
    const whole = await score('broken', { input, key: 'id' });
    expect(whole.manifest).toMatchObject({ rowsIn: 3, scored: 3 });

    await bench.file('ragged.csv', `${csv('1,50,2,market')}1,2\n`);
    await bench.services.artifacts.delete(gone);
    const failing = score('broken', { input, key: 'id' });
    await expect(failing).rejects.toMatchObject({ name: 'InvalidInput' });
    await expect(failing).rejects.toThrow(
      /^2 of 3 files cannot be scored.*ragged\.csv:3: the row has 2 values where .* 4 columns.*there is no artifact at .*gone\.csv/s,
    );
    expect(await bench.services.artifacts.exists(`${bench.services.base}/scored/broken/manifest.json`)).toBe(
      false,
    );

    await bench.file('ragged.csv', csv('1,50,2,market'));
    await bench.file('gone.csv', csv('3,60,3,station'));
    expect(await score('broken', { input, key: 'id' })).toEqual(whole);
  });

  test('without one of its parts has no manifest', async () => {
    const input = await bench.file('part.csv', csv('1,50,2,market'));
    const { plan: planned, output } = await plan('part', { input });
    await expect(writeManifest({ model: 'flats', plan: planned }, bench.services)).rejects.toMatchObject({
      name: 'NotFound',
    });
    expect(await bench.services.artifacts.exists(`${output}/manifest.json`)).toBe(false);
  });
});
