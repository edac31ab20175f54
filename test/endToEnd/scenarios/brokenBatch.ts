import { describe, expect, it } from 'vitest';
import { readRows } from '../data.ts';
import { resultOf } from '../executions.ts';
import { readManifest, readScored } from '../manifest.ts';
import type { Scene } from '../suite.ts';

export function describeBrokenBatch(scene: () => Scene): void {
  describe('a batch one of whose shards cannot be read', () => {
    it('fails without a manifest; once the shard is mended, it accounts for every row', async () => {
      const { driver } = scene();
      const flats = readRows('rent/flats.csv')
        .slice(0, 12)
        .map(({ rent: _, ...flat }) => flat);
      const shards = [flats.slice(0, 5), flats.slice(5, 8), flats.slice(8)].map((rows, index) => ({
        name: `shard-${index}.ndjson`,
        text: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
      }));
      const put = ({ name, text }: (typeof shards)[number]) => driver.putFile(`broken/in/${name}`, text);
      for (const shard of shards) await put(shard);
      const broken = await put({ name: 'shard-1.ndjson', text: `${shards[1]!.text}{"id": "cut of` });
      const input = broken.replace(/[^/]*$/, '');
      const output = input.replace(/in\/$/, 'out');
      const batch = { input, output, key: 'id' };

      const failed = await driver.waitFor(await driver.startBatch('rent', batch));
      expect(failed).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
      expect(failed.cause).toMatch(/shard-1\.ndjson/);
      expect(await driver.listFiles(`${output}/`)).not.toContain(`${output}/manifest.json`);

      await put(shards[1]!);
      const result = await resultOf(driver, await driver.startBatch('rent', batch));
      expect(result).toMatchObject({ rowsIn: 12, scored: 12, rejected: 0 });
      const manifest = await readManifest(driver, output);
      expect(manifest.shards.map(({ shard }) => shard)).toEqual(shards.map(({ name }) => name));
      expect((await readScored(driver, manifest)).map(({ key }) => key)).toEqual(flats.map(({ id }) => id));
    });
  });
}
