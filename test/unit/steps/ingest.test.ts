import { describe, expect, test } from 'vitest';
import { ingest } from '../../../functions/ingest/step.ts';
import { flats } from '../cli/badInputs/flats.ts';
import { openBench, regression } from './bench.ts';

const bench = openBench();

async function run(execution: string, csv: string, spec = regression) {
  const base = await bench.base(spec, execution);
  const uri = await bench.file(`${execution}/flats.csv`, csv);
  const sources = { flats: [{ name: 'flats.csv', uri }] };
  return (await ingest({ ...base, sources }, bench.services)).snapshot;
}

describe('Ingest', () => {
  test('keeps the rows as a snapshot that is addressed by its content', async () => {
    const snapshot = await run('first', flats);
    expect(snapshot).toMatchObject({ rows: 40, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(snapshot.uri).toBe(`${bench.services.base}/datasets/flats/${snapshot.hash}/data.parquet`);
    expect(bench.written()).toEqual([snapshot.uri]);
  });

  test('of the same rows, writes nothing again: in the same run, or in another', async () => {
    const first = await run('first', flats);
    bench.written();
    expect(await run('first', flats)).toEqual(first);
    expect(await run('second', flats.replaceAll('\n', '\r\n'))).toEqual(first);
    expect(bench.written()).toEqual([]);
  });

  test('of other rows, or by another choice of the spec, makes another snapshot', async () => {
    const hashes = new Set<string>();
    for (const [execution, csv, spec] of [
      ['rows', flats, regression],
      ['other-rows', flats.replace('harbour', 'market'), regression],
      ['where', flats, regression.replace('  dedupe: false', '  where: rent > 600')],
    ] as const)
      hashes.add((await run(execution, csv, spec)).hash);
    expect(hashes.size).toBe(3);
  });

  test('records what the run is made of, once', async () => {
    const snapshot = await run('recorded', flats);
    await run('recorded', flats);
    expect(await bench.runOf('recorded')).toMatchObject({
      status: 'RUNNING',
      params: { target: 'rent', 'split.seed': '3', 'monitor.capture': '1' },
      tags: {
        'millrace.execution': 'recorded',
        'millrace.code': 'code-1',
        'millrace.data.hash': snapshot.hash,
        'millrace.data.rows': '40',
      },
    });
  });

  test('reads every file of a source, also those of one name', async () => {
    const [names = '', ...rows] = flats.trimEnd().split('\n');
    const part = (some: readonly string[]) => `${[names, ...some].join('\n')}\n`;
    const base = await bench.base(regression, 'parts');
    const files = await Promise.all(
      [rows.slice(0, 15), rows.slice(15)].map(async (some, index) => ({
        name: 'flats.csv',
        uri: await bench.file(`parts/${index}/flats.csv`, part(some)),
      })),
    );
    const { snapshot } = await ingest({ ...base, sources: { flats: files } }, bench.services);
    expect(snapshot.rows).toBe(40);
  });

  test('reads the files below a prefix', async () => {
    await bench.file('prefix/one.csv', flats);
    await bench.file('prefix/two.csv', flats);
    const uri = (await bench.file('prefix/three.csv', flats)).replace('three.csv', '');
    const base = await bench.base(regression, 'prefix');
    const { snapshot } = await ingest({ ...base, sources: { flats: [{ name: 'x', uri }] } }, bench.services);
    expect(snapshot.rows).toBe(120);
  });

  test('a prefix without files is named', async () => {
    const base = await bench.base(regression, 'nothing');
    const uri = `${bench.services.base}/nowhere/`;
    await expect(
      ingest({ ...base, sources: { flats: [{ name: 'nowhere', uri }] } }, bench.services),
    ).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(/there is no file at file:.*nowhere\/: .*data\.sources/),
    });
  });
});
