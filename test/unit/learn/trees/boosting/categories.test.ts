import { describe, expect, test } from 'vitest';
import {
  HistGradientBoostingClassifier,
  HistGradientBoostingRegressor,
  loadModel,
  type RegressionModel,
  type Table,
} from '../../../../../layers/learn/index.ts';
import { dense } from '../../../../contract/dense.ts';
import { faultOf, invalid } from '../../../../contract/estimator/faults.ts';

/** Targets of six towns in no order; missing towns have one of their own. */
const towns = ['ulm', 'bonn', 'kiel', 'jena', 'trier', 'essen'];
const targets = [5, 1, 5, 1, 5, 1];
const codes = Int32Array.from({ length: 350 }, (_, row) => (row % 7) - 1);
const y = Float64Array.from(codes, (code) => (code < 0 ? 9 : targets[code]!));
const table = (of: Int32Array, categories: readonly string[]): Table => ({
  length: of.length,
  columns: {
    noise: { kind: 'number', values: Float64Array.from(of, (_, row) => row % 3) },
    town: { kind: 'category', codes: of, categories },
  },
});
const X = table(codes, towns);

describe('categories', () => {
  const model = new HistGradientBoostingRegressor({ maxIter: 1, learningRate: 1, maxLeafNodes: 3 }).fit(X, y);

  test('of a table are grouped by their targets, missing ones with them', () => {
    for (const [row, value] of model.predict(X).entries()) expect(value).toBeCloseTo(y[row]!, 6);
  });

  test('are known by name, whatever their codes in the table to predict', () => {
    const other = table(Int32Array.of(0, 1, 2, -1), ['kiel', 'bonn', 'nowhere']);
    const [kiel, bonn, unknown, missing] = model.predict(other);
    expect([kiel, bonn]).toEqual([expect.closeTo(5, 4), expect.closeTo(1, 4)]);
    expect(unknown).toBe(missing);
  });

  test('survive JSON', () => {
    const loaded = loadModel<RegressionModel>(JSON.parse(JSON.stringify(model)));
    expect(loaded.predict(X)).toEqual(model.predict(X));
  });

  test('can be numbers, in any order', () => {
    const rows = dense(
      Array.from(codes, (code) => [code < 0 ? Number.NaN : [40, -3, 12.5, 7, 0, 99][code]!]),
    );
    const byNumber = new HistGradientBoostingRegressor({
      maxIter: 1,
      learningRate: 1,
      maxLeafNodes: 3,
      categoricalFeatures: [0],
    });
    const fitted = byNumber.fit(rows, y);
    for (const [row, value] of fitted.predict(rows).entries()) expect(value).toBeCloseTo(y[row]!, 6);
    expect(fitted.predict(dense([[5]]))).toEqual(fitted.predict(dense([[Number.NaN]])));
    expect(
      new HistGradientBoostingRegressor({ categoricalFeatures: [true] }).fit(rows, y).toJSON().categories,
    ).toEqual(
      new HistGradientBoostingRegressor({ categoricalFeatures: [0] }).fit(rows, y).toJSON().categories,
    );
  });

  test('that cannot be used are refused', () => {
    const fit = (options: object) => faultOf(() => new HistGradientBoostingRegressor(options).fit(X, y));
    expect(fit({ categoricalFeatures: null })).toEqual(invalid(/column town holds categories/));
    expect(fit({ categoricalFeatures: ['city'] })).toEqual(
      invalid(/"city".*none of the 2 columns: noise, town/),
    );
    expect(fit({ categoricalFeatures: [true] })).toEqual(invalid(/1 flags for 2 columns/));
    expect(fit({ maxBins: 5 })).toEqual(invalid(/feature 1 has 6 categories, more than the 5 bins/));
    expect(faultOf(() => model.predict(dense([[1, 2]])))).toEqual(invalid(/categories that are texts/));
    const numbers = new HistGradientBoostingRegressor().fit(dense([[1], [2]]), [1, 2]);
    expect(faultOf(() => numbers.predict({ length: 1, columns: { town: X.columns.town! } }))).toEqual(
      invalid(/holds categories/),
    );
  });
});

test('a column that gained more is more important, and one of no use not at all', () => {
  const { featureImportances } = new HistGradientBoostingClassifier({ maxIter: 5, maxLeafNodes: 2 }).fit(
    X,
    y.map((value) => Number(value > 3)),
  );
  expect([...featureImportances]).toEqual([0, 1]);
});
