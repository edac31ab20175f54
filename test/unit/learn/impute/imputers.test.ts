import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BayesianRidge,
  DropMissing,
  fitAsync,
  IterativeImputer,
  KNNImputer,
  loadModel,
  SimpleImputer,
  type Table,
  type Transformer,
} from '../../../../layers/learn/index.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { dense } from '../../../contract/dense.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const strategies = ['mean', 'median', 'most_frequent', 'constant'] as const;

describe.each(strategies)('simple-imputer %s', (strategy) => {
  checkTransformer(() => new SimpleImputer({ strategy, addIndicator: true }), { missing: true });
});

describe.each(['uniform', 'distance'] as const)('knn-imputer %s', (weights) => {
  checkTransformer(() => new KNNImputer({ weights, nNeighbors: 2 }), { missing: true });
});

describe.each([{}, { imputationOrder: 'random', nNearestFeatures: 1, skipComplete: true } as const])(
  'iterative-imputer %j',
  (options) => {
    checkTransformer(() => new IterativeImputer(options), { missing: true });
  },
);

const nan = Number.NaN;
const imputers: Record<string, (options?: object) => Transformer> = {
  SimpleImputer: (options) => new SimpleImputer(options),
  KNNImputer: (options) => new KNNImputer(options),
  IterativeImputer: (options) => new IterativeImputer(options),
};

describe.each(Object.entries(imputers))('%s', (_, make) => {
  const cell = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -50, max: 50 }) },
    { weight: 1, arbitrary: fc.constant(nan) },
  );
  const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 });

  test('nothing is missing afterwards, what was there stays, and indicators say which was which', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const X = dense([[1, 2, 3], [nan, 5, 1], [4, nan, 2], [3, 3, nan], ...given]);
        const model = make({ addIndicator: true }).fit(X);
        const { data, columns } = model.transform(X);
        expect(columns).toBe(6);
        for (const [index, value] of X.data.entries()) {
          const place = Math.floor(index / 3) * 6 + (index % 3);
          expect(Number.isFinite(data[place]!)).toBe(true);
          if (!Number.isNaN(value)) expect(data[place]).toBe(value);
          expect(data[place + 3]).toBe(Number(Number.isNaN(value)));
        }
        const loaded = loadModel<typeof model>(JSON.parse(JSON.stringify(model)));
        expect(loaded.transform(X)).toEqual(model.transform(X));
        expect(loaded.featureNames(['a', 'b', 'c'])).toEqual([
          'a',
          'b',
          'c',
          'missingindicator_a',
          'missingindicator_b',
          'missingindicator_c',
        ]);
      }),
      { numRuns: 30 },
    );
  });

  test('a number can stand for what is missing', () => {
    const X = [
      [1, 2],
      [-1, 4],
      [3, 6],
      [2, -1],
    ];
    const holes = X.map((row) => row.map((value) => (value === -1 ? nan : value)));
    expect(make({ missingValues: -1 }).fit(X).transform(X)).toEqual(make().fit(holes).transform(holes));
    expect(faultOf(() => make({ missingValues: -1 }).fit([[1], [nan]]))).toEqual(
      invalid(/feature 0 of row 1 is NaN/),
    );
    const model = make({ missingValues: -1 }).fit(X);
    expect(loadModel<typeof model>(JSON.parse(JSON.stringify(model))).transform(X)).toEqual(
      model.transform(X),
    );
  });

  test('a column without a value is left out, or filled with 0', () => {
    const X = dense([
      [1, nan, 2],
      [2, nan, nan],
      [4, nan, 5],
    ]);
    expect(make().fit(X).featureNames()).toEqual(['x0', 'x2']);
    expect(make().fit(X).transform(X).columns).toBe(2);
    const kept = make({ keepEmptyFeatures: true }).fit(X).transform(X);
    expect(kept.columns).toBe(3);
    expect([kept.data[1], kept.data[4], kept.data[7]]).toEqual([0, 0, 0]);
    expect(faultOf(() => make().fit([[nan], [nan]]))).toEqual(invalid(/no feature has a value/));
  });

  test('weights are refused', () => {
    expect(faultOf(() => make().fit([[1], [2]], undefined, { sampleWeight: [1, 2] }))).toEqual(
      invalid(/no sample weights/),
    );
  });
});

describe('SimpleImputer', () => {
  test('the inverse makes the holes again', () => {
    const X = dense([
      [1, nan, nan],
      [nan, 2, nan],
      [3, 4, nan],
    ]);
    const model = new SimpleImputer({ addIndicator: true }).fit(X);
    expect(model.inverseTransform(model.transform(X))).toEqual(X);
    expect(faultOf(() => new SimpleImputer().fit(X).inverseTransform([[1, 2]]))).toEqual(
      invalid(/addIndicator/),
    );
  });

  test('of two numbers as frequent it is the smaller', () => {
    const model = new SimpleImputer({ strategy: 'most_frequent' }).fit([[3], [1], [3], [1], [2], [nan]]);
    expect([...model.statistics]).toEqual([1]);
  });
});

describe('KNNImputer', () => {
  test('a row that has nothing in common with any gets the mean', () => {
    const model = new KNNImputer().fit([
      [1, nan],
      [3, nan],
      [nan, 7],
    ]);
    expect([...model.transform([[nan, 1]]).data]).toEqual([2, 1]);
  });

  test('rows at distance 0 leave no say to others', () => {
    const model = new KNNImputer({ weights: 'distance', nNeighbors: 2 }).fit([
      [1, 10],
      [2, 20],
      [9, 90],
    ]);
    expect([...model.transform([[1, nan]]).data]).toEqual([1, 10]);
  });
});

describe('IterativeImputer', () => {
  const rows = Array.from({ length: 40 }, (_, row) => [row, 2 * row + 1, (row * 17) % 13]);
  const holed = rows.map((row, index) => row.map((value, column) => (index % 5 === column ? nan : value)));

  test('what depends on other features is found again', () => {
    const model = new IterativeImputer({ maxIter: 50, tol: 1e-6 }).fit(holed);
    const { data } = model.transform(holed);
    for (const [index, [a, b]] of rows.entries()) {
      expect(data[3 * index]).toBeCloseTo(a!, 1);
      expect(data[3 * index + 1]).toBeCloseTo(b!, 1);
    }
  });

  test('imputed values stay within their bounds', () => {
    const model = new IterativeImputer({ minValue: 5, maxValue: [10, 11, 12] }).fit(holed);
    const { data } = model.transform(holed);
    for (const [index, value] of holed.flat().entries()) {
      if (!Number.isNaN(value)) continue;
      expect(data[index]).toBeGreaterThanOrEqual(5);
      expect(data[index]).toBeLessThanOrEqual(10 + (index % 3));
    }
    const fit = (options: object) => () => new IterativeImputer(options).fit(holed);
    expect(faultOf(fit({ minValue: 5, maxValue: 5 }))).toEqual(
      invalid(/minValue of feature 0 is 5, not below/),
    );
    expect(faultOf(fit({ minValue: [5] }))).toEqual(invalid(/minValue has 1 numbers for 3/));
    expect(faultOf(fit({ estimator: {} }))).toEqual(invalid(/must be null, or a regressor/));
  });

  test('any regressor predicts, and a signal ends it between rounds', async () => {
    const estimator = new BayesianRidge({ maxIter: 1 });
    expect(new IterativeImputer({ estimator }).fit(holed).transform(holed).data.every(Number.isFinite)).toBe(
      true,
    );
    const seen: number[] = [];
    const abort = new AbortController();
    const onProgress = ({ done }: { done: number }) => {
      seen.push(done);
      if (done === 2) abort.abort(new Error('enough'));
    };
    const imputer = new IterativeImputer({ tol: 0 });
    await expect(fitAsync(imputer, holed, undefined, { onProgress, signal: abort.signal })).rejects.toThrow(
      'enough',
    );
    expect(seen).toEqual([1, 2]);
  });
});

describe('DropMissing', () => {
  const X = [
    [1, nan],
    [2, 3],
    [nan, nan],
    [4, 5],
  ];

  test('rows go with their targets and weights', () => {
    const {
      X: left,
      y,
      sampleWeight,
      rows,
    } = new DropMissing().fitResample(X, ['a', 'b', 'c', 'd'], {
      sampleWeight: [1, 2, 3, 4],
    });
    expect([...rows]).toEqual([1, 3]);
    expect(left).toEqual(
      dense([
        [2, 3],
        [4, 5],
      ]),
    );
    expect(y).toEqual(['b', 'd']);
    expect([...sampleWeight!]).toEqual([2, 4]);
    expect([...new DropMissing({ how: 'all' }).fitResample(X, [1, 2, 3, 4]).y!]).toEqual([1, 2, 4]);
    expect(new DropMissing().fitResample(X).y).toBeUndefined();
  });

  test('categories miss values too', () => {
    const table: Table = {
      length: 2,
      columns: { colour: { kind: 'category', categories: ['red'], codes: Int32Array.of(-1, 0) } },
    };
    expect([...new DropMissing().keptRows(table)]).toEqual([1]);
  });

  test('bad input is refused', () => {
    expect(faultOf(() => new DropMissing().fitResample([[nan], [nan]]))).toEqual(
      invalid(/every row misses a value/),
    );
    expect(faultOf(() => new DropMissing().fitResample(X, [1]))).toEqual(invalid(/4 rows and y has 1/));
    expect(faultOf(() => new DropMissing().fitResample([]))).toEqual(invalid(/no rows/));
  });
});
