import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Estimator } from '../../layers/learn/estimator.ts';
import { loadModel } from '../../layers/learn/loaders.ts';
import type { Dense } from '../../layers/learn/matrix.ts';
import { seededRandom } from '../../layers/learn/random.ts';
import { dense } from './dense.ts';

/** What every estimator promises, whatever its parameters; the list is scikit-learn's check_estimator, as far as it applies. */
export function checkEstimator(make: () => Estimator): void {
  const estimator = make();
  const problem = problemFor(estimator);
  const { X, y } = problem(60, 3, 1);
  const fit = (from: Dense = X, target: Float64Array = y, seed = 7) => make().fit(from, target, seed);
  const invalid = (message: RegExp) =>
    expect.objectContaining({ name: 'InvalidInput', message: expect.stringMatching(message) });
  const fault = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  };

  describe('parameters and inputs', () => {
    test('the constructor keeps parameters and does nothing else', () => {
      expect(make().params).toEqual(estimator.params);
      const before = JSON.stringify(estimator);
      estimator.fit(X, y, 7);
      expect(JSON.stringify(estimator)).toBe(before);
    });

    test('fit and predict leave their inputs as they were', () => {
      const [data, target] = [X.data.slice(), y.slice()];
      fit().predict(X);
      expect(X.data).toEqual(data);
      expect(y).toEqual(target);
    });

    test('a model does not change with the data it was fitted to', () => {
      const [from, target] = [{ ...X, data: X.data.slice() }, y.slice()];
      const model = make().fit(from, target, 7);
      const before = model.predict(X);
      from.data.fill(0);
      target.fill(0);
      expect(model.predict(X)).toEqual(before);
    });
  });

  describe('models', () => {
    test('same seed, same model, to the byte', () => {
      expect(JSON.stringify(fit().toJSON())).toBe(JSON.stringify(fit().toJSON()));
    });

    test('fitting again forgets the data before', () => {
      const other = problem(30, 5, 2);
      const used = make();
      const first = used.fit(other.X, other.y, 7);
      const kept = JSON.stringify(first.toJSON());
      expect(JSON.stringify(used.fit(X, y, 7).toJSON())).toBe(JSON.stringify(fit().toJSON()));
      expect(JSON.stringify(first.toJSON())).toBe(kept);
    });

    test('it learns: predictions are better than none', () => {
      const [model, { X: fresh, y: actual }] = [fit(), problem(200, 3, 3)];
      const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
      const error = (of: (row: number) => number) =>
        actual.reduce((sum, value, row) => sum + (value - of(row)) ** 2, 0);
      const predicted = model.predict(fresh);
      expect(error((row) => predicted[row]!)).toBeLessThan(0.8 * error(() => mean));
    });

    test('the prediction of some rows is the same rows of the prediction', () => {
      const model = fit();
      const all = model.predict(X);
      const rows = fc.array(fc.nat(X.rows - 1), { maxLength: 20 });
      fc.assert(
        fc.property(rows, (chosen) => {
          const part = dense(
            chosen.map((row) => rowOf(X, row)),
            X.columns,
          );
          expect(model.predict(part)).toEqual(Float64Array.from(chosen, (row) => all[row]!));
        }),
      );
    });

    test('JSON and back predicts identically', () => {
      const model = fit();
      const document = JSON.parse(JSON.stringify(model.toJSON()));
      const loaded = loadModel(document);
      expect(loaded.kind).toBe(model.kind);
      expect(loaded.predict(X)).toEqual(model.predict(X));
      expect(JSON.stringify(loaded.toJSON())).toBe(JSON.stringify(document));
    });

    test('no rows get no predictions', () => {
      expect(fit().predict(dense([], X.columns))).toEqual(new Float64Array());
    });
  });

  describe('data that cannot be learned from is refused', () => {
    test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
      '%d in a feature',
      (value) => {
        const broken = { ...X, data: X.data.slice() };
        broken.data[4] = value;
        expect(fault(() => fit(broken))).toEqual(invalid(/feature 1 of row 1/));
        expect(fault(() => fit().predict(broken))).toEqual(invalid(/feature 1 of row 1/));
      },
    );

    test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d in the target', (value) => {
      const broken = y.slice();
      broken[3] = value;
      expect(fault(() => fit(X, broken))).toEqual(invalid(/target of row 3/));
    });

    test('no rows', () => {
      expect(fault(() => fit(dense([], 3), new Float64Array()))).toEqual(invalid(/no rows/));
    });

    test('no features', () => {
      expect(fault(() => fit(dense([[], []], 0), Float64Array.of(0, 1)))).toEqual(invalid(/no features/));
    });

    test('rows without a target, targets without a row', () => {
      expect(fault(() => fit(X, y.slice(1)))).toEqual(invalid(/60 rows.* 59/));
      expect(fault(() => fit(X, Float64Array.of(...y, 1)))).toEqual(invalid(/60 rows.* 61/));
    });

    test('rows of another width than the model was fitted to', () => {
      const model = fit();
      for (const width of [2, 4]) {
        expect(fault(() => model.predict(problem(5, width, 4).X))).toEqual(
          invalid(new RegExp(`${width} features.* 3`)),
        );
      }
    });
  });

  describe('data at the edge works', () => {
    test('one feature', () => {
      const one = problem(40, 1, 5);
      expectFinite(fit(one.X, one.y).predict(one.X));
    });

    test('more features than rows', () => {
      const wide = problem(10, 25, 6);
      expectFinite(fit(wide.X, wide.y).predict(wide.X));
    });

    test.each([0, 1, 0.1, -123456789.1])('a constant feature of %d changes nothing', (value) => {
      const rows = Array.from({ length: X.rows }, (_, row) => [...rowOf(X, row), value]);
      const plain = fit().predict(X);
      const beside = fit(dense(rows)).predict(dense(rows));
      // Without an intercept, a constant feature does its work; stochastic paths differ by another feature.
      const same =
        estimator.params.fitIntercept === true &&
        ['batch', undefined].includes(estimator.params.solver as string);
      expectFinite(beside);
      if (same) for (const row of plain.keys()) expect(beside[row]).toBeCloseTo(plain[row]!, 4);
    });

    test('every feature constant', () => {
      const flat = dense(Array.from({ length: 20 }, () => [0.1, 3]));
      const target = Float64Array.from({ length: 20 }, (_, row) => row % 2);
      expectFinite(fit(flat, target).predict(flat));
    });

    test('the same row again and again', () => {
      const same = dense(Array.from({ length: 30 }, () => [1.5, -2]));
      const target = Float64Array.from({ length: 30 }, (_, row) => (row < 20 ? 1 : 0));
      const predicted = fit(same, target).predict(same);
      expect(new Set(predicted).size).toBe(1);
    });

    test('features of very different size', () => {
      const rows = Array.from({ length: X.rows }, (_, row) =>
        rowOf(X, row).map((value, column) => value * 10 ** (6 * column - 6)),
      );
      expectFinite(fit(dense(rows)).predict(dense(rows)));
    });

    if (estimator.predicts === 'number') {
      test('one row', () => {
        const model = fit(dense([[2, 3]]), Float64Array.of(5));
        expect(model.predict(dense([[2, 3]]))[0]).toBeCloseTo(5, 12);
      });

      test('a constant target', () => {
        const predicted = fit(X, new Float64Array(X.rows).fill(0.1)).predict(X);
        if (estimator.params.fitIntercept === true)
          for (const value of predicted) expect(value).toBeCloseTo(0.1, 12);
      });
    }
  });

  if (estimator.predicts === 'class') {
    describe('classes', () => {
      test('probabilities lie between 0 and 1', () => {
        const model = fit();
        const wild = fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 8 });
        fc.assert(
          fc.property(wild, (rows) => {
            for (const probability of model.predict(dense(rows))) {
              expect(probability).toBeGreaterThanOrEqual(0);
              expect(probability).toBeLessThanOrEqual(1);
            }
          }),
        );
      });

      test.each([0, 1])('rows of class %d alone are refused', (code) => {
        expect(fault(() => fit(X, new Float64Array(X.rows).fill(code)))).toEqual(invalid(/two classes/));
        expect(fault(() => fit(dense([[2, 3]]), Float64Array.of(code)))).toEqual(invalid(/two classes/));
      });

      test.each([2, -1, 0.5])('a class coded %d is refused', (code) => {
        const odd = y.slice();
        odd[0] = code;
        expect(fault(() => fit(X, odd))).toEqual(invalid(/coded 0 and 1/));
      });

      test('exchanged classes exchange the probabilities', () => {
        const [plain, turned] = [
          fit().predict(X),
          fit(
            X,
            y.map((code) => 1 - code),
          ).predict(X),
        ];
        for (const row of plain.keys()) expect(plain[row]! + turned[row]!).toBeCloseTo(1, 9);
      });
    });
  }
}

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });

/** Data that the estimator can learn: p features, of which the first decides. */
function problemFor({ predicts }: Estimator) {
  return (n: number, p: number, seed: number): { X: Dense; y: Float64Array } => {
    const random = seededRandom(seed);
    const rows = Array.from({ length: n }, () => Array.from({ length: p }, () => 2 * random() - 1));
    const y = Float64Array.from(rows, (row) => {
      const value = 3 * row[0]! + 0.5 * (random() - 0.5);
      return predicts === 'number' ? value : Number(value > 0);
    });
    return { X: dense(rows, p), y };
  };
}

function rowOf({ columns, data }: Dense, row: number): number[] {
  return [...data.subarray(row * columns, (row + 1) * columns)];
}

function expectFinite(values: Float64Array): void {
  expect([...values].filter((value) => !Number.isFinite(value))).toEqual([]);
}
