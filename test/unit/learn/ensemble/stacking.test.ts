import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { consecutiveFolds, stratifiedFolds } from '../../../../layers/learn/ensemble/folds.ts';
import {
  ColumnTransformer,
  LinearRegression,
  LogisticRegression,
  Pipeline,
  type ProbabilisticClassifier,
  Ridge,
  StackingClassifier,
  type StackingClassifierOptions,
  StackingRegressor,
  type StackingRegressorOptions,
} from '../../../../layers/learn/index.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const regressors = [
  ['linear', new LinearRegression()],
  ['ridge', new Ridge({ alpha: 10 })],
] as const;
const classifiers = [
  ['weak', new LogisticRegression({ C: 0.1 })],
  ['strong', new LogisticRegression({ C: 10 })],
] as const;

describe.each<[string, StackingRegressorOptions]>([
  ['as it is', { estimators: regressors }],
  [
    'features passed on',
    { estimators: regressors, passthrough: true, cv: 3, finalEstimator: new LinearRegression() },
  ],
])('a regressor, %s', (_, options) => {
  checkEstimator(() => new StackingRegressor(options), { weights: 'accepted', fewestRows: 5 });
});

describe.each<[string, StackingClassifierOptions]>([
  ['probabilities', { estimators: classifiers }],
  ['decisions', { estimators: classifiers, stackMethod: 'decisionFunction', cv: 3 }],
  ['labels and features', { estimators: classifiers, stackMethod: 'predict', passthrough: true, cv: 2 }],
])('a classifier, %s', (_, options) => {
  checkEstimator(() => new StackingClassifier(options), { weights: 'accepted', fewestRows: 10 });
});

describe('folds', () => {
  test('consecutive ones are runs of rows, each row judged once', () => {
    expect(consecutiveFolds(7, 3).map(({ test }) => [...test])).toEqual([
      [0, 1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  test('stratified ones deal the rows of each class', () => {
    // From sklearn.model_selection.StratifiedKFold(3).split.
    const codes = Int32Array.of(1, 0, 0, 1, 2, 0, 1, 1, 0, 2);
    expect(stratifiedFolds(codes, 3).map(({ test }) => [...test])).toEqual([
      [0, 1, 3, 4],
      [2, 5, 6],
      [7, 8, 9],
    ]);
  });

  test('each class is in every fold as often, give or take one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 12, maxLength: 60 }),
        fc.integer({ min: 2, max: 3 }),
        (drawn, k) => {
          const codes = Int32Array.from(drawn);
          const folds = stratifiedFolds(codes, k);
          expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual([...codes.keys()]);
          for (const code of new Set(codes)) {
            const counts = folds.map(({ test }) => test.filter((row) => codes[row] === code).length);
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});

const X = dense(Array.from({ length: 20 }, (_, row) => [row, (row * 7) % 5]));
const y = Float64Array.from({ length: 20 }, (_, row) => row * 2 + ((row * 3) % 4));

test('the final estimator learns from rows that members have not seen', () => {
  const splits = consecutiveFolds(20, 4);
  const model = new StackingRegressor({
    estimators: regressors,
    cv: splits,
    finalEstimator: new LinearRegression(),
  }).fit(X, y);
  const held = regressors.map(([, member]) =>
    splits.flatMap(({ train, test }) => {
      const rows = (from: Int32Array) =>
        dense([...from].map((row) => [...X.data.subarray(2 * row, 2 * row + 2)]));
      return [
        ...member
          .fit(
            rows(train),
            Float64Array.from(train, (row) => y[row]!),
          )
          .predict(rows(test)),
      ];
    }),
  );
  const final = new LinearRegression().fit(
    held[0]!.map((value, row) => [value, held[1]![row]!]),
    y,
  );
  const asked = dense([[3, 3]]);
  const answers = regressors.map(([, member]) => member.fit(X, y).predict(asked)[0]!);
  expect(model.predict(asked)[0]).toBeCloseTo(final.predict([answers])[0]!, 10);
});

test('two classes give a column a member, more classes one for each', () => {
  const stack = new StackingClassifier({ estimators: classifiers, passthrough: true, cv: 2 });
  expect(
    stack
      .fit(
        X,
        y.map((value) => Number(value > 20)),
      )
      .transform(X).columns,
  ).toBe(2 + 2);
  expect(
    stack
      .fit(
        X,
        y.map((value) => Math.floor(value / 15)),
      )
      .transform(X).columns,
  ).toBe(6 + 2);
});

test('it has what its final estimator has', () => {
  const stack = new StackingClassifier({ estimators: classifiers });
  expectTypeOf(stack).toExtend<ProbabilisticClassifier>();
  expect(
    'predictProba' in
      stack.fit(
        X,
        y.map((value) => Number(value > 20)),
      ),
  ).toBe(true);
});

test('models that are fitted already are used as they are', () => {
  const estimators = regressors.map(([name, member]) => [name, member.fit(X, y)] as const);
  const model = new StackingRegressor({ estimators, cv: 'prefit' }).fit(X, y);
  expect(model.members.map(({ model }) => model)).toEqual(estimators.map(([, fitted]) => fitted));
  expect(faultOf(() => new StackingRegressor({ estimators }).fit(X, y))).toEqual(
    invalid(/linear is a model already/),
  );
  expect(faultOf(() => new StackingRegressor({ estimators: regressors, cv: 'prefit' }).fit(X, y))).toEqual(
    invalid(/linear is no model/),
  );
});

test('members may take a table of categories', () => {
  const table = {
    length: 20,
    columns: {
      x: { kind: 'number', values: Float64Array.from(y) },
      kind: { kind: 'category', codes: new Int32Array(20), categories: ['a'] },
    },
  } as const;
  const member = new Pipeline({
    steps: [
      ['columns', new ColumnTransformer({ transformers: [['x', 'passthrough', ['x']]] })],
      ['model', new LinearRegression()],
    ],
  });
  const model = new StackingRegressor({ estimators: [['pipeline', member]] }).fit(table, y);
  expect(model.predict(table)[3]).toBeCloseTo(y[3]!, 2);
});

test.each<[string, StackingClassifierOptions, RegExp]>([
  [
    'a method that is not there',
    { estimators: classifiers, stackMethod: 'transform' as never },
    /stackMethod .*one of auto/,
  ],
  [
    'one fold',
    { estimators: classifiers, cv: 1 },
    /cv of stacking-classifier must be a whole number of 2 or more, or a list of splits/,
  ],
  ['more folds than rows of a class', { estimators: classifiers, cv: 15 }, /no class has the 15 rows/],
  [
    'splits that leave out rows',
    { estimators: classifiers, cv: [{ train: Int32Array.of(1, 2), test: Int32Array.of(3) }] },
    /row 0 is judged in 0 splits/,
  ],
  [
    'a regressor at the end',
    { estimators: classifiers, finalEstimator: new Ridge() as never },
    /finalEstimator .*must be a classifier/,
  ],
])('%s is refused', (_, options, message) => {
  expect(
    faultOf(() =>
      new StackingClassifier(options).fit(
        X,
        y.map((value) => Number(value > 20)),
      ),
    ),
  ).toEqual(invalid(message));
});
