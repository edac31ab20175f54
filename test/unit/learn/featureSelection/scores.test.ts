import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chi2,
  fClassif,
  fRegression,
  mutualInfoClassif,
  mutualInfoRegression,
  rRegression,
} from '../../../../layers/learn/index.ts';
import { seededRandom, standardNormal } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const rows = fc
  .array(
    fc.record({ x: fc.integer({ min: 0, max: 50 }), y: fc.integer({ min: 0, max: 50 }), code: fc.nat(1) }),
    {
      minLength: 5,
      maxLength: 40,
    },
  )
  .filter((all) => new Set(all.map(({ code }) => code)).size === 2);

test('scores and their probabilities lie between their bounds', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const X = dense(all.map(({ x }) => [x]));
      const codes = all.map(({ code }) => code);
      for (const { scores, pvalues } of [
        fClassif(X, codes),
        fRegression(
          X,
          all.map(({ y }) => y),
        ),
        chi2(X, codes),
      ]) {
        expect(scores[0]).toBeGreaterThanOrEqual(0);
        expect(scores[0]).toBeLessThanOrEqual(Number.MAX_VALUE);
        expect(pvalues[0]).toBeGreaterThanOrEqual(0);
        expect(pvalues[0]).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('two classes are a correlation with 0 and 1', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const X = dense(all.map(({ x }) => [x]));
      const codes = all.map(({ code }) => code);
      const [classes, numbers] = [fClassif(X, codes), fRegression(X, codes)];
      fc.pre(numbers.scores[0]! < 1e6);
      expect(classes.scores[0]! / (1 + numbers.scores[0]!)).toBeCloseTo(
        numbers.scores[0]! / (1 + numbers.scores[0]!),
        9,
      );
      expect(classes.pvalues[0]).toBeCloseTo(numbers.pvalues[0]!, 9);
    }),
  );
});

test('place and unit of a feature do not matter to F, nor do they to correlation', () => {
  fc.assert(
    fc.property(rows, fc.double({ min: 0.01, max: 100, noNaN: true }), (all, unit) => {
      const moved = dense(all.map(({ x }) => [x * unit - 7]));
      const X = dense(all.map(({ x }) => [x]));
      const y = all.map((row) => row.y);
      expect(rRegression(moved, y)[0]).toBeCloseTo(rRegression(X, y)[0]!, 8);
    }),
  );
});

test('a constant feature says nothing, one that decides all', () => {
  const X = dense([
    [0.1, 0],
    [0.1, 0],
    [0.1, 1],
    [0.1, 1],
  ]);
  for (const { scores, pvalues } of [fClassif(X, [0, 0, 1, 1]), fRegression(X, [0, 0, 1, 1])]) {
    expect([scores[0], pvalues[0]]).toEqual([0, 1]);
    expect([scores[1], pvalues[1]]).toEqual([Number.MAX_VALUE, 0]);
  }
  expect(chi2(dense([[0], [0]]), [0, 1])).toEqual({
    scores: Float64Array.of(0),
    pvalues: Float64Array.of(1),
  });
});

describe('mutual information', () => {
  const random = seededRandom(8);
  const correlation = 0.8;
  const pairs = Array.from({ length: 1500 }, () => {
    const [a, b] = [standardNormal(random), standardNormal(random)];
    return [a, correlation * a + Math.sqrt(1 - correlation ** 2) * b, standardNormal(random)];
  });

  test('of two normal numbers is that of the formula, and of independent ones next to none', () => {
    const X = dense(pairs.map(([a, , c]) => [a!, c!]));
    const y = pairs.map(([, b]) => b!);
    const { scores } = mutualInfoRegression(X, y);
    expect(scores[0]).toBeCloseTo(-0.5 * Math.log(1 - correlation ** 2), 1);
    expect(scores[1]).toBeLessThan(0.05);
  });

  test('is the same from either side, in any unit', () => {
    const [a, b] = [pairs.map(([one]) => one!), pairs.map(([, other]) => other!)];
    const forwards = mutualInfoRegression(dense(a.map((value) => [value])), b).scores[0]!;
    const backwards = mutualInfoRegression(dense(b.map((value) => [1000 * value])), a).scores[0]!;
    expect(backwards).toBeCloseTo(forwards, 6);
  });

  test('with a class is that of the shares, where the feature tells it', () => {
    const codes = pairs.map((_, row) => row % 3);
    const X = dense(pairs.map(([a], row) => [10 * (row % 3) + a!, a!]));
    const { scores } = mutualInfoClassif(X, codes);
    expect(scores[0]).toBeCloseTo(Math.log(3), 1);
    expect(scores[1]).toBeLessThan(0.05);
    const discrete = mutualInfoClassif(dense(codes.map((code) => [code])), codes, { discreteFeatures: true });
    expect(discrete.scores[0]).toBeCloseTo(Math.log(3), 9);
  });

  test('is never negative, whatever repeats', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (all, discreteFeatures) => {
        const X = dense(all.map(({ x }) => [x % 4, x]));
        const options = { discreteFeatures, nNeighbors: 2 };
        const scores = [
          ...mutualInfoClassif(
            X,
            all.map(({ code }) => code),
            options,
          ).scores,
          ...mutualInfoRegression(
            X,
            all.map(({ y }) => y),
            options,
          ).scores,
        ];
        for (const score of scores) expect(score >= 0 && score < 10).toBe(true);
      }),
    );
  });

  test('of fewer rows than neighbours is refused', () => {
    expect(faultOf(() => mutualInfoClassif([[1], [2]], [0, 1]))).toEqual(
      invalid(/2 rows do not have 3 neighbours/),
    );
  });
});
