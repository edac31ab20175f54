import { describe, expect, it } from 'vitest';
import { readRows } from '../data.ts';
import { resultOf } from '../executions.ts';
import { readManifest, readScored } from '../manifest.ts';
import type { Scene } from '../suite.ts';

/** For a Map, and for a Distributed Map. */
const counts = [3, 41];

export function describeBrokenBatch(scene: () => Scene): void {
  describe.each(counts)('a batch of %d shards, one of which cannot be read', (count) => {
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

      expect(await driver.waitFor(await driver.startBatch('rent', batch))).toMatchObject({
        status: 'FAILED',
        error: 'InvalidInput',
        cause: expect.stringMatching(/1 of \d+ files cannot be scored.*shard-1\.ndjson:2/s),
      });
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
