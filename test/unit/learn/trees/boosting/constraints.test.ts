import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  HistGradientBoostingClassifier,
  HistGradientBoostingRegressor,
} from '../../../../../layers/learn/index.ts';
import { dense } from '../../../../contract/dense.ts';
import { faultOf, invalid } from '../../../../contract/estimator/faults.ts';
import { asTable, mixed } from './data.ts';

const { X, y } = mixed(800);
const row = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 8, maxLength: 8 });

describe('monotonic constraints', () => {
  const monotonicCst = [1, -1, 0, 0, 1, 0, 0, 0];
  const models = {
    regressor: new HistGradientBoostingRegressor({ monotonicCst, minSamplesLeaf: 3 }).fit(X, y),
    'one tree': new HistGradientBoostingRegressor({ monotonicCst, maxIter: 1, learningRate: 1 }).fit(X, y),
  };
  const classifier = new HistGradientBoostingClassifier({ monotonicCst, minSamplesLeaf: 3 }).fit(
    X,
    y.map((value) => Number(value > 2)),
  );
  const predictions = {
    ...Object.fromEntries(
      Object.entries(models).map(([name, model]) => [name, (of: number[][]) => model.predict(dense(of))]),
    ),
    classifier: (of: number[][]) => classifier.decisionFunction(dense(of)),
  };

  test.each(Object.entries(predictions))('%s: a prediction never moves the other way', (_, predict) => {
    fc.assert(
      fc.property(
        row,
        fc.constantFrom(0, 1, 4),
        fc.double({ min: 0, max: 16, noNaN: true }),
        (from, column, step) => {
          const to = from.map((value, at) => (at === column ? value + step : value));
          const [before, after] = predict([from, to]);
          expect((after! - before!) * monotonicCst[column]!).toBeGreaterThanOrEqual(-1e-12);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('are refused where they cannot hold', () => {
    const fit = (options: object) => faultOf(() => new HistGradientBoostingRegressor(options).fit(X, y));
    expect(fit({ monotonicCst: [1] })).toEqual(invalid(/1 constraints for 8 columns/));
    expect(fit({ monotonicCst: { x0: 1 } })).toEqual(invalid(/"x0".*data without names/));
    expect(fit({ monotonicCst: [2] })).toEqual(invalid(/monotonicCst.*must be/));
    const three = y.map((value) => (value > 3 ? 2 : value > 0 ? 1 : 0));
    expect(faultOf(() => new HistGradientBoostingClassifier({ monotonicCst }).fit(X, three))).toEqual(
      invalid(/two classes/),
    );
    const byName = new HistGradientBoostingRegressor({ monotonicCst: { text: 1 } });
    expect(faultOf(() => byName.fit(asTable(X), y))).toEqual(invalid(/column 7 holds categories/));
  });
});

describe('interaction constraints', () => {
  /** Whether what a step of one column does depends on another one. */
  function interact(
    model: { predict(X: ReturnType<typeof dense>): Float64Array },
    a: number,
    b: number,
  ): boolean {
    const base = [0, 0, 0, 0, 0, 0, 0, 0];
    const at = (first: number, second: number) =>
      base.map((value, column) => (column === a ? first : column === b ? second : value));
    for (let first = -4; first < 4; first++) {
      for (let second = -4; second < 4; second++) {
        const [p, q, r, s] = model.predict(
          dense([at(first, second), at(first + 1, second), at(first, second + 1), at(first + 1, second + 1)]),
        );
        if (Math.abs(s! - q! - r! + p!) > 1e-9) return true;
      }
    }
    return false;
  }
  const target = y.map((value, at) => value + X.data[8 * at]! * X.data[8 * at + 1]!);
  const fit = (interactionCst: number[][] | 'no_interactions' | 'pairwise' | null) =>
    new HistGradientBoostingRegressor({ interactionCst, minSamplesLeaf: 3 }).fit(X, target);

  test('columns of different groups do not interact', () => {
    expect(interact(fit(null), 0, 1)).toBe(true);
    expect(interact(fit('pairwise'), 0, 1)).toBe(true);
    expect(interact(fit([[0, 1]]), 0, 1)).toBe(true);
    expect(interact(fit('no_interactions'), 0, 1)).toBe(false);
    expect(interact(fit([[0], [1, 2]]), 0, 1)).toBe(false);
  });

  test('of columns that are not there are refused', () => {
    expect(faultOf(() => fit([[0, 8]]))).toEqual(invalid(/column 8, but columns are 0 to 7/));
  });
});
