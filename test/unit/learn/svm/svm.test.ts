import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fitAsync,
  SVC,
  type SVCModel,
  type SVCOptions,
  SVR,
  type SVROptions,
} from '../../../../layers/learn/index.ts';
import { Arena } from '../../../../layers/learn/kernels/Arena.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { centreOf, KernelRows } from '../../../../layers/learn/svm/KernelRows.ts';
import { couplePairs } from '../../../../layers/learn/svm/pairwiseCoupling.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

// Where features are of very different size, the linear kernel takes for ever to come so near.
// gamma 'scale' looks at all rows, whatever they weigh, and folds at random know no weights.
describe.each<SVCOptions<false>>([
  { gamma: 0.5, tol: 1e-9 },
  { kernel: 'linear', C: 10, tol: 1e-9, shrinking: false, maxIter: 100_000 },
  {
    kernel: 'poly',
    degree: 2,
    coef0: 1,
    gamma: 'auto',
    tol: 1e-9,
    maxIter: 100_000,
    decisionFunctionShape: 'ovo',
  },
])('svc %o', (options) => checkEstimator(() => new SVC(options), { weightTolerance: 1e-5 }));
describe.each<SVCOptions<false>>([{}, { kernel: 'sigmoid', classWeight: 'balanced', breakTies: true }])(
  'svc %o',
  (options) => checkEstimator(() => new SVC(options), { weights: 'accepted' }),
);
describe('svc with probabilities', () =>
  checkEstimator(() => new SVC({ probability: true, gamma: 0.5 }), { weights: 'accepted', votes: true }));
describe.each<SVROptions>([
  { gamma: 0.5, C: 5, epsilon: 0.01, tol: 1e-9 },
  { kernel: 'linear', epsilon: 0, tol: 1e-9, maxIter: 100_000 },
])('svr %o', (options) => checkEstimator(() => new SVR(options), { weightTolerance: 1e-5 }));
describe.each<SVROptions>([{}, { kernel: 'poly', C: 10, coef0: 1, shrinking: false }])('svr %o', (options) =>
  checkEstimator(() => new SVR(options), { weights: 'accepted' }),
);

const problem = fc.record({
  rows: fc.integer({ min: 6, max: 60 }),
  columns: fc.integer({ min: 1, max: 4 }),
  C: fc.constantFrom(0.1, 1, 10),
  kernel: fc.constantFrom('linear' as const, 'rbf' as const, 'poly' as const),
  seed: fc.nat(),
});

function made({ rows, columns, seed }: { rows: number; columns: number; seed: number }) {
  const random = seededRandom(seed);
  const X = dense(
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => 2 * random() - 1)),
  );
  return { X, random };
}

test('svc: rows outside the margin are no support vectors, those within it have the largest coefficient', () => {
  fc.assert(
    fc.property(problem, ({ C, kernel, ...of }) => {
      const { X, random } = made(of);
      const y = Float64Array.from({ length: X.rows }, (_, row) => (row < 2 ? row : Number(random() > 0.5)));
      const model = new SVC({ C, kernel, gamma: 1, coef0: 1, tol: 1e-6 }).fit(X, y);
      const beta = new Float64Array(X.rows);
      for (const [place, row] of model.support.entries()) beta[row] = model.dualCoef.data[place]!;
      const scores = model.decisionFunction(X).data;
      for (const [row, score] of scores.entries()) {
        const side = 2 * y[row]! - 1;
        expect(beta[row]! * side).toBeGreaterThanOrEqual(0);
        expect(beta[row]! * side).toBeLessThanOrEqual(C);
        if (side * score > 1 + 1e-4) expect(beta[row]).toBe(0);
        if (side * score < 1 - 1e-4) expect(beta[row]! * side).toBe(C);
      }
      expect(beta.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 9);
    }),
  );
});

test('svr: errors below ε cost nothing, those above it pull with all their strength', () => {
  fc.assert(
    fc.property(problem, ({ C, kernel, ...of }) => {
      const { X, random } = made(of);
      const y = Float64Array.from({ length: X.rows }, () => random());
      const model = new SVR({ C, kernel, gamma: 1, coef0: 1, epsilon: 0.2, tol: 1e-6 }).fit(X, y);
      const beta = new Float64Array(X.rows);
      for (const [place, row] of model.support.entries()) beta[row] = model.dualCoef[place]!;
      for (const [row, value] of model.predict(X).entries()) {
        const error = y[row]! - value;
        if (Math.abs(error) < 0.2 - 1e-4) expect(beta[row]).toBe(0);
        if (Math.abs(error) > 0.2 + 1e-4) expect(beta[row]).toBe(Math.sign(error) * C);
      }
    }),
  );
});

test('shrinking and a cache of two rows change nothing but the time', () => {
  const { X, random } = made({ rows: 1300, columns: 3, seed: 1 });
  const y = Float64Array.from({ length: X.rows }, (_, row) =>
    Number(X.data[3 * row]! * X.data[3 * row + 1]! + random() / 3 > 0),
  );
  const scores = (options: SVCOptions<false>) =>
    new SVC({ C: 10, tol: 1e-7, ...options }).fit(X, y).decisionFunction(X).data;
  const all = scores({ shrinking: false });
  for (const options of [{}, { cacheSize: 0.001 }]) {
    const difference = scores(options).map((score, row) => Math.abs(score - all[row]!));
    expect(Math.max(...difference)).toBeLessThan(1e-5);
  }
});

test('the linear kernel has weights, others have none', () => {
  const { X } = made({ rows: 40, columns: 3, seed: 3 });
  const codes = Float64Array.from({ length: 40 }, (_, row) => Number(X.data[3 * row]! > 0));
  const { coef, intercept, ...rest }: SVCModel = new SVC({ kernel: 'linear' }).fit(X, codes);
  expect(rest).toBeDefined();
  expect(coef).toMatchObject({ rows: 1, columns: 3 });
  expect(coef!.data[0]).toBeGreaterThan(Math.abs(coef!.data[1]!));
  expect(intercept).toHaveLength(1);
  expect(new SVC().fit(X, codes).coef).toBeUndefined();
  expect(new SVR({ kernel: 'linear' }).fit(X, codes).coef).toHaveLength(3);
});

describe('probabilities of pairs', () => {
  test('that agree with some of all classes give them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 }),
        (of) => {
          const total = of.reduce((sum, one) => sum + one, 0);
          const k = of.length;
          const pairs = Float64Array.from({ length: k * k }, (_, place) => {
            const [i, j] = [of[Math.floor(place / k)]!, of[place % k]!];
            return i / (i + j);
          });
          const out = new Float64Array(k);
          couplePairs(pairs, out);
          for (const [index, one] of of.entries()) expect(out[index]).toBeCloseTo(one / total, 6);
        },
      ),
    );
  });
});

test('ties of votes go to the first class, or to the surest with breakTies', () => {
  const X = dense([[0], [1], [2], [10], [11], [12], [20], [21], [22]]);
  const y = Float64Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2);
  const model = new SVC({ kernel: 'linear', breakTies: true }).fit(X, y);
  const { data } = model.decisionFunction(X);
  for (const [row, code] of (model.predict(X) as Float64Array).entries()) {
    const own = [...data.subarray(3 * row, 3 * row + 3)];
    expect(own.indexOf(Math.max(...own))).toBe(code);
  }
  expect(faultOf(() => new SVC({ breakTies: true, decisionFunctionShape: 'ovo' }).fit(X, y))).toEqual(
    invalid(/breakTies/),
  );
});

test('a kernel too large for its numbers is refused, as is a class without weight', () => {
  const huge = dense([[1e170], [2e170], [-1e170], [3e170]]);
  const y = Float64Array.of(0, 1, 0, 1);
  expect(faultOf(() => new SVC().fit(huge, y))).toEqual(invalid(/scale/));
  expect(faultOf(() => new SVR({ kernel: 'linear' }).fit(huge, y))).toEqual(invalid(/scale/));
  const sampleWeight = Float64Array.of(1, 0, 1, 0);
  expect(faultOf(() => new SVC().fit(dense([[1], [2], [3], [4]]), y, { sampleWeight }))).toEqual(
    invalid(/class 1 has a weight of 0/),
  );
});

test('a fit ends early at maxIter, and when its signal says so', async () => {
  const { X, random } = made({ rows: 3000, columns: 2, seed: 5 });
  const y = Float64Array.from({ length: X.rows }, () => Number(random() > 0.5));
  expect(new SVC({ maxIter: 7 }).fit(X, y).nIter).toEqual([7]);
  const signal = AbortSignal.timeout(30);
  await expect(fitAsync(new SVC({ C: 1e6 }), X, y, { signal })).rejects.toMatchObject({
    name: 'TimeoutError',
  });
});

test.each(['linear', 'rbf', 'poly', 'sigmoid'] as const)(
  'rows of the %s kernel are their twin, to the bit',
  (kernel) => {
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.integer({ min: 1, max: 40 }),
          columns: fc.integer({ min: 1, max: 9 }),
          seed: fc.nat(),
        }),
        (of) => {
          const { X } = made(of);
          const settings = { kernel, gamma: 0.7, degree: 3, coef0: 0.5 };
          const centre = centreOf(X, settings);
          const [fast, plain] = [false, true].map(
            (isPlain) => new KernelRows(X, settings, centre, new Arena({ plain: isPlain })),
          );
          const last = (of.rows - 1) * of.columns;
          expect(fast!.of(X.data, last)).toEqual(plain!.of(X.data, last));
          expect(fast!.of(X.data, last)[of.rows - 1]).toBeCloseTo(fast!.diagonal()[of.rows - 1]!, 12);
        },
      ),
    );
  },
);
