import { describe, expect, test } from 'vitest';
import {
  crossValScore,
  fitAsync,
  GridSearchCV,
  HalvingGridSearchCV,
  LinearRegression,
  LogisticRegression,
  RandomizedSearchCV,
  TpeSearchCV,
} from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const random = seededRandom(9);
const X = dense(Array.from({ length: 120 }, () => [random() * 4 + 1, random()]));
const y = Float64Array.from({ length: 120 }, (_, row) => 10 + 2 * X.data[2 * row]! + random());
const labels = Array.from(y, (value) => Number(value > 16));
const linear = new LinearRegression();
const logistic = new LogisticRegression({ maxIter: 200 });

test('a grid is every combination, the last name changing fastest, and lists of grids are joined', () => {
  const estimator = (params: Readonly<Record<string, unknown>>) => {
    const { fitIntercept } = params as { fitIntercept?: boolean };
    return new LinearRegression(fitIntercept === undefined ? {} : { fitIntercept });
  };
  const paramGrid = [{ zeta: [1, 2], fitIntercept: [true, false] }, { fitIntercept: [true] }];
  const { cvResults } = new GridSearchCV({ estimator, paramGrid }).fit(X, y);
  expect(cvResults.map(({ params }) => params)).toEqual([
    { fitIntercept: true, zeta: 1 },
    { fitIntercept: true, zeta: 2 },
    { fitIntercept: false, zeta: 1 },
    { fitIntercept: false, zeta: 2 },
    { fitIntercept: true },
  ]);
  expect(cvResults.map(({ rankTestScore }) => rankTestScore)).toEqual([1, 1, 4, 4, 1]);
});

test('the best of a grid is fitted to all rows, and its score is that of cross-validation', () => {
  const search = new GridSearchCV({ estimator: linear, paramGrid: { fitIntercept: [false, true] }, cv: 4 });
  const { bestParams, bestIndex, bestScore, cvResults, model } = search.fit(X, y);
  expect([bestParams, bestIndex]).toEqual([{ fitIntercept: true }, 1]);
  expect(cvResults[1]!.splitTestScores).toEqual(crossValScore(linear, X, y, { cv: 4 }));
  expect(bestScore).toBe(cvResults[1]!.meanTestScore);
  expect(JSON.stringify(model)).toBe(JSON.stringify(linear.fit(X, y)));
});

test('a random search of lists draws no combination twice, and one of distributions stays within them', () => {
  const lists = { C: [0.01, 0.1, 1, 10], fitIntercept: [true, false] };
  const options = { estimator: logistic, nIter: 6, seed: 5, cv: 2 };
  const drawn = new RandomizedSearchCV({ ...options, paramDistributions: lists }).fit(X, labels).cvResults;
  expect(new Set(drawn.map(({ params }) => JSON.stringify(params))).size).toBe(6);
  const paramDistributions = { C: { type: 'log-uniform', low: 0.01, high: 10 } } as const;
  const [one, same, other] = [5, 5, 6].map((seed) =>
    new RandomizedSearchCV({ ...options, seed, paramDistributions })
      .fit(X, labels)
      .cvResults.map(({ params }) => params.C as number),
  );
  expect(one).toEqual(same);
  expect(one).not.toEqual(other);
  for (const C of one!) expect(C >= 0.01 && C <= 10).toBe(true);
});

test('halving gives ever fewer candidates ever more rows, and the best has been through all rounds', () => {
  const paramGrid = { C: [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000] };
  const { nCandidates, nResources, bestParams, bestIndex, cvResults } = new HalvingGridSearchCV({
    estimator: logistic,
    paramGrid,
    cv: 2,
    minResources: 'smallest',
  }).fit(X, labels);
  expect(nCandidates).toEqual([9, 3, 1]);
  expect(nResources).toEqual([8, 24, 72]);
  expect(cvResults).toHaveLength(13);
  expect(bestIndex).toBe(12);
  expect(bestParams.C).toBeGreaterThan(1e-4);
});

test('halving exhausts the rows in its last round, or a parameter', () => {
  const paramGrid = { C: [0.01, 0.1, 1, 10] };
  const rows = new HalvingGridSearchCV({ estimator: logistic, paramGrid, factor: 2, cv: 2 }).fit(X, labels);
  expect([rows.nCandidates, rows.nResources]).toEqual([
    [4, 2, 1],
    [30, 60, 120],
  ]);
  const rounds = new HalvingGridSearchCV({
    estimator: logistic,
    paramGrid,
    factor: 2,
    cv: 2,
    resource: 'maxIter',
    maxResources: 100,
  });
  const found = rounds.fit(X, labels);
  expect(found.nResources).toEqual([25, 50, 100]);
  expect(found.bestParams.maxIter).toBe(100);
  const aggressive = new HalvingGridSearchCV({
    estimator: logistic,
    paramGrid,
    factor: 2,
    cv: 2,
    minResources: 60,
    aggressiveElimination: true,
  });
  expect(aggressive.fit(X, labels).nResources).toEqual([60, 60, 120]);
});

test('TPE tries as many as it is told, and the same again', () => {
  const options = {
    estimator: logistic,
    paramDistributions: { C: { type: 'log-uniform', low: 1e-4, high: 1e3 } },
    nIter: 15,
    cv: 2,
    scoring: 'neg_log_loss',
  } as const;
  const found = new TpeSearchCV(options).fit(X, labels);
  expect(found.cvResults).toHaveLength(15);
  expect(found.bestScore).toBe(Math.max(...found.cvResults.map(({ meanTestScore }) => meanTestScore)));
  expect(new TpeSearchCV(options).fit(X, labels).bestParams).toEqual(found.bestParams);
});

test('progress is told after each candidate, and a signal ends the search', async () => {
  const search = new GridSearchCV({ estimator: logistic, paramGrid: { C: [0.1, 1, 10] }, cv: 2 });
  const seen: number[] = [];
  const controller = new AbortController();
  const options = {
    onProgress: ({ done }: { done: number }) => {
      seen.push(done);
      if (done === 2) controller.abort(new RangeError('enough'));
    },
    signal: controller.signal,
  };
  expect(() => search.fit(X, labels, options)).toThrow(RangeError);
  expect(seen).toEqual([1, 2]);
  const { bestScore } = await fitAsync(search, X, labels);
  expect(bestScore).toBe(search.fit(X, labels).bestScore);
});

describe('what makes no sense is refused', () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      'no values',
      () => new GridSearchCV({ estimator: linear, paramGrid: { fitIntercept: [] } }).fit(X, y),
      /no values of fitIntercept/,
    ],
    [
      'an unknown parameter',
      () => new GridSearchCV({ estimator: linear, paramGrid: { C: [1] } }).fit(X, y),
      /no parameter "C"/,
    ],
    [
      'no trials',
      () =>
        new RandomizedSearchCV({
          estimator: linear,
          paramDistributions: { fitIntercept: [true] },
          nIter: 0,
        }).fit(X, y),
      /nIter/,
    ],
    [
      'a resource without an end',
      () =>
        new HalvingGridSearchCV({ estimator: logistic, paramGrid: { C: [1] }, resource: 'maxIter' }).fit(
          X,
          labels,
        ),
      /maxResources how much maxIter/,
    ],
    [
      'a factor of 1',
      () => new HalvingGridSearchCV({ estimator: logistic, paramGrid: { C: [1] }, factor: 1 }).fit(X, labels),
      /factor/,
    ],
  ])('%s', (_, call, message) => {
    expect(faultOf(call)).toEqual(invalid(message));
  });
});
