import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreesClassifier,
  ExtraTreesRegressor,
  IsolationForest,
  RandomForestClassifier,
  RandomForestRegressor,
} from '../../../../layers/learn/index.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';

const few = { nEstimators: 15 };
const equivalent = { missing: true } as const;
const accepted = { missing: true, weights: 'accepted' } as const;

describe('decision-tree-classifier', () => {
  for (const params of [
    {},
    { criterion: 'entropy', maxDepth: 4 },
    { maxFeatures: 'sqrt', seed: 3 },
    { ccpAlpha: 0.01, classWeight: 'balanced' },
    { maxLeafNodes: 8, minImpurityDecrease: 0.001 },
    { splitter: 'random', minWeightFractionLeaf: 0.02 },
  ] as const)
    describe(JSON.stringify(params), () =>
      checkEstimator(() => new DecisionTreeClassifier(params), equivalent),
    );
  // A row of weight 2 is one row of a leaf.
  describe('minSamplesLeaf', () =>
    checkEstimator(() => new DecisionTreeClassifier({ minSamplesLeaf: 3 }), accepted));
});

describe('decision-tree-regressor', () => {
  for (const params of [
    {},
    { maxDepth: 5, ccpAlpha: 0.001 },
    { criterion: 'absolute_error', maxDepth: 5 },
    { maxLeafNodes: 12 },
    { splitter: 'random' },
  ] as const)
    describe(JSON.stringify(params), () =>
      checkEstimator(() => new DecisionTreeRegressor(params), equivalent),
    );
  describe('minSamplesLeaf', () =>
    checkEstimator(
      () => new DecisionTreeRegressor({ minSamplesLeaf: 0.05, minSamplesSplit: 0.1 }),
      accepted,
    ));
});

describe('random-forest-classifier', () => {
  for (const params of [few, { ...few, classWeight: 'balanced_subsample', maxSamples: 0.7 }] as const)
    describe(JSON.stringify(params), () =>
      checkEstimator(() => new RandomForestClassifier(params), accepted),
    );
});

describe('random-forest-regressor', () => {
  for (const params of [
    few,
    { ...few, maxFeatures: 0.5, minSamplesLeaf: 2 },
    { ...few, bootstrap: false },
  ] as const)
    describe(JSON.stringify(params), () => checkEstimator(() => new RandomForestRegressor(params), accepted));
});

describe('extra-trees-classifier', () => {
  for (const params of [few, { ...few, bootstrap: true, criterion: 'log_loss' }] as const)
    describe(JSON.stringify(params), () => checkEstimator(() => new ExtraTreesClassifier(params), accepted));
});

describe('extra-trees-regressor', () => {
  describe('defaults', () => checkEstimator(() => new ExtraTreesRegressor(few), accepted));
});

describe('isolation-forest', () => {
  for (const params of [
    few,
    { ...few, contamination: 0.1, maxSamples: 0.5, maxFeatures: 2 / 3, bootstrap: true },
  ] as const)
    describe(JSON.stringify(params), () => checkEstimator(() => new IsolationForest(params), accepted));
});

const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.double({ min: -1, max: 1, noNaN: true })), {
  minLength: 4,
  maxLength: 60,
});

describe('a tree', () => {
  test('without limits knows its training rows by heart, where equal rows agree', () => {
    fc.assert(
      fc.property(rows, (of) => {
        const X = dense(of.map((row) => [...row]));
        const y = of.map(([first, second]) => first + second);
        expect([...new DecisionTreeRegressor().fit(X, y).predict(X)]).toEqual(y);
        expect(new ExtraTreesRegressor(few).fit(X, y).predict(X)).toEqual(
          expect.objectContaining({ length: y.length }),
        );
      }),
    );
  });

  test('has no leaf of fewer rows, nor more leaves, than asked for', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 5 }), (of, least, most) => {
        const X = dense(of.map((row) => [...row]));
        const y = of.map(([first, second]) => first * second);
        const leaves = new Map<number, number>();
        for (const value of new DecisionTreeRegressor({ minSamplesLeaf: least }).fit(X, y).predict(X))
          leaves.set(value, (leaves.get(value) ?? 0) + 1);
        expect(Math.min(...leaves.values())).toBeGreaterThanOrEqual(Math.min(least, of.length));
        const limited = new DecisionTreeRegressor({ maxLeafNodes: most }).fit(X, y);
        expect(limited.trees.leaves).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('that is pruned more has fewer leaves', () => {
    const X = dense(Array.from({ length: 200 }, (_, row) => [row % 37, (row * 7) % 11]));
    const y = Array.from({ length: 200 }, (_, row) => ((row % 37) - 18) ** 2 + ((row * 7919) % 13));
    const leaves = [0, 1, 10, 100, 1e6].map(
      (ccpAlpha) => new DecisionTreeRegressor({ ccpAlpha }).fit(X, y).trees.leaves,
    );
    expect(leaves).toEqual([...leaves].sort((a, b) => b - a));
    expect(leaves.at(-1)).toBe(1);
    expect(new Set(leaves).size).toBe(5);
  });

  test('splits by whether a value is missing', () => {
    const X = dense([[1], [Number.NaN], [1], [Number.NaN], [1], [1]]);
    const model = new DecisionTreeClassifier().fit(X, ['no', 'yes', 'no', 'yes', 'no', 'no']);
    expect(model.predict([[1], [Number.NaN], [-5]])).toEqual(['no', 'yes', 'no']);
  });

  test('sends what was never missing where most rows went', () => {
    const X = dense([[1], [2], [3], [4], [5]]);
    const model = new DecisionTreeClassifier().fit(X, [0, 0, 0, 0, 1]);
    expect([...model.predict([[Number.NaN]])]).toEqual([0]);
    const other = new DecisionTreeClassifier().fit(X, [0, 1, 1, 1, 1]);
    expect([...other.predict([[Number.NaN]])]).toEqual([1]);
  });

  test('takes the importance of a feature from its splits', () => {
    const X = dense(Array.from({ length: 60 }, (_, row) => [row % 2, row % 5, row % 3]));
    const y = Array.from({ length: 60 }, (_, row) => 10 * (row % 2) + (row % 3));
    const { featureImportances } = new DecisionTreeRegressor().fit(X, y);
    expect(featureImportances.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
    expect(featureImportances[0]).toBeGreaterThan(0.9);
    expect(featureImportances[1]).toBe(0);
  });
});

describe('a forest', () => {
  const X = dense(Array.from({ length: 300 }, (_, row) => [row % 29, (row * 31) % 17, (row * 7) % 13]));
  const labels = Array.from({ length: 300 }, (_, row) =>
    (row % 29) + ((row * 31) % 17) > 22 ? 'high' : 'low',
  );
  const y = Array.from({ length: 300 }, (_, row) => (row % 29) + 2 * ((row * 31) % 17));

  test('is measured on the rows that its trees did not see', () => {
    const classifier = new RandomForestClassifier({ nEstimators: 50, oobScore: true }).fit(X, labels);
    expect(classifier.oobScore).toBeGreaterThan(0.9);
    expect(classifier.oobScore).toBeLessThan(1);
    const regressor = new RandomForestRegressor({ nEstimators: 50, oobScore: true }).fit(X, y);
    expect(regressor.oobScore).toBeGreaterThan(0.9);
    expect(regressor.oobScore).toBeLessThan(1);
  });

  test('refuses to be measured where every tree sees all rows', () => {
    const fit = () => new ExtraTreesClassifier({ oobScore: true }).fit(X, labels);
    expect(fit).toThrow(/oobScore of extra-trees-classifier needs bootstrap/);
  });

  test('has other trees for another seed', () => {
    const of = (seed: number) => JSON.stringify(new RandomForestClassifier({ ...few, seed }).fit(X, labels));
    expect(of(1)).not.toBe(of(2));
  });

  test('of more trees begins with those of fewer', () => {
    const of = (nEstimators: number) => new RandomForestRegressor({ nEstimators }).fit(X, y).trees;
    const [small, large] = [of(3), of(5)];
    expect(large.columns.slice(0, small.columns.length)).toEqual(small.columns);
  });
});

test('counts of events are not negative, and not all zero', () => {
  const fit = (y: number[]) => new DecisionTreeRegressor({ criterion: 'poisson' }).fit([[1], [2], [3]], y);
  expect(() => fit([1, -1, 2])).toThrow(/target of row 1 is -1/);
  expect(() => fit([0, 0, 0])).toThrow(/every target is 0/);
  expect([...fit([0, 2, 4]).predict([[3]])]).toEqual([4]);
});
