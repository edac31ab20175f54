import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Cell,
  type FittedOneHotEncoder,
  type FittedOrdinalEncoder,
  LabelEncoder,
  loadModel,
  OneHotEncoder,
  OrdinalEncoder,
  type Table,
  TargetEncoder,
} from '../../../../layers/learn/index.ts';
import { toDense } from '../../../../layers/learn/matrix.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const text = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'red', ''),
  fc.string({ maxLength: 3 }),
  fc.constant(null),
);
const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
);
const rows = fc.array(fc.tuple(text, number), { minLength: 1, maxLength: 25 });

/** -0 is 0. */
const plain = (cells: readonly (readonly Cell[])[]) =>
  cells.map((row) => row.map((cell) => (typeof cell === 'number' ? cell + 0 : cell)));

const encoders: Record<string, () => OneHotEncoder | OrdinalEncoder> = {
  OneHotEncoder: () => new OneHotEncoder(),
  'OneHotEncoder, drop first': () => new OneHotEncoder({ drop: 'first' }),
  'OneHotEncoder, drop if_binary': () => new OneHotEncoder({ drop: 'if_binary' }),
  OrdinalEncoder: () => new OrdinalEncoder(),
  'OrdinalEncoder, missing as -1': () => new OrdinalEncoder({ encodedMissingValue: -1 }),
};

describe.each(Object.entries(encoders))('%s', (_, make) => {
  test('the inverse gives the input back, also from JSON', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const model = make().fit(given);
        const loaded = loadModel<FittedOneHotEncoder | FittedOrdinalEncoder>(
          JSON.parse(JSON.stringify(model)),
        );
        const encoded = model.transform(given);
        expect(loaded.transform(given)).toEqual(encoded);
        expect(JSON.stringify(loaded)).toBe(JSON.stringify(model));
        expect(encoded.columns).toBe(model.featureNames().length);
        expect(model.inverseTransform(encoded)).toEqual(plain(given));
        expect(loaded.inverseTransform(encoded)).toEqual(plain(given));
      }),
    );
  });

  test('rows are encoded one by one as all together', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const model = make().fit(given);
        const { columns, data } = model.transform(given);
        for (const [row, cells] of given.entries())
          expect(model.transform([cells]).data).toEqual(data.slice(row * columns, (row + 1) * columns));
      }),
    );
  });

  test('typed columns are as good as rows', () => {
    const table: Table = {
      length: 3,
      columns: {
        colour: { kind: 'category', categories: ['unused', 'red', 'blue'], codes: Int32Array.of(1, -1, 2) },
        size: { kind: 'number', values: Float64Array.of(2, 1, Number.NaN) },
      },
    };
    const cells = [
      ['red', 2],
      [null, 1],
      ['blue', null],
    ];
    const model = make().fit(table);
    expect(JSON.stringify(model)).toBe(JSON.stringify(make().fit(cells)));
    expect(model.transform(cells)).toEqual(model.transform(table));
    expect(model.categories[0]).toEqual(['blue', 'red', null]);
  });

  test('an unseen category is refused by name, unless it is to be ignored', () => {
    const model = make().fit([['a'], ['b']]);
    expect(faultOf(() => model.transform([['a'], ['z']]))).toEqual(
      invalid(/feature 0 of row 1 is "z".*handleUnknown/),
    );
    expect(faultOf(() => model.transform([[null]]))).toEqual(invalid(/is null/));
  });

  test('bad input is refused', () => {
    const bad: readonly [unknown, RegExp][] = [
      [[], /no rows/],
      [[[], []], /no features/],
      [[['a'], ['b', 'c']], /row 1 has 2 values, row 0 has 1/],
      [[['a'], [1]], /feature 0 of row 1 is the number 1 among those of type string/],
      [[[Number.POSITIVE_INFINITY]], /feature 0 of row 0 is Infinity/],
      [[[true]], /feature 0 of row 0 is true/],
      [
        {
          length: 1,
          columns: { x: { kind: 'category', categories: ['a', 'b', 'a'], codes: Int32Array.of(0) } },
        },
        /column x has the category "a" twice/,
      ],
    ];
    for (const [X, message] of bad) expect(faultOf(() => make().fit(X as never))).toEqual(invalid(message));
    expect(
      faultOf(() =>
        make()
          .fit([['a', 'b']])
          .transform([['a']]),
      ),
    ).toEqual(invalid(/1 features.* 2/));
    expect(faultOf(() => make().fit([['a']], undefined, { sampleWeight: [1] }))).toEqual(
      invalid(/no sample weights/),
    );
  });
});

describe('OneHotEncoder', () => {
  test('the sparse matrix is the dense one', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(null, 'first' as const), (given, drop) => {
        const model = new OneHotEncoder({ drop, maxCategories: 4 }).fit(given);
        expect(toDense(model.transformSparse(given))).toEqual(model.transform(given));
      }),
    );
  });

  test('unseen categories are in no column, or in that of the rare ones', () => {
    const seen = [['a'], ['a'], ['a'], ['b'], ['c']];
    const ignoring = new OneHotEncoder({ handleUnknown: 'ignore' }).fit(seen);
    expect([...ignoring.transform([['z']]).data]).toEqual([0, 0, 0]);
    expect(ignoring.inverseTransform([[0, 0, 0]])).toEqual([[null]]);
    const grouping = new OneHotEncoder({ handleUnknown: 'infrequent_if_exist', minFrequency: 2 }).fit(seen);
    expect(grouping.featureNames()).toEqual(['x0_a', 'x0_infrequent_sklearn']);
    expect(grouping.infrequentCategories).toEqual([['b', 'c']]);
    expect([...grouping.transform([['z'], ['b'], ['a']]).data]).toEqual([0, 1, 0, 1, 1, 0]);
  });

  test('categories can be given, in any order, but only once', () => {
    const model = new OneHotEncoder({ categories: [['z', 'a']] }).fit([['a']]);
    expect([...model.transform([['a']]).data]).toEqual([0, 1]);
    const fit = (categories: Cell[][]) => () => new OneHotEncoder({ categories }).fit([['a']]);
    expect(faultOf(fit([['a', 'b', 'a']]))).toEqual(invalid(/categories of feature 0 has "a" twice/));
    expect(faultOf(fit([['b']]))).toEqual(invalid(/is "a", which is none of its categories/));
    expect(faultOf(fit([['a'], ['b']]))).toEqual(invalid(/2 lists for 1 features/));
  });

  test('what is dropped must be there, and not be rare', () => {
    const fit = (drop: Cell[]) => () =>
      new OneHotEncoder({ drop, minFrequency: 2 }).fit([['a'], ['a'], ['b']]);
    expect(faultOf(fit(['z']))).toEqual(invalid(/"z", which is no category/));
    expect(faultOf(fit(['b']))).toEqual(invalid(/"b", which is a rare category/));
    expect(faultOf(fit(['a', 'b']))).toEqual(invalid(/2 categories for 1 features/));
  });
});

describe('OrdinalEncoder', () => {
  test('what is unknown or missing gets a code of its own', () => {
    const options = {
      handleUnknown: 'use_encoded_value',
      unknownValue: -2,
      encodedMissingValue: -1,
    } as const;
    const model = new OrdinalEncoder(options).fit([['a'], [null]]);
    expect([...model.transform([['a'], [null], ['z']]).data]).toEqual([0, -1, -2]);
    expect(model.inverseTransform([[0], [-1], [-2]])).toEqual([['a'], [null], [null]]);
  });

  test('codes that a category has are refused', () => {
    const fit = (options: object) => () => new OrdinalEncoder(options).fit([['a'], ['b'], [null]]);
    expect(faultOf(fit({ handleUnknown: 'use_encoded_value', unknownValue: 1 }))).toEqual(
      invalid(/1 is the code/),
    );
    expect(faultOf(fit({ encodedMissingValue: 0 }))).toEqual(invalid(/0 is the code/));
    expect(faultOf(fit({ unknownValue: 5 }))).toEqual(invalid(/only then/));
    expect(faultOf(() => fit({})().inverseTransform([[7]]))).toEqual(invalid(/is 7, which is no code/));
  });
});

describe('LabelEncoder', () => {
  test('the inverse gives the labels back, also from JSON', () => {
    const labels = fc.oneof(
      fc.array(fc.string({ maxLength: 2 }), { minLength: 1 }),
      fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1 }),
    );
    fc.assert(
      fc.property(labels, (y) => {
        const model = new LabelEncoder().fit(y);
        const loaded = loadModel<typeof model>(JSON.parse(JSON.stringify(model)));
        expect([...loaded.inverseTransform(model.transform(y))]).toEqual(y);
      }),
    );
  });

  test('what is no class is refused', () => {
    const model = new LabelEncoder().fit(['a', 'b']);
    expect(faultOf(() => model.transform(['z']))).toEqual(invalid(/"z", which is no class/));
    expect(faultOf(() => model.inverseTransform([2]))).toEqual(invalid(/2, which is no class/));
    expect(faultOf(() => new LabelEncoder().fit([]))).toEqual(invalid(/no rows/));
  });
});

describe('TargetEncoder', () => {
  const X = Array.from({ length: 60 }, (_, row) => [`c${row % 7}`, row % 3]);
  const y = Float64Array.from(X, (_, row) => ((row * 37) % 11) + 0.5);

  test('no row is encoded by its own target', () => {
    const changed = y.slice();
    changed[13]! += 1e6;
    const encoder = new TargetEncoder();
    const [before, after] = [encoder.fitTransform(X, y), encoder.fitTransform(X, changed)];
    const rowOf = ({ transformed: { data, columns } }: typeof before, row: number) =>
      data.slice(row * columns, (row + 1) * columns);
    expect(rowOf(after, 13)).toEqual(rowOf(before, 13));
    expect(after.transformed.data).not.toEqual(before.transformed.data);
    expect(after.model.transform([X[13]!]).data).not.toEqual(before.model.transform([X[13]!]).data);
  });

  test('encodings lie between the means of the categories and that of all', () => {
    const targets = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(targets, fc.constantFrom('auto' as const, 0, 3), (target, smooth) => {
        const cells = target.map((_, row) => [row % 3]);
        const model = new TargetEncoder({ targetType: 'continuous', smooth }).fit(cells, target);
        for (const [category, encoding] of model.encodings[0]!.entries()) {
          const own = target.filter((_, row) => row % 3 === category);
          const mean = own.reduce((a, b) => a + b, 0) / own.length;
          const ends = [mean, model.targetMean[0]!].sort((a, b) => a - b);
          expect(encoding).toBeGreaterThanOrEqual(ends[0]! - 1e-9);
          expect(encoding).toBeLessThanOrEqual(ends[1]! + 1e-9);
        }
      }),
    );
  });

  test('more than two classes have a column each, which sum to 1', () => {
    const labels = X.map((_, row) => ['x', 'y', 'z'][(row * 5) % 3]!);
    const { model, transformed } = new TargetEncoder({ smooth: 2 }).fitTransform(X, labels);
    expect(model.featureNames(['a', 'b'])).toEqual(['a_x', 'a_y', 'a_z', 'b_x', 'b_y', 'b_z']);
    for (let start = 0; start < transformed.data.length; start += 3)
      expect(transformed.data.subarray(start, start + 3).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  test('the same seed gives the same folds, and JSON the same model', () => {
    const { model, transformed } = new TargetEncoder({ seed: 3 }).fitTransform(X, y);
    expect(new TargetEncoder({ seed: 3 }).fitTransform(X, y).transformed).toEqual(transformed);
    expect(new TargetEncoder({ seed: 4 }).fitTransform(X, y).transformed).not.toEqual(transformed);
    const loaded = loadModel<typeof model>(JSON.parse(JSON.stringify(model)));
    expect(loaded.transform(X)).toEqual(model.transform(X));
    expect(loaded.transform([['unseen', null]]).data).toEqual(new Float64Array(2).fill(model.targetMean[0]!));
  });

  test('bad targets are refused', () => {
    expect(faultOf(() => new TargetEncoder().fit(X))).toEqual(invalid(/needs the target/));
    expect(faultOf(() => new TargetEncoder().fit(X, [1]))).toEqual(invalid(/60 rows and y has 1/));
    expect(faultOf(() => new TargetEncoder().fit([['a']], [Number.NaN]))).toEqual(
      invalid(/target of row 0 is NaN/),
    );
    expect(faultOf(() => new TargetEncoder().fitTransform([['a']], [1]))).toEqual(
      invalid(/1 rows do not make 5 folds/),
    );
  });
});
