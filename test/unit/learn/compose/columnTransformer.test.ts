import { describe, expect, test } from 'vitest';
import {
  ColumnTransformer,
  type ColumnTransformerOptions,
  FeatureUnion,
  type FittedColumnTransformer,
  type FittedTransformer,
  loadModel,
  makeColumnSelector,
  OneHotEncoder,
  StandardScaler,
  type Table,
  type Transformer,
} from '../../../../layers/learn/index.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { dense } from '../../../contract/dense.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const all = () => new FeatureUnion({ transformerList: [['x', 'passthrough']] });
const rowsOf = ({ rows, columns, data }: ReturnType<FittedTransformer['transform']>) =>
  Array.from({ length: rows }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);

describe.each<[string, ColumnTransformerOptions]>([
  [
    'columns out of order, and one twice',
    {
      transformers: [
        ['a', all(), [1, 0]],
        ['b', 'passthrough', [0]],
      ],
    },
  ],
  ['a remainder that is kept', { transformers: [['a', all(), [1]]], remainder: 'passthrough' }],
  ['a remainder that is transformed', { transformers: [['a', 'drop', [1]]], remainder: all() }],
  ['weights', { transformers: [['a', all(), [1]]], remainder: 'passthrough', transformerWeights: { a: 3 } }],
])('%s', (_, options) => {
  checkTransformer(() => new ColumnTransformer(options), { missing: true });
});

describe('a union of features', () => {
  checkTransformer(
    () =>
      new FeatureUnion({
        transformerList: [
          ['as-they-are', 'passthrough'],
          ['none', 'drop'],
          ['again', all()],
        ],
        transformerWeights: { again: 0.5 },
      }),
    { missing: true },
  );
});

const table: Table = {
  length: 3,
  columns: {
    age: { kind: 'number', values: Float64Array.of(30, 40, 50) },
    home: { kind: 'category', codes: Int32Array.of(1, 0, 1), categories: ['own', 'rent'] },
    income: { kind: 'number', values: Float64Array.of(1, 2, 3) },
  },
};

/** Gives the length of each text; fitted, it says what it saw. */
class TextLength implements Transformer<readonly string[]> {
  readonly kind = 'text-length';
  readonly type = 'transformer';
  readonly params = {};
  fit(texts: readonly string[]): FittedTransformer<readonly string[]> {
    return {
      kind: this.kind,
      transform: (from) => dense(from.map((text) => [text.length])),
      featureNames: () => [`length of ${texts.join()}`],
      toJSON: () => ({ kind: this.kind }),
    };
  }
}

describe('columns of a table', () => {
  const fit = (options: ColumnTransformerOptions): FittedColumnTransformer =>
    new ColumnTransformer(options).fit(table);

  test('are found by name, whatever their order, and others do not matter', () => {
    const fitted = fit({ transformers: [['x', 'passthrough', ['income', 'age']]] });
    const expected = [
      [1, 30],
      [2, 40],
      [3, 50],
    ];
    expect(rowsOf(fitted.transform(table))).toEqual(expected);
    const { age, income } = table.columns;
    const other: Table = { length: 3, columns: { more: age!, income: income!, age: age! } };
    expect(rowsOf(fitted.transform(other))).toEqual(expected);
    const loaded = loadModel<FittedColumnTransformer>(JSON.parse(JSON.stringify(fitted)));
    expect(rowsOf(loaded.transform(other))).toEqual(expected);
    const without: Table = { length: 3, columns: { age: age! } };
    expect(faultOf(() => fitted.transform(without))).toEqual(invalid(/no column income/));
  });

  test('are chosen by kind and pattern', () => {
    const names = (of: Parameters<typeof makeColumnSelector>[0]) =>
      fit({ transformers: [['x', 'passthrough', makeColumnSelector(of)]] }).featureNames();
    expect(names({ kind: 'number' })).toEqual(['x__age', 'x__income']);
    expect(names({ kind: 'number', pattern: /^inc/ })).toEqual(['x__income']);
  });

  test('alone, without a list, give their values', () => {
    const fitted = fit({
      transformers: [
        ['text', new TextLength(), 'home'],
        ['number', 'passthrough', 'age'],
      ],
    });
    expect(rowsOf(fitted.transform(table))).toEqual([
      [4, 30],
      [3, 40],
      [4, 50],
    ]);
    expect(fitted.featureNames()).toEqual(['text__length of rent,own,rent', 'number__age']);
    const missing: Table = {
      ...table,
      columns: {
        ...table.columns,
        home: { kind: 'category', codes: Int32Array.of(0, -1, 0), categories: ['own'] },
      },
    };
    expect(faultOf(() => fitted.transform(missing))).toEqual(
      invalid(/text: column home of row 1 is missing/),
    );
  });

  test('get the names of scikit-learn', () => {
    const options = {
      transformers: [
        ['x', all(), ['income']],
        ['none', 'passthrough', []],
      ],
      remainder: 'passthrough',
    } as const;
    const { home, ...columns } = table.columns;
    const numbers = { length: 3, columns };
    expect(new ColumnTransformer(options).fit(numbers).featureNames()).toEqual([
      'x__x__income',
      'remainder__age',
    ]);
    const short = new ColumnTransformer({ ...options, verboseFeatureNamesOut: false });
    expect(short.fit(numbers).featureNames()).toEqual(['x__income', 'age']);
    const twice = new ColumnTransformer({
      transformers: [
        ['a', 'passthrough', ['age']],
        ['b', 'passthrough', ['age']],
      ],
      verboseFeatureNamesOut: false,
    });
    expect(faultOf(() => twice.fit(numbers).featureNames())).toEqual(
      invalid(/two columns would be named age/),
    );
  });

  test.each<[string, ColumnTransformerOptions, RegExp]>([
    [
      'a name that is not there',
      { transformers: [['x', 'passthrough', ['height']]] },
      /no column height: .*age, home, income/,
    ],
    [
      'a position that is not there',
      { transformers: [['x', 'passthrough', [3]]] },
      /no column 3: there are 3/,
    ],
    [
      'categories as numbers',
      { transformers: [['x', 'passthrough', ['home']]] },
      /column home holds categories/,
    ],
    ['nothing kept', { transformers: [['x', 'drop', ['age']]] }, /no column is kept/],
    [
      'weights of none',
      { transformers: [['x', 'passthrough', ['age']]], transformerWeights: { y: 1 } },
      /weight for y, which is none of x, remainder/,
    ],
    [
      'an odd remainder',
      { transformers: [['x', 'passthrough', ['age']]], remainder: 'keep' as never },
      /remainder of column-transformer must be drop/,
    ],
  ])('%s is refused', (_, options, message) => {
    expect(faultOf(() => fit(options).transform(table))).toEqual(invalid(message));
  });

  test('rows of texts and numbers are a table whose columns are x0, x1 …', () => {
    const rows = [
      ['red', 1],
      ['green', 3],
    ];
    const fitted = new ColumnTransformer({
      transformers: [
        ['color', new OneHotEncoder(), [0]],
        ['size', new StandardScaler(), [1]],
      ],
    }).fit(rows);
    expect(rowsOf(fitted.transform(rows))).toEqual([
      [0, 1, -1],
      [1, 0, 1],
    ]);
    expect(fitted.featureNames()).toEqual(['color__x0_green', 'color__x0_red', 'size__x1']);
    const loaded = loadModel<FittedColumnTransformer>(JSON.parse(JSON.stringify(fitted)));
    expect(loaded.transform(rows)).toEqual(fitted.transform(rows));
  });

  test('a matrix has no names', () => {
    const matrix = dense([[1, 2]]);
    for (const columns of [['age'], makeColumnSelector({ kind: 'number' })])
      expect(
        faultOf(() => new ColumnTransformer({ transformers: [['x', 'passthrough', columns]] }).fit(matrix)),
      ).toEqual(invalid(/use positions/));
  });
});
