import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitTemperature } from '../../../../layers/learn/calibration/fitTemperature.ts';
import { fitSigmoid } from '../../../../layers/learn/calibration/sigmoidCalibration.ts';
import {
  CalibratedClassifierCV,
  type CalibratedClassifierOptions,
  DecisionTreeClassifier,
  GaussianNB,
  LinearSVC,
  LogisticRegression,
  Ridge,
  StratifiedKFold,
  VotingClassifier,
} from '../../../../layers/learn/index.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';
import type { Expectations } from '../../../contract/estimator/Subject.ts';

describe.each<[string, CalibratedClassifierOptions, Expectations]>([
  ['as it is', {}, { fewestRows: 10 }],
  ['isotonic', { estimator: new LogisticRegression(), method: 'isotonic', cv: 3 }, { fewestRows: 6 }],
  ['one model', { estimator: new LogisticRegression(), ensemble: false, cv: 3 }, { fewestRows: 6 }],
  ['a temperature', { method: 'temperature', cv: 2 }, { fewestRows: 4 }],
  [
    'a temperature of probabilities',
    { estimator: new GaussianNB(), method: 'temperature', cv: 2, ensemble: false },
    { fewestRows: 4 },
  ],
  [
    'one model of probabilities, isotonic',
    {
      estimator: new DecisionTreeClassifier({ maxDepth: 2 }),
      method: 'isotonic',
      ensemble: false,
      cv: new StratifiedKFold({ nSplits: 2, shuffle: true }),
    },
    { fewestRows: 4, missing: true },
  ],
])('%s', (_, options, expectations) => {
  checkEstimator(() => new CalibratedClassifierCV(options), { weights: 'accepted', ...expectations });
});

const X = dense(Array.from({ length: 90 }, (_, row) => [row, (row * 7) % 11]));
const y = Float64Array.from({ length: 90 }, (_, row) =>
  Math.min(2, Math.floor((row + ((row * 5) % 13)) / 34)),
);
const splits = [...new StratifiedKFold({ nSplits: 3 }).split(90, y)];

test('splits, a splitter and a number of folds are the same', () => {
  const fit = (cv: CalibratedClassifierOptions['cv']) =>
    JSON.stringify(
      new CalibratedClassifierCV({ estimator: new LogisticRegression(), ...(cv && { cv }) }).fit(X, y),
    );
  expect(fit(3)).toBe(fit(splits));
  expect(fit(3)).toBe(fit(new StratifiedKFold({ nSplits: 3 })));
  expect(fit(undefined)).toBe(fit(5));
});

test('a model for each fold, or one', () => {
  const members = (ensemble: boolean) =>
    new CalibratedClassifierCV({ ensemble, cv: 3 }).fit(X, y).calibratedClassifiers;
  expect(members(true).map(({ calibrators }) => calibrators.length)).toEqual([3, 3, 3]);
  expect(members(false).map(({ calibrators }) => calibrators.length)).toEqual([3]);
  const two = y.map((code) => Number(code > 0));
  expect(
    new CalibratedClassifierCV({ cv: 2 }).fit(X, two).calibratedClassifiers[0]!.calibrators,
  ).toHaveLength(1);
});

test('weights count in the models and in their calibration', () => {
  const sampleWeight = Float64Array.from({ length: 90 }, (_, row) => [0, 1, 2][row % 3]!);
  const held = splits.map(({ train, test }) => {
    const repeated = (rows: Int32Array) =>
      Int32Array.from([...rows].flatMap((row) => Array<number>(sampleWeight[row]!).fill(row)));
    return { train: repeated(train), test: repeated(test) };
  });
  const options = { estimator: new LogisticRegression({ tol: 1e-10 }) } as const;
  const weighted = new CalibratedClassifierCV({ ...options, cv: splits }).fit(X, y, { sampleWeight });
  const twice = new CalibratedClassifierCV({ ...options, cv: held }).fit(X, y);
  for (const [index, value] of weighted.predictProba(X).data.entries())
    expect(value).toBeCloseTo(twice.predictProba(X).data[index]!, 6);
});

test('a fold may not know a class, which it then gives no chance', () => {
  const rows = Int32Array.from(y.keys());
  const split = { train: rows.filter((row) => y[row] !== 1), test: rows };
  for (const estimator of [new LinearSVC(), new DecisionTreeClassifier()]) {
    const { predictProba, ...model } = new CalibratedClassifierCV({ estimator, cv: [split] }).fit(X, y);
    expect(model.calibratedClassifiers[0]!.calibrators).toHaveLength(2);
    const { data } = predictProba.call(model as never, X);
    expect([...data].filter((_, index) => index % 3 === 1)).toEqual(Array(90).fill(0));
    // The first rows are of class 0, the last of class 2.
    expect(data[0]).toBeGreaterThan(0.5);
    expect(data[3 * 89 + 2]).toBeGreaterThan(0.5);
  }
});

test('a sigmoid is where the slope of its loss is 0, whatever the size of the scores', () => {
  const drawn = fc.array(
    fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.boolean(), fc.integer({ min: 1, max: 3 })),
    { minLength: 3, maxLength: 40 },
  );
  fc.assert(
    fc.property(drawn, fc.constantFrom(1e-6, 1, 1e9), (rows, scale) => {
      const scores = Float64Array.from(rows, ([score]) => score * scale);
      const weights = Float64Array.from(rows, ([, , weight]) => weight);
      const { a, b } = fitSigmoid(scores, (row) => rows[row]![1], weights);
      const sum = (is: boolean) => rows.reduce((total, row) => total + (row[1] === is ? row[2] : 0), 0);
      const [high, low] = [(sum(true) + 1) / (sum(true) + 2), 1 / (sum(false) + 2)];
      let [slope, offset] = [0, 0];
      for (const [row, [score, is, weight]] of rows.entries()) {
        const miss = weight * (1 / (1 + Math.exp(a * scores[row]! + b)) - (is ? high : low));
        slope += miss * score;
        offset += miss;
      }
      expect(Math.abs(slope)).toBeLessThan(1e-5);
      expect(Math.abs(offset)).toBeLessThan(1e-5);
    }),
  );
});

test.each<[string, CalibratedClassifierOptions, RegExp]>([
  ['a regressor', { estimator: new Ridge() as never }, /estimator .*must be a classifier/],
  ['another method', { method: 'platt' as never }, /method .*one of sigmoid, isotonic/],
  ['more folds than rows of a class', { cv: 40 }, /rows of class .*fewer than the 40 folds/],
  ['one fold', { cv: 1 }, /nSplits must be a whole number of 2 or more/],
  [
    'a classifier without scores',
    {
      estimator: new VotingClassifier({ estimators: [['one', new LogisticRegression()]], voting: 'hard' }),
    },
    /voting-classifier has neither decisionFunction nor predictProba/,
  ],
  [
    'a split that holds out nothing',
    { cv: [{ train: Int32Array.from(y.keys()), test: new Int32Array() }] },
    /fold 0 .*holds out none/,
  ],
  [
    'a split of rows that are not there',
    { cv: [{ train: Int32Array.from(y.keys()), test: Int32Array.of(90) }] },
    /fold 0 has row 90, of 90 rows/,
  ],
  [
    'splits that leave out rows, for one model',
    { ensemble: false, cv: splits.slice(1) },
    /is judged in 0 splits/,
  ],
  [
    'folds that do not know a class, for one model',
    {
      ensemble: false,
      cv: [0, 1, 2].map((code) => ({
        train: Int32Array.from(y.keys()).filter((row) => y[row] !== code),
        test: Int32Array.from(y.keys()).filter((row) => y[row] === code),
      })),
    },
    /fold 0 learns from no row of 1 of the 3 classes/,
  ],
])('%s is refused', (_, options, message) => {
  expect(faultOf(() => new CalibratedClassifierCV(options).fit(X, y))).toEqual(invalid(message));
});

test('weights that leave nothing to calibrate by are refused', () => {
  const sampleWeight = Float64Array.from({ length: 90 }, (_, row) => Number(!splits[0]!.test.includes(row)));
  expect(faultOf(() => new CalibratedClassifierCV({ cv: splits }).fit(X, y, { sampleWeight }))).toEqual(
    invalid(/every sample weight is 0/),
  );
});

test('a temperature is where the expected logit is the actual one, whatever the size of the logits', () => {
  const logits = fc.array(fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.nat(2)), {
    minLength: 20,
    maxLength: 40,
  });
  fc.assert(
    fc.property(logits, fc.constantFrom(0.1, 1, 10), (of, scale) => {
      const codes = Int32Array.from(of, ([, code]) => code);
      const data = Float64Array.from(
        of.flatMap(([value, code]) =>
          [0, 1, 2].map((one) => scale * (value * one + Number(one === code && value > -1))),
        ),
      );
      const { beta } = fitTemperature({ rows: of.length, columns: 3, data }, codes, undefined);
      const lossAt = (at: number) =>
        of.reduce((sum, [, code], row) => {
          const own = [...data.subarray(3 * row, 3 * row + 3)].map((logit) => at * logit);
          const most = Math.max(...own);
          return sum + most + Math.log(own.reduce((all, one) => all + Math.exp(one - most), 0)) - own[code]!;
        }, 0);
      // It is sought between bounds.
      for (const other of [0.9, 1.1].filter((times) => Math.abs(Math.log(beta * times)) < 10))
        expect(lossAt(beta)).toBeLessThanOrEqual(lossAt(beta * other) + 1e-9);
    }),
  );
});
