import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../layers/learn/kernels/Arena.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { binRows } from '../../../../layers/learn/trees/binning.ts';
import { findBins } from '../../../../layers/learn/trees/findBins.ts';
import { dense } from '../../../contract/dense.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const column = (...values: number[]) => dense(values.map((value) => [value]));
const edges = (values: number[], options = {}) => [...findBins(column(...values), options)[0]!.edges];

describe('edges', () => {
  test('lie halfway where each value has its bin', () => {
    expect(edges([3, 1, 2, 2, Number.NaN])).toEqual([1.5, 2.5]);
    expect(edges([5, 5])).toEqual([]);
    expect(edges([Number.NaN])).toEqual([]);
    expect(edges([-1e308, 1e308, 1.5e308])).toEqual([0, 1.25e308]);
  });

  // numpy.percentile(…, method='averaged_inverted_cdf')
  test('are quantiles where there are more values than bins', () => {
    expect(edges([1, 2, 3, 4, 5, 6, 7, 8], { maxBins: 4 })).toEqual([2.5, 4.5, 6.5]);
    expect(edges([1, 2, 3, 4, 5, 6, 7], { maxBins: 3 })).toEqual([3, 5]);
    expect(edges([0, 0, 0, 0, 0, 0, 1, 2, 3], { maxBins: 3 })).toEqual([0, 0.5]);
  });

  test('weights are as many rows', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 4 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(some, fc.integer({ min: 2, max: 8 }), (rows, maxBins) => {
        fc.pre(rows.some(([, weight]) => weight > 0));
        const repeated = rows.flatMap(([value, weight]) => Array<number>(weight).fill(value));
        const sampleWeight = Float64Array.from(rows, ([, weight]) => weight);
        expect(
          edges(
            rows.map(([value]) => value),
            { maxBins, sampleWeight },
          ),
        ).toEqual(edges(repeated, { maxBins }));
      }),
    );
  });

  test('of many rows come from a sample of them, weighted too', () => {
    const random = seededRandom(1);
    const many = { rows: 300_000, columns: 1, data: Float64Array.from({ length: 300_000 }, random) };
    const [plain] = findBins(many, { maxBins: 4 });
    for (const [index, edge] of plain!.edges.entries()) expect(edge).toBeCloseTo((index + 1) / 4, 2);
    const [weighted] = findBins(many, {
      maxBins: 4,
      sampleWeight: many.data.map((value) => Number(value < 0.5)),
    });
    for (const [index, edge] of weighted!.edges.entries()) expect(edge).toBeCloseTo((index + 1) / 8, 2);
  });

  test('of categories are the categories', () => {
    const [bins] = findBins(column(9, 2, Number.NaN, 2, 4), { isCategorical: [true] });
    expect(bins).toEqual({ edges: Float64Array.of(2, 4, 9), isCategorical: true, count: 3 });
    expect(faultOf(() => findBins(column(1, 2, 3), { isCategorical: [true], maxBins: 2 }))).toEqual(
      invalid(/feature 0 has 3 categories, more than the 2 bins/),
    );
  });
});

describe.each([
  ['kernel', () => new Arena()],
  ['twin', () => new Arena({ plain: true })],
])('bins by the %s', (_, makeArena) => {
  const number = fc
    .oneof(fc.double(), fc.integer({ min: -3, max: 3 }).map(Number))
    .filter((x) => Math.abs(x) !== Infinity);

  test('are the number of edges below each value, in tiles of any width', () => {
    const rows = fc.array(fc.tuple(number, number, number, number, number), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(rows, fc.constantFrom(1, 2, 4, 5), fc.constantFrom(2, 5, 255), (values, width, maxBins) => {
        const X = dense(values);
        const columns = findBins(X, { maxBins });
        const { bins } = binRows(X, columns, { width, arena: makeArena() });
        for (let row = 0; row < X.rows; row++) {
          for (let column = 0; column < 5; column++) {
            const value = X.data[row * 5 + column]!;
            const below = columns[column]!.edges.filter((edge) => edge < value).length;
            expect(bins[(Math.floor(column / width) * X.rows + row) * width + (column % width)]).toBe(
              Number.isNaN(value) ? columns[column]!.count : below,
            );
          }
        }
      }),
    );
  });

  test('reach 254, and what is over in a tile is 0', () => {
    const X = dense(Array.from({ length: 5000 }, (_, row) => [row, -row, Number.NaN]));
    const { bins } = binRows(X, findBins(X), { width: 2, arena: makeArena() });
    expect([...bins.subarray(0, 2), ...bins.subarray(9998, 10_000)]).toEqual([0, 254, 254, 0]);
    expect([...bins.subarray(10_000, 10_004)]).toEqual([1, 0, 1, 0]);
  });

  test('a category that was not there is missing', () => {
    const columns = findBins(column(2, 4, 9), { isCategorical: [true] });
    const { bins } = binRows(column(9, 3, 2, 10, Number.NaN), columns, { arena: makeArena() });
    expect([...bins]).toEqual([2, 3, 0, 3, 3]);
  });
});
