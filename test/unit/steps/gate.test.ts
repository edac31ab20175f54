import { describe, expect, test } from 'vitest';
import { gate } from '../../../functions/gate/step.ts';
import type { Store } from '../../../layers/store/dynamo.ts';
import type { Services } from '../../../layers/store/services.ts';
import { flats } from '../cli/badInputs/flats.ts';
import { type Base, classification, evaluated, openBench, regression, trained } from './bench.ts';

const bench = openBench();

/** Each test has a model, and so a champion, of its own. */
const named = (name: string, spec = regression) => spec.replace('name: flats', `name: ${name}`);
const gated = (name: string, gates: string, spec = regression) =>
  named(name, spec).replace(/gates:\n.*\n/, `gates:\n${gates}\n`);
const beats = '  - { beats: champion, metric: rmse }';

/** A champion that knows less: one column instead of three. */
const poor = (spec: string) => spec.replace(/ {2}(area|district): .*\n/g, '');

async function judge(base: Base, csv = flats) {
  const { prepared, metrics } = await evaluated(bench, base, csv);
  return { prepared, metrics, ...(await gate({ ...base, prepared, metrics }, bench.services)) };
}

describe('Gate', () => {
  test.each([
    ['{ metric: r2, min: 0.5 }', []],
    ['{ metric: r2, min: 1.5 }', [/^r2 is 0\.9\d+, below the gate's 1\.5$/]],
    ['{ metric: rmse, max: 0.001 }', [/^rmse is \d+\.?\d*, above the gate's 0\.001$/]],
    ['{ metric: r2, min: 1.5 }\n  - { metric: mae, max: 0 }', [/^r2 is/, /^mae is/]],
  ])('%s', async (limits, reasons) => {
    const name = `limits-${reasons.length}-${limits.length}`;
    const result = await judge(await bench.base(gated(name, `  - ${limits}`), name));
    expect(result.passed).toBe(reasons.length === 0);
    expect(result.reasons).toEqual(reasons.map((reason) => expect.stringMatching(reason)));
  });

  test('that does not hold is an outcome: the run is FINISHED, says why, and has no version', async () => {
    const spec = gated('rejected', '  - { metric: r2, min: 1.5 }');
    const { reasons } = await trained(bench, await bench.base(spec, 'rejected'));
    expect(reasons).toHaveLength(1);
    expect(await bench.runOf('rejected')).toMatchObject({
      status: 'FINISHED',
      reason: reasons![0],
      tags: { 'millrace.gate': 'failed', 'millrace.gate.reasons': reasons![0] },
    });
    expect(await bench.services.registry.listVersions('rejected')).toEqual([]);
  });

  test('against a metric that is no number does not hold', async () => {
    const base = await bench.base(
      gated('nan', '  - { metric: r2, min: 0 }\n  - { metric: mae, max: 9 }'),
      'nan',
    );
    const { prepared } = await evaluated(bench, base);
    const metrics = { r2: Number.NaN, mae: Number.NaN };
    const { reasons } = await gate({ ...base, prepared, metrics }, bench.services);
    expect(reasons).toEqual([expect.stringMatching(/^r2 is NaN/), expect.stringMatching(/^mae is NaN/)]);
  });
});

describe('Gate against the champion', () => {
  test('holds while there is none', async () => {
    const { passed } = await judge(await bench.base(gated('first', beats), 'first'));
    expect(passed).toBe(true);
  });

  test('holds for an equal model, and for a better one', async () => {
    const spec = gated('better', beats);
    await trained(bench, await bench.base(poor(spec), 'better-1'));
    expect(await trained(bench, await bench.base(spec, 'better-2'))).toMatchObject({ version: '2' });
    expect(await trained(bench, await bench.base(spec, 'better-3'))).toMatchObject({ version: '3' });
  });

  test('does not hold for a worse one, and says by how much', async () => {
    const spec = gated('worse', beats);
    await trained(bench, await bench.base(spec, 'worse-1'));
    const result = await trained(bench, await bench.base(poor(spec), 'worse-2'));
    expect(result.reasons).toEqual([
      expect.stringMatching(/^rmse is [\d.]+, worse than version 1's [\d.e-]+ on the same rows$/),
    ]);
    expect(await bench.services.registry.getAlias('worse', 'champion')).toBe('1');
  });

  test('judges the champion on the rows that judged the new model, not by what it was registered with', async () => {
    const spec = gated('same-rows', beats);
    const first = await trained(bench, await bench.base(spec, 'same-rows-1'));
    // Rents have doubled: on the new rows the champion is far off, and a model that errs more than it did passes.
    const doubled = flats.replace(/,(\d+),(yes|no)\n/g, (_, rent, quick) => `,${2 * rent},${quick}\n`);
    const { passed, metrics } = await judge(await bench.base(poor(spec), 'same-rows-2'), doubled);
    expect(metrics.rmse).toBeGreaterThan(first.metrics!.rmse!);
    expect(passed).toBe(true);
  });

  test('holds beside a champion that no pipeline made, and says that it could not be judged', async () => {
    const { catalog } = bench.services as Services & Pick<Store, 'catalog'>;
    await catalog.createModel({ name: 'foreign' });
    await catalog.createVersion({ model: 'foreign', source: 's3://bucket/onnx' });
    await catalog.setAlias('foreign', 'champion', '1', { actor: 'ada', reason: 'test' });
    const { passed } = await judge(await bench.base(gated('foreign', beats), 'foreign'));
    expect(passed).toBe(true);
    const note = (await bench.runOf('foreign')).tags['millrace.note'];
    expect(note).toMatch(/^version 1 could not be judged: .* no pipeline of Millrace/);
  });

  test('asks the metric which way is better', async () => {
    const auc = '  - { beats: champion, metric: auc }';
    const spec = gated('classes', auc, classification);
    await trained(bench, await bench.base(spec, 'classes-1'));
    const worse = spec.replace('  area: { kind: number }\n', '');
    expect((await trained(bench, await bench.base(worse, 'classes-2'))).reasons).toEqual([
      expect.stringMatching(/^auc is 0\.\d+, worse than version 1's (1|0\.\d+) on the same rows$/),
    ]);
  });

  test.each([
    [
      'needs columns that are gone',
      /district/,
      flats.replace('district', 'quarter'),
      [' district:', ' quarter:'],
    ],
    [
      'takes a number that is text now',
      /rooms/,
      flats.replace(/,(\d),(harbour|market|station)/g, ',$1 rooms,$2'),
      ['rooms: { kind: number', 'rooms: { kind: category'],
    ],
  ] as const)(
    'holds where the champion cannot judge, and says so: it %s',
    async (what, column, csv, change) => {
      const name = `other-${what.length}`;
      const spec = gated(name, beats);
      await trained(bench, await bench.base(spec, `${name}-1`));
      const changed = await bench.base(spec.replace(change[0], change[1]), `${name}-2`);
      expect(await trained(bench, changed, csv)).toMatchObject({ version: '2' });
      const note = (await bench.runOf(`${name}-2`)).tags['millrace.note'];
      expect(note).toMatch(/^version 1 could not be judged on the new rows: /);
      expect(note).toMatch(column);
    },
  );

  test('does not hold for a metric that is no number', async () => {
    const spec = gated('no-number', beats);
    const base = await bench.base(spec, 'no-number-1');
    await trained(bench, base);
    const { prepared } = await evaluated(bench, base);
    const { reasons } = await gate({ ...base, prepared, metrics: { rmse: Number.NaN } }, bench.services);
    expect(reasons).toEqual([expect.stringMatching(/^rmse is NaN, worse than version 1's/)]);
  });
});
