import { describe, expect, it } from 'vitest';
import { readRows } from '../data.ts';
import { resultOf } from '../executions.ts';
import { readManifest, readScored } from '../manifest.ts';
import type { Scene } from '../suite.ts';

/** For a Map, whose failure is the iteration's, and for a Distributed Map, whose failure is its own. */
const maps = [
  {
    count: 3,
    failure: { status: 'FAILED', error: 'InvalidInput', cause: expect.stringMatching(/shard-1\./) },
  },
  { count: 41, failure: { status: 'FAILED' } },
];

export function describeBrokenBatch(scene: () => Scene): void {
  describe.each(maps)('a batch of $count shards, one of which cannot be read', ({ count, failure }) => {
    it('fails without a manifest; once the shard is mended, it accounts for every row', async () => {
      const { driver } = scene();
      const flats = readRows('rent/flats.csv')
        .slice(0, 2 * count)
        .map(({ rent: _, ...flat }) => flat);
      const shards = Array.from({ length: count }, (_, index) => ({
        name: `shard-${index}.ndjson`,
        rows: flats.slice(2 * index, 2 * index + 2),
      }));
      const put = (name: string, text: string) => driver.putFile(`broken-${count}/in/${name}`, text);
      const textOf = (rows: typeof flats) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      await Promise.all(shards.map(({ name, rows }) => put(name, textOf(rows))));
      const { name, rows } = shards[1]!;
      const broken = await put(name, textOf(rows).slice(0, -10));
      const input = broken.replace(/[^/]*$/, '');
      const output = input.replace(/in\/$/, 'out');
      const batch = { input, output, key: 'id' };

      expect(await driver.waitFor(await driver.startBatch('rent', batch))).toMatchObject(failure);
      expect(await driver.listFiles(`${output}/`)).not.toContain(`${output}/manifest.json`);

      await put(name, textOf(rows));
      const result = await resultOf(driver, await driver.startBatch('rent', batch));
      expect(result).toMatchObject({ rowsIn: flats.length, scored: flats.length, rejected: 0 });
      const manifest = await readManifest(driver, output);
      const scored = await readScored(driver, manifest);
      expect(scored.map(({ key }) => key).sort()).toEqual(flats.map(({ id }) => String(id)).sort());
    });
  });
}
