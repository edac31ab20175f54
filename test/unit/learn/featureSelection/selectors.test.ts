import { describe, expect, test } from 'vitest';
import {
  CorrelationFilter,
  type Estimator,
  type Features,
  type LabelsLike,
  LinearRegression,
  LogisticRegression,
  RFE,
  RFECV,
  SelectFromModel,
  SelectKBest,
  SelectPercentile,
  SequentialFeatureSelector,
  VarianceThreshold,
} from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { dense } from '../../../contract/dense.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const linear = new LinearRegression();
const logistic = new LogisticRegression({ maxIter: 100 });
const supervised = { supervised: true };

describe('variance-threshold', () => {
  checkTransformer(() => new VarianceThreshold(), { missing: true, needsSpread: true });
  describe('threshold 0.1', () => {
    checkTransformer(() => new VarianceThreshold({ threshold: 0.01 }), { missing: true, needsSpread: true });
  });
});
describe('correlation-filter', () => {
  checkTransformer(() => new CorrelationFilter());
  describe('threshold 0.3', () => checkTransformer(() => new CorrelationFilter({ threshold: 0.3 })));
});
describe.each([
  'f_classif',
  'f_regression',
  'chi2',
  'mutual_info_classif',
  'mutual_info_regression',
] as const)('select-k-best, %s', (scoreFunc) => {
  checkTransformer(() => new SelectKBest({ scoreFunc, k: 2 }), supervised);
});
describe('select-k-best, all', () => checkTransformer(() => new SelectKBest({ k: 'all' }), supervised));
describe('select-percentile', () =>
  checkTransformer(() => new SelectPercentile({ percentile: 67 }), supervised));
describe('rfe', () => {
  checkTransformer(() => new RFE({ estimator: linear }), supervised);
  describe('of classes, a share at a time', () => {
    checkTransformer(() => new RFE({ estimator: logistic, nFeaturesToSelect: 2, step: 0.5 }), supervised);
  });
});
describe('rfecv', () => checkTransformer(() => new RFECV({ estimator: linear, cv: 3 }), supervised));
describe('select-from-model', () => {
  checkTransformer(() => new SelectFromModel({ estimator: linear }), supervised);
  describe('of classes, the median', () => {
    checkTransformer(() => new SelectFromModel({ estimator: logistic, threshold: 'median' }), supervised);
  });
});
describe.each(['forward', 'backward'] as const)('sequential-feature-selector, %s', (direction) => {
  checkTransformer(() => new SequentialFeatureSelector({ estimator: linear, direction, cv: 2 }), supervised);
});

const random = seededRandom(3);
/** The first and third of five features decide; the second is nearly the first, the last is constant. */
const X = dense(
  Array.from({ length: 80 }, () => {
    const [a, b, c] = [random(), random(), random()];
    return [a, a + 0.01 * random(), b, c, 0.1];
  }),
);
const y = Float64Array.from(
  { length: 80 },
  (_, row) => 5 * X.data[5 * row]! - 3 * X.data[5 * row + 2]! + random() / 10,
);

test('of features that say the same, the first stays, and the others name it', () => {
  const filter = new CorrelationFilter({ threshold: 0.95 }).fit(X);
  expect(filter.support).toEqual([true, false, true, true, true]);
  expect(filter.correlatedWith).toEqual(Float64Array.of(-1, 0, -1, -1, -1));
  const opposite = dense([
    [1, -1],
    [2, -2],
    [4, -4],
  ]);
  expect(new CorrelationFilter().fit(opposite).support).toEqual([true, false]);
});

test('a feature that goes takes none with it', () => {
  // The second is like the first, the third like the second but not like the first.
  const angles = [0, 0.4, 0.8];
  const rows = Array.from({ length: 200 }, () => {
    const [u, v] = [random() - 0.5, random() - 0.5];
    return angles.map((angle) => u * Math.cos(angle) + v * Math.sin(angle));
  });
  expect(new CorrelationFilter({ threshold: 0.85 }).fit(rows).support).toEqual([true, false, true]);
});

test('wrappers find what decides', () => {
  expect([...new RFE({ estimator: linear, nFeaturesToSelect: 2 }).fit(X, y).indices].at(-1)).toBe(2);
  const cv = new RFECV({ estimator: linear }).fit(X, y);
  expect(cv.support[2]).toBe(true);
  expect(cv.meanTestScores).toHaveLength(5);
  const forward = new SequentialFeatureSelector({ estimator: linear, nFeaturesToSelect: 2 }).fit(X, y);
  expect(forward.indices[1]).toBe(2);
  const asManyAsHelp = new SequentialFeatureSelector({ estimator: linear, tol: 0.05 }).fit(X, y);
  expect(asManyAsHelp.indices).toHaveLength(2);
});

test('the ranking says who went first', () => {
  const { ranking, support } = new RFE({ estimator: linear, nFeaturesToSelect: 1 }).fit(X, y);
  expect([...ranking!].sort()).toEqual([1, 2, 3, 4, 5]);
  expect(ranking![4]).toBe(5);
  expect(support.indexOf(true)).toBe(ranking!.indexOf(1));
});

test('importances are compared with a number, a mean, a median or a multiple', () => {
  const fit = (threshold: number | string | null, maxFeatures: number | null = null) =>
    new SelectFromModel({ estimator: linear, threshold, maxFeatures }).fit(X, y);
  const { importances } = fit(null);
  const mean = importances!.reduce((sum, value) => sum + value, 0) / 5;
  for (const [threshold, least] of [
    ['mean', mean],
    ['1.2*mean', 1.2 * mean],
    [0.5, 0.5],
  ] as const)
    expect(fit(threshold).support).toEqual(Array.from(importances!, (value) => value >= least));
  expect(fit('median').indices).toHaveLength(3);
  expect(fit(0, 2).indices).toHaveLength(2);
});

test('weights reach the estimator', () => {
  const seen: unknown[] = [];
  const spy = {
    kind: 'spy',
    type: 'regressor',
    params: {},
    fit: (rows: Features, _: LabelsLike, options: { sampleWeight?: ArrayLike<number> }) => {
      seen.push(options.sampleWeight?.length);
      const width = (rows as { columns: number }).columns;
      return {
        kind: 'spy',
        coef: new Float64Array(width).fill(1),
        predict: () => y,
        toJSON: () => ({ kind: 'spy' }),
      };
    },
  } as unknown as Estimator;
  const sampleWeight = new Float64Array(80).fill(2);
  new RFE({ estimator: spy }).fit(X, y, { sampleWeight });
  new SelectFromModel({ estimator: spy }).fit(X, y, { sampleWeight });
  expect(new Set(seen)).toEqual(new Set([80]));
});

test('progress is told, and a signal ends it', () => {
  const done: number[] = [];
  new RFE({ estimator: linear, nFeaturesToSelect: 1 }).fit(X, y, {
    onProgress: (progress) => done.push(progress.done),
  });
  expect(done).toEqual([0, 1, 2, 3, 4]);
  expect(() =>
    new RFE({ estimator: linear }).fit(X, y, { signal: AbortSignal.abort(new RangeError('no')) }),
  ).toThrow(RangeError);
});

test('columns of a sparse matrix are chosen as those of a dense one', () => {
  const counts = dense([
    [0, 2, 0, 1],
    [3, 0, 0, 1],
    [0, 1, 0, 1],
    [4, 0, 5, 1],
  ]);
  const sparse = {
    rows: 4,
    columns: 4,
    indptr: Int32Array.of(0, 2, 4, 6, 9),
    indices: Int32Array.of(1, 3, 0, 3, 1, 3, 0, 2, 3),
    values: Float64Array.of(2, 1, 3, 1, 1, 1, 4, 5, 1),
  };
  const selector = new SelectKBest({ scoreFunc: 'chi2', k: 2 });
  const labels = ['a', 'b', 'a', 'b'];
  const [one, other] = [selector.fit(counts, labels), selector.fit(sparse, labels)];
  expect(JSON.stringify(other)).toBe(JSON.stringify(one));
  expect(other.transform(sparse)).toEqual(one.transform(counts));
});

describe('what makes no sense is refused', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['no target', () => new SelectKBest().fit(X), /select-k-best.*give y/],
    [
      'an unknown score',
      () => new SelectKBest({ scoreFunc: 'f' as never }).fit(X, y),
      /scoreFunc.*one of chi2/,
    ],
    [
      'negative counts',
      () => new SelectKBest({ scoreFunc: 'chi2' }).fit([[1], [-2]], [0, 1]),
      /feature 0 of row 1 is -2/,
    ],
    [
      'no feature left by variance',
      () => new VarianceThreshold({ threshold: 9 }).fit(X),
      /no feature has a variance above 9/,
    ],
    [
      'no feature left by importance',
      () => new SelectFromModel({ estimator: linear, threshold: 99 }).fit(X, y),
      /no feature has an importance of 99/,
    ],
    [
      'a threshold of something else',
      () => new SelectFromModel({ estimator: linear, threshold: 'most' }).fit(X, y),
      /threshold of select-from-model must be/,
    ],
    [
      'an estimator that is none',
      () => new RFE({ estimator: 3 as never }).fit(X, y),
      /estimator of rfe must be an estimator/,
    ],
    [
      'a score that may fall forwards',
      () => new SequentialFeatureSelector({ estimator: linear, tol: -1 }).fit(X, y),
      /tol is -1/,
    ],
    [
      'weights where they say nothing',
      () => new SelectKBest().fit(X, y, { sampleWeight: y }),
      /no sample weights/,
    ],
    [
      'names of other features',
      () => new VarianceThreshold().fit(X).featureNames(['a']),
      /1 names for 5 features/,
    ],
  ])('%s', (_, call, message) => {
    expect(faultOf(call)).toEqual(invalid(message));
  });
});
