import { describe, expect, test } from 'vitest';
import { listTrials } from '../../../functions/prepare/step.ts';
import type { CategoryColumn } from '../../../layers/contracts/columns.ts';
import { parseSpec } from '../../../layers/contracts/specFile.ts';
import { readArrow } from '../../../layers/tables/arrow.ts';
import { flats } from '../cli/badInputs/flats.ts';
import { type Base, classification, openBench, prepared, regression } from './bench.ts';

const bench = openBench();

async function prepare(base: Base, csv = flats) {
  const result = await prepared(bench, base, csv);
  const written = bench.written().filter((uri) => uri.includes('/prepared/'));
  return { ...result.prepared, trials: result.trials, written };
}

async function rowsOf(uri: string) {
  return readArrow(await bench.services.artifacts.get(uri));
}

describe('Prepare', () => {
  test('splits the rows, each to one side, to learn from the columns of the spec alone', async () => {
    const { train, test: judged, trainRows, testRows } = await prepare(await bench.base(regression, 'split'));
    expect({ trainRows, testRows }).toEqual({ trainRows: 32, testRows: 8 });
    const [left, right] = [await rowsOf(train), await rowsOf(judged)];
    expect([left.length, right.length]).toEqual([32, 8]);
    expect(Object.keys(left.columns)).toEqual(['area', 'rooms', 'district', 'rent']);
    // Others than these may have taught the champion, which is judged by the same rows.
    expect(Object.keys(right.columns)).toEqual(['area', 'rooms', 'district', 'rent', 'quick']);
    const areas = [left, right].flatMap(({ columns }) => [
      ...(columns.area as { values: Float64Array }).values,
    ]);
    expect(areas.sort((a, b) => a - b)).toEqual(
      flats
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((row) => Number(row.split(',')[0]))
        .sort((a, b) => a - b),
    );
  });

  test('stratified, gives both sides the same share of a class', async () => {
    const { train, test: judged } = await prepare(await bench.base(classification, 'stratified'));
    const shares = await Promise.all(
      [train, judged].map(async (uri) => {
        const { columns, length } = await rowsOf(uri);
        const { codes, categories } = columns.quick as CategoryColumn;
        return codes.filter((code) => categories[code] === 'yes').length / length;
      }),
    );
    expect(Math.abs(shares[0]! - shares[1]!)).toBeLessThan(0.13);
  });

  test('drops rows whose target is not known', async () => {
    const csv = flats.replace(/,\d+,(yes|no)\n/, ',,$1\n');
    const { trainRows, testRows } = await prepare(await bench.base(regression, 'unknown'), csv);
    expect(trainRows + testRows).toBe(39);
  });

  test('is taken from the cache while nothing of its inputs changes, in any run', async () => {
    const first = await prepare(await bench.base(regression, 'cached', { cache: false }));
    expect(first.written).toEqual([first.train, first.test]);
    const again = await prepare(await bench.base(regression, 'cached-again'));
    expect(again).toEqual({ ...first, written: [] });
    // What does not decide over the rows does not compute them again.
    const gates = regression.replace('min: 0', 'min: 0.5');
    expect((await prepare(await bench.base(gates, 'other-gates'))).written).toEqual([]);
  });

  test('without the cache, writes the same keys and the same bytes', async () => {
    const first = await prepare(await bench.base(regression, 'same'));
    const bytes = await bench.services.artifacts.get(first.train);
    const again = await prepare(await bench.base(regression, 'same', { cache: false }));
    expect(again).toMatchObject({ hash: first.hash, written: [first.train, first.test] });
    expect(await bench.services.artifacts.get(again.train)).toEqual(bytes);
  });

  test.each([
    ['data', regression, flats.replace('harbour', 'market')],
    ['seed', regression.replace('seed: 3', 'seed: 4'), flats],
    ['test share', regression.replace('test: 0.2', 'test: 0.3'), flats],
    ['features', regression.replace('  rooms: { kind: number }\n', ''), flats],
    ['target', regression.replace('target: rent', 'target: rooms').replace('rooms: {', 'rent: {'), flats],
  ])('is computed anew for another %s', async (what, spec, csv) => {
    const first = await prepare(await bench.base(regression, 'before'));
    const other = await prepare(await bench.base(spec, `other-${what}`), csv);
    expect(other.hash).not.toBe(first.hash);
    expect(other.written).toEqual([other.train, other.test]);
  });

  test('is computed anew by other code', async () => {
    const base = await bench.base(regression, 'code');
    const first = await prepare(base);
    const services = { ...bench.services, code: 'code-2' };
    const other = await prepared({ ...bench, services }, base);
    expect(other.prepared.hash).not.toBe(first.hash);
  });

  test('lists every candidate with every combination of its grid, in the order of the spec', () => {
    const grid =
      '- { model: logistic-regression, solver: [batch, stochastic], C: [1, 10] }\n    - logistic-regression';
    const spec = classification.replace('- { model: logistic-regression, C: [1, 10] }', grid);
    const trials = listTrials(parseSpec(spec, 'model.yaml'));
    expect(trials.map(({ index, params }) => [index, params])).toEqual([
      [0, { solver: 'batch', C: 1 }],
      [1, { solver: 'batch', C: 10 }],
      [2, { solver: 'stochastic', C: 1 }],
      [3, { solver: 'stochastic', C: 10 }],
      [4, {}],
    ]);
  });
});
