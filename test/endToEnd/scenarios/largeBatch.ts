import { describe, expect, it } from 'vitest';
import { readRows } from '../data.ts';
import { resultOf } from '../executions.ts';
import { readManifest, readScored } from '../manifest.ts';
import type { Scene } from '../suite.ts';

/** More than an inline Map takes at once. */
const count = 45;
const lacking = { id: 'flat-lacking', area: 50, rooms: null, district: 'market' };

export function describeLargeBatch(scene: () => Scene): void {
  describe(`a batch of ${count} shards`, () => {
    it('goes through a Distributed Map and accounts for every row', async () => {
      const { driver } = scene();
      const flats = readRows('rent/flats.csv').map(({ rent: _, ...flat }) => flat);
      const shards = Array.from({ length: count }, (_, shard) => ({
        name: `shard-${String(shard).padStart(2, '0')}.ndjson`,
        // Shards of 1, 2 and 3 rows; one has a row more, which lacks what is not imputed.
        rows: [...flats.slice(3 * shard, 3 * shard + 1 + (shard % 3)), ...(shard === 30 ? [lacking] : [])],
      }));
      const uris = await Promise.all(
        shards.map(({ name, rows }) =>
          driver.putFile(`large/in/${name}`, rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
        ),
      );
      const input = uris[0]!.replace(/[^/]*$/, '');
      const output = input.replace(/in\/$/, 'out');
      const result = await resultOf(driver, await driver.startBatch('rent', { input, output, key: 'id' }));
      expect(result).toMatchObject({ rowsIn: 91, scored: 90, rejected: 1 });

      const manifest = await readManifest(driver, output);
      expect(manifest).toMatchObject({ model: 'rent', rowsIn: 91, scored: 90 });
      expect(manifest.rejected).toEqual([
        { shard: 'shard-30.ndjson', key: 'flat-lacking', reason: expect.stringMatching(/rooms/) },
      ]);
      expect(manifest.shards.map(({ shard, rowsIn }) => [shard, rowsIn])).toEqual(
        shards.map(({ name, rows }) => [name, rows.length]),
      );
      const keys = (await readScored(driver, manifest)).map(({ key }) => key);
      const sent = shards.flatMap(({ rows }) => rows.map(({ id }) => id));
      expect(keys).toEqual(sent.filter((id) => id !== lacking.id));
    });
  });
}
