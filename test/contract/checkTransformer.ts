import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Dense, type FittedTransformer, loadModel, type Transformer } from '../../layers/learn/index.ts';
import { denseRows } from '../../layers/learn/matrix.ts';
import { seededRandom } from '../../layers/learn/random.ts';
import { dense } from './dense.ts';
import { faultOf, invalid } from './estimator/faults.ts';

export interface TransformerExpectations {
  /** A missing value is no fault. @default false */
  readonly missing?: boolean;
  /** Features must be 0 or more. @default false */
  readonly nonNegative?: boolean;
  /** Features must be above 0. @default false */
  readonly positive?: boolean;
  /** It looks at the target: classes 0 and 1. @default false */
  readonly supervised?: boolean;
  /** Refuses a single row, and rows that are all the same. @default false */
  readonly needsSpread?: boolean;
}

/**
 * What every transformer of numbers promises, whatever its parameters. Call it within a `describe`.
 *
 * @example describe('standard-scaler', () => checkTransformer(() => new StandardScaler()))
 */
export function checkTransformer(
  make: () => Transformer,
  {
    missing = false,
    nonNegative = false,
    positive = false,
    supervised = false,
    needsSpread = false,
  }: TransformerExpectations = {},
): void {
  const random = seededRandom(1);
  const X = dense(Array.from({ length: 40 }, () => [0, 1, 2].map((shift) => random() + shift * random())));
  // Of both classes, whatever the size of the feature that decides.
  const target = (from: Dense) => {
    if (!supervised) return undefined;
    const first = Float64Array.from({ length: from.rows }, (_, row) => from.data[row * from.columns]!);
    const mean = first.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0) / from.rows;
    return first.map((value) => Number(value > mean));
  };
  const fit = (from: Dense = X): FittedTransformer => make().fit(from, target(from));

  describe('parameters and inputs', () => {
    test('the constructor keeps parameters and does nothing else', () => {
      const transformer = make();
      const before = JSON.stringify(transformer);
      transformer.fit(X, target(X));
      expect(JSON.stringify(transformer)).toBe(before);
      expect(make().params).toEqual(transformer.params);
    });

    test('its kind is the name of its class in kebab case', () => {
      const words = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g;
      const transformer = make();
      expect(transformer.kind).toBe(transformer.constructor.name.replaceAll(words, '-').toLowerCase());
    });

    test('fit and transform leave their inputs as they were', () => {
      const data = X.data.slice();
      fit().transform(X);
      expect(X.data).toEqual(data);
    });
  });

  describe('what is fitted', () => {
    test('the same data gives the same, to the byte, and fitting again forgets', () => {
      const used = make();
      const other = dense(
        Array.from({ length: 25 }, (_, row) =>
          [row, row % 5, (row * 7) % 11, row % 2].map((value) => value + 1),
        ),
      );
      used.fit(other, target(other));
      expect(JSON.stringify(used.fit(X, target(X)))).toBe(JSON.stringify(fit()));
    });

    test('JSON and back transforms identically', () => {
      const fitted = fit();
      const document = JSON.parse(JSON.stringify(fitted));
      const loaded = loadModel<FittedTransformer>(document);
      expect(loaded.transform(X)).toEqual(fitted.transform(X));
      expect(JSON.stringify(loaded)).toBe(JSON.stringify(document));
    });

    test('it gives as many finite columns as it has names', () => {
      const fitted = fit();
      const { rows, columns, data } = fitted.transform(X);
      expect(rows).toBe(X.rows);
      expect(data).toHaveLength(rows * columns);
      expect(data.every(Number.isFinite)).toBe(true);
      for (const names of [fitted.featureNames(), fitted.featureNames(['a', 'b', 'c'])]) {
        expect(new Set(names).size).toBe(columns);
      }
    });

    test('the transform of some rows is the same rows of the transform', () => {
      const fitted = fit();
      const all = fitted.transform(X);
      fc.assert(
        fc.property(fc.array(fc.nat(X.rows - 1), { maxLength: 10 }), (chosen) => {
          expect(fitted.transform(denseRows(X, chosen))).toEqual(denseRows(all, chosen));
        }),
      );
    });

    test('typed columns and rows are as good as one array', () => {
      const rows = Array.from({ length: X.rows }, (_, row) => X.data.subarray(row * 3, row * 3 + 3));
      expect(fit().transform(rows)).toEqual(fit().transform(X));
      const columns = ['a', 'b', 'c'].map((name, column) => [
        name,
        { kind: 'number', values: Float64Array.from(rows, (row) => row[column]!) } as const,
      ]);
      const table = { length: X.rows, columns: Object.fromEntries(columns) };
      expect(fit().transform(table)).toEqual(fit().transform(X));
    });
  });

  describe('bad data is refused', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY].filter((value) => !(missing && Number.isNaN(value)));
    test.each([...odd, ...(nonNegative || positive ? [-1] : []), ...(positive ? [0] : [])])('%d', (value) => {
      const broken = { ...X, data: X.data.slice() };
      broken.data[4] = value;
      expect(faultOf(() => fit(broken))).toEqual(invalid(/feature 1 of row 1/));
      expect(faultOf(() => fit().transform(broken))).toEqual(invalid(/feature 1 of row 1/));
    });

    test('no rows, no features, another width', () => {
      expect(faultOf(() => fit(dense([], 3)))).toEqual(invalid(/no rows/));
      expect(faultOf(() => fit(dense([[], []], 0)))).toEqual(invalid(/no features/));
      expect(faultOf(() => fit().transform(dense([[1, 2]])))).toEqual(invalid(/2 features.* 3/));
    });
  });

  describe('data at the edge', () => {
    test.each([
      ['a constant column', dense(Array.from({ length: 20 }, (_, row) => [row + Number(positive), 0.1]))],
      [
        'columns of very different size',
        dense(
          Array.from({ length: 20 }, (_, row) => [
            (row + Number(positive)) * 1e-9,
            ((row % 7) + Number(positive)) * 1e9,
          ]),
        ),
      ],
    ])('%s gives finite numbers', (_, from) => {
      expect(fit(from).transform(from).data.every(Number.isFinite)).toBe(true);
    });

    if (!needsSpread && !supervised)
      test.each([
        ['one row', dense([[1, 2]])],
        ['every column constant', dense(Array.from({ length: 9 }, () => [1, 0.1]))],
      ])('%s gives finite numbers', (_, from) => {
        expect(fit(from).transform(from).data.every(Number.isFinite)).toBe(true);
      });
  });
}
