import { beforeAll, describe, expect, it } from 'vitest';
import { flatColumns, only, readRows } from '../data.ts';
import { outputOf } from '../driver.ts';
import { eventually } from '../eventually.ts';
import { resultOf } from '../executions.ts';
import { type Manifest, readManifest, readScored, type Scored } from '../manifest.ts';
import type { Scene } from '../suite.ts';

const shards = ['first.csv', 'second.ndjson'];
const unlet = shards.flatMap((shard) => readRows(`rent/unlet/${shard}`));
/** One row lacks what is not imputed. */
const lacking = { id: 'flat-lacking', area: 50, rooms: null, district: 'market' };

export function describeBatches(scene: () => Scene): void {
  describe('a batch', () => {
    let input: string;
    let output: string;

    beforeAll(async () => {
      const { driver } = scene();
      for (const shard of shards) {
        const lines = readRows(`rent/unlet/${shard}`).map((row) => JSON.stringify(row));
        input = (
          await driver.putFile(`batch/in/${shard.replace(/\..*/, '.ndjson')}`, `${lines.join('\n')}\n`)
        ).replace(/[^/]*$/, '');
      }
      await driver.putFile(
        'batch/in/third.ndjson',
        `${JSON.stringify({ ...lacking, id: 'flat-complete', rooms: 2 })}\n${JSON.stringify(lacking)}\n`,
      );
      output = input.replace(/in\/$/, 'out');
    });

    const score = async (): Promise<{ manifest: Manifest; rows: Scored[]; files: readonly string[] }> => {
      const { driver } = scene();
      const result = await resultOf(driver, await driver.startBatch('rent', { input, output, key: 'id' }));
      expect(result).toMatchObject({ rowsIn: 62, scored: 61, rejected: 1 });
      const manifest = await readManifest(driver, output);
      return {
        manifest,
        rows: await readScored(driver, manifest),
        files: await driver.listFiles(`${output}/`),
      };
    };

    let first: Awaited<ReturnType<typeof score>>;

    it('accounts for every row: scored, or rejected with its key and the reason', async () => {
      first = await score();
      const { manifest, rows } = first;
      expect(manifest).toMatchObject({ model: 'rent', rowsIn: 62, scored: 61 });
      expect(manifest.rejected).toEqual([
        { shard: 'third.ndjson', key: 'flat-lacking', reason: expect.stringMatching(/rooms/) },
      ]);
      expect(rows.map(({ key }) => key).sort()).toEqual(
        ['flat-complete', ...unlet.map(({ id }) => String(id))].sort(),
      );
    });

    it('predicts what the API predicts', async () => {
      const { api } = scene();
      const { predictions } = await api.predict(
        'rent',
        unlet.map((row) => only(row, ...flatColumns)),
        `/versions/${first.manifest.version}`,
      );
      const byKey = new Map(first.rows.map(({ key, prediction }) => [key, prediction]));
      expect(unlet.map(({ id }) => byKey.get(String(id)))).toEqual(predictions);
    });

    it('neither loses nor doubles a row when it runs again', async () => {
      const again = await score();
      expect([...again.files].sort()).toEqual([...first.files].sort());
      expect(again.rows.map(({ key }) => key)).toEqual(first.rows.map(({ key }) => key));
      expect(again.manifest).toMatchObject({ rowsIn: 62, scored: 61, rejected: first.manifest.rejected });
    });

    it('runs by its rule, from the files beside the spec', async () => {
      const { driver } = scene();
      const scheduled = `${outputOf(driver.outputs, 'Millrace-Data', 'ArtifactsUri')}/batches/rent/unlet`;
      const manifest = await eventually('the manifest of the scheduled batch', 130, () =>
        readManifest(driver, scheduled),
      );
      expect(manifest).toMatchObject({
        model: 'rent',
        rowsIn: unlet.length,
        scored: unlet.length,
        rejected: [],
      });
      expect(manifest.shards.map(({ shard }) => shard).sort()).toEqual(shards);
      const keys = (await readScored(driver, manifest)).map(({ key }) => key);
      expect(keys.sort()).toEqual(unlet.map(({ id }) => String(id)).sort());
    });
  });
}
