import { describe, expect, test } from 'vitest';
import {
  accuracyScore,
  crossValidate,
  crossValPredict,
  crossValScore,
  getScorer,
  KFold,
  LinearRegression,
  LogisticRegression,
  learningCurve,
  logLoss,
  type Regressor,
  rocAucScore,
  validationCurve,
} from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const random = seededRandom(4);
const X = dense(Array.from({ length: 60 }, () => [random(), random(), random()]));
const y = Float64Array.from(
  { length: 60 },
  (_, row) => 3 * X.data[3 * row]! - X.data[3 * row + 1]! + random() / 5,
);
const labels = Array.from(y, (value) => (value > 1 ? 'yes' : 'no'));
const linear = new LinearRegression();
const logistic = new LogisticRegression({ C: 10 });

/** The weighted mean, which shows what weights reached it. */
class Mean implements Regressor {
  readonly kind = 'mean';
  readonly type = 'regressor';
  readonly params: { readonly shift: number };
  constructor({ shift = 0 }: { shift?: number } = {}) {
    this.params = { shift };
  }
  fit(_: unknown, targets: ArrayLike<number>, { sampleWeight }: { sampleWeight?: ArrayLike<number> } = {}) {
    let [sum, total] = [0, 0];
    for (let row = 0; row < targets.length; row++) {
      sum += targets[row]! * (sampleWeight?.[row] ?? 1);
      total += sampleWeight?.[row] ?? 1;
    }
    const mean = sum / total + this.params.shift;
    return {
      kind: 'mean',
      predict: (rows: unknown) => new Float64Array((rows as { rows: number }).rows).fill(mean),
      toJSON: () => ({ kind: 'mean' }),
    };
  }
}

test('a classifier is stratified and judged by accuracy, a regressor by R² in the order of rows', () => {
  const folds = crossValidate(logistic, X, labels, { scoring: ['accuracy', 'roc_auc', 'f1'] });
  expect(crossValScore(logistic, X, labels)).toEqual(folds.accuracy!.testScore);
  expect(crossValScore(linear, X, y)).toEqual(
    crossValScore(linear, X, y, { cv: new KFold(), scoring: 'r2' }),
  );
  for (const { testScore } of Object.values(folds))
    for (const one of testScore) expect(one).toBeGreaterThan(0.7);
});

test('columns and rows of another form, and folds given as such, give the same', () => {
  const rows = Array.from({ length: 60 }, (_, row) => X.data.subarray(3 * row, 3 * row + 3));
  const values = (column: number) => Float64Array.from(rows, (row) => row[column]!);
  const columns = Object.fromEntries(
    [0, 1, 2].map((c) => [`x${c}`, { kind: 'number', values: values(c) } as const]),
  );
  const expected = crossValScore(linear, X, y);
  expect(crossValScore(linear, rows, y)).toEqual(expected);
  expect(crossValScore(linear, { length: 60, columns }, y)).toEqual(expected);
  expect(crossValScore(linear, X, y, { cv: [...new KFold().split(60)] })).toEqual(expected);
  const sparse = {
    rows: 60,
    columns: 3,
    indptr: Int32Array.from({ length: 61 }, (_, row) => 3 * row),
    indices: Int32Array.from({ length: 180 }, (_, cell) => cell % 3),
    values: X.data,
  };
  expect(crossValScore(linear, sparse, y)).toEqual(expected);
});

test('weights count in the fit and in the score: each is as many rows', () => {
  const sampleWeight = Float64Array.from({ length: 60 }, (_, row) => row % 3);
  const splits = [...new KFold({ nSplits: 3 }).split(60)];
  const weighted = crossValScore(new Mean(), X, y, {
    cv: splits,
    sampleWeight,
    scoring: 'neg_mean_squared_error',
  });
  const repeat = (rows: Int32Array) =>
    Int32Array.from([...rows].flatMap((row) => Array<number>(row % 3).fill(row)));
  const again = splits.map(({ train, test: held }) => ({ train: repeat(train), test: repeat(held) }));
  const repeated = crossValScore(new Mean(), X, y, { cv: again, scoring: 'neg_mean_squared_error' });
  for (const [fold, score] of repeated.entries()) expect(weighted[fold]).toBeCloseTo(score, 12);
});

test('each row is predicted by a model that has not seen it', () => {
  const splits = [...new KFold().split(60)];
  const predicted = crossValPredict(linear, X, y) as Float64Array;
  for (const { test: held } of splits) {
    const broken = y.slice();
    for (const row of held) broken[row] = 1e6;
    const others = crossValPredict(linear, X, broken) as Float64Array;
    for (const row of held) expect(others[row]).toBe(predicted[row]);
  }
});

test('labels and probabilities of rows not seen belong together', () => {
  const predicted = crossValPredict(logistic, X, labels);
  const proba = crossValPredict(logistic, X, labels, { method: 'predictProba' });
  expect([proba.rows, proba.columns]).toEqual([60, 2]);
  expect(accuracyScore(labels, predicted)).toBeGreaterThan(0.85);
  expect(predicted).toEqual(
    Array.from({ length: 60 }, (_, row) => (proba.data[2 * row + 1]! > 0.5 ? 'yes' : 'no')),
  );
});

test('a class that a fold does not learn of has no probability there', () => {
  const rare = Float64Array.from(labels, (label, row) => (row < 6 ? 5 : label === 'yes' ? 7 : 5));
  const cv = [...new KFold({ nSplits: 2 }).split(60)];
  const proba = crossValPredict(logistic, X, rare, { cv, method: 'predictProba' });
  expect(proba.columns).toBe(2);
  expect(rocAucScore(rare, proba)).toBeGreaterThan(0.7);
});

test('the scorers of two classes of any name are the metrics of the second', () => {
  const model = logistic.fit(X, labels);
  const positive = Float64Array.from({ length: 60 }, (_, row) => model.predictProba(X).data[2 * row + 1]!);
  expect(getScorer('roc_auc')(model, X, labels)).toBeCloseTo(rocAucScore(labels, positive), 12);
  expect(getScorer('neg_log_loss')(model, X, labels)).toBeCloseTo(-logLoss(labels, positive), 12);
  const coded = labels.map((label) => Number(label === 'yes'));
  const other = logistic.fit(X, coded);
  for (const name of ['f1', 'precision', 'recall', 'average_precision', 'neg_brier_score', 'roc_auc'])
    expect(getScorer(name)(model, X, labels)).toBeCloseTo(getScorer(name)(other, X, coded), 12);
});

test('learning curves rise in rows, and end with all of them', () => {
  const { trainSizes, testScores, trainScores } = learningCurve(linear, X, y, {
    trainSizes: [0.2, 0.5, 1],
    shuffle: true,
    scoring: 'neg_mean_squared_error',
  });
  expect(trainSizes).toEqual([9, 24, 48]);
  // In another order of the rows, which rounds otherwise.
  const all = crossValScore(linear, X, y, { scoring: 'neg_mean_squared_error' });
  for (const [fold, score] of all.entries()) expect(testScores[2]![fold]).toBeCloseTo(score, 12);
  const mean = (scores: Float64Array) => scores.reduce((sum, value) => sum + value, 0) / scores.length;
  expect(mean(trainScores[0]!)).toBeGreaterThan(mean(trainScores[2]!));
  expect(mean(testScores[0]!)).toBeLessThan(mean(testScores[2]!));
});

test('validation curves try each value, of an estimator or of what makes one', () => {
  const range = { paramName: 'shift', paramRange: [0, 5] };
  const curve = validationCurve(new Mean(), X, y, range);
  expect(validationCurve((params) => new Mean(params), X, y, range)).toEqual(curve);
  expect(curve.testScores[0]).toEqual(crossValScore(new Mean(), X, y));
  for (const [fold, score] of curve.testScores[1]!.entries())
    expect(score).toBeLessThan(curve.testScores[0]![fold]!);
});

describe('what makes no sense is refused', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['an unknown scorer', () => crossValScore(linear, X, y, { scoring: 'r3' }), /no scorer "r3".*r2/],
    ['other numbers of rows', () => crossValScore(linear, X, y.slice(1)), /60 rows and y has 59/],
    ['no folds', () => crossValScore(linear, X, y, { cv: [] }), /no folds/],
    [
      'folds that overlap',
      () => crossValPredict(linear, X, y, { cv: [{ train: Int32Array.of(0), test: Int32Array.of(1) }] }),
      /row 0 is held out 0 times/,
    ],
    [
      'a method there is not',
      () => crossValPredict(linear, X, y, { method: 'predictProba' }),
      /no predictProba/,
    ],
    [
      'sizes beyond the fold',
      () => learningCurve(linear, X, y, { trainSizes: [10, 99] }),
      /1 to 48, not 10, 99/,
    ],
    [
      'a parameter there is not',
      () => validationCurve(linear, X, y, { paramName: 'alpha', paramRange: [1] }),
      /no parameter "alpha"/,
    ],
    [
      'probabilities of a regressor',
      () =>
        crossValScore(
          linear,
          X,
          labels.map((l) => Number(l === 'yes')),
          { scoring: 'neg_log_loss' },
        ),
      /no probabilities/,
    ],
  ])('%s', (_, call, message) => {
    expect(faultOf(call)).toEqual(invalid(message));
  });
});
