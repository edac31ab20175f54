import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { poolAdjacentViolators } from '../../../../layers/learn/calibration/poolAdjacentViolators.ts';
import { fitSigmoid } from '../../../../layers/learn/calibration/sigmoidCalibration.ts';
import {
  CalibratedClassifierCV,
  type CalibratedClassifierOptions,
  GaussianNB,
  IsotonicRegression,
  type IsotonicRegressionOptions,
  KNeighborsClassifier,
  LogisticRegression,
  loadModel,
  SVC,
} from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

describe.each<[string, CalibratedClassifierOptions]>([
  ['of a decision function', { estimator: new SVC({ gamma: 1 }), cv: 2 }],
  ['of probabilities', { estimator: new GaussianNB(), method: 'isotonic', cv: 2 }],
  ['without an ensemble', { estimator: new LogisticRegression(), ensemble: false, cv: 2 }],
  ['by temperature', { estimator: new LogisticRegression(), method: 'temperature', cv: 2 }],
  [
    'by temperature of probabilities',
    { estimator: new GaussianNB(), method: 'temperature', cv: 2, ensemble: false },
  ],
])('calibrated-classifier-cv %s', (_, options) =>
  checkEstimator(() => new CalibratedClassifierCV(options), {
    weights: 'accepted',
    fewestRows: 2 * (options.cv as number),
    ignoresConstants: false,
  }),
);

const numbers = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 4 })), {
  minLength: 1,
  maxLength: 30,
});

test('pooled: values never fall, keep their weighted sum, and are nearest', () => {
  fc.assert(
    fc.property(numbers, fc.nat(), (of, seed) => {
      const y = Float64Array.from(of, ([value]) => value);
      const weights = Float64Array.from(of, ([, weight]) => weight);
      const fitted = y.slice();
      poolAdjacentViolators(fitted, weights);
      for (let index = 1; index < fitted.length; index++)
        expect(fitted[index]!).toBeGreaterThanOrEqual(fitted[index - 1]!);
      const sum = (values: Float64Array) =>
        values.reduce((all, value, row) => all + value * weights[row]!, 0);
      expect(sum(fitted)).toBeCloseTo(sum(y), 9);
      const lossOf = (values: Float64Array) =>
        values.reduce((all, value, row) => all + weights[row]! * (value - y[row]!) ** 2, 0);
      // No other that never falls comes nearer.
      const random = seededRandom(seed);
      for (let trial = 0; trial < 20; trial++) {
        const other = fitted.map((value) => value + 0.2 * (random() - 0.5)).sort();
        expect(lossOf(fitted)).toBeLessThanOrEqual(lossOf(other) + 1e-9);
      }
    }),
  );
});

describe('isotonic-regression', () => {
  const X = [[1], [2], [3], [4], [5]];
  const y = [1, 3, 2, 2, 6];
  const fit = (options: IsotonicRegressionOptions = {}) => new IsotonicRegression(options).fit(X, y);

  test('is straight between its thresholds', () => {
    const model = fit();
    expect([...model.predict(X)]).toEqual([1, 7 / 3, 7 / 3, 7 / 3, 6]);
    expect([...model.XThresholds]).toEqual([1, 2, 4, 5]);
    expect([...model.predict([[1.5], [4.5]])]).toEqual(
      [1 + 2 / 3, (7 / 3 + 6) / 2].map((one) => expect.closeTo(one, 12)),
    );
  });

  test('goes by the rank correlation, and the other way round', () => {
    expect(fit({ increasing: 'auto' }).increasing).toBe(true);
    const falling = new IsotonicRegression({ increasing: 'auto' }).fit(X, y.toReversed());
    expect(falling.increasing).toBe(false);
    expect([...falling.predict(X)]).toEqual([6, 7 / 3, 7 / 3, 7 / 3, 1]);
  });

  test('outside of the training data is NaN, the nearest, or refused', () => {
    const outside = [[0], [6]];
    expect([...fit().predict(outside)]).toEqual([Number.NaN, Number.NaN]);
    expect([...fit({ outOfBounds: 'clip' }).predict(outside)]).toEqual([1, 6]);
    expect(faultOf(() => fit({ outOfBounds: 'raise' }).predict(outside))).toEqual(
      invalid(/feature 0 of row 0 is 0, outside of 1 to 5/),
    );
    const single = new IsotonicRegression().fit([[1], [1]], [2, 4]);
    expect([...single.predict(outside)]).toEqual([3, 3]);
  });

  test('keeps within bounds', () => {
    const values = [...fit({ yMin: 1.5, yMax: 4 }).predict(X)];
    expect(values).toEqual([1.5, 7 / 3, 7 / 3, 7 / 3, 4]);
    expect(faultOf(() => fit({ yMin: 2, yMax: 1 }))).toEqual(invalid(/yMin of 2 is above/));
  });

  test('weights are as many rows, and a row of none is no row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(3)), { minLength: 2, maxLength: 20 }),
        (of) => {
          fc.pre(of.some(([, , weight]) => weight > 0));
          const weighted = new IsotonicRegression().fit(
            of.map(([x]) => [x]),
            of.map(([, target]) => target),
            { sampleWeight: of.map(([, , weight]) => weight) },
          );
          const rows = of.flatMap((row) => Array<typeof row>(row[2]).fill(row));
          const repeated = new IsotonicRegression().fit(
            rows.map(([x]) => [x]),
            rows.map(([, target]) => target),
          );
          const at = rows.map(([x]) => [x]);
          const expected = repeated.predict(at);
          for (const [row, value] of weighted.predict(at).entries())
            expect(value).toBeCloseTo(expected[row]!, 9);
        },
      ),
    );
  });

  test('JSON and back predicts identically', () => {
    const model = fit({ outOfBounds: 'clip' });
    const loaded = loadModel<typeof model>(JSON.parse(JSON.stringify(model)));
    expect(JSON.stringify(loaded)).toBe(JSON.stringify(model));
    expect(loaded.predict([[0], [2.2]])).toEqual(model.predict([[0], [2.2]]));
  });

  test('bad data is refused', () => {
    expect(faultOf(() => fit().predict([[1, 2]]))).toEqual(invalid(/2 features.* 1/));
    expect(faultOf(() => new IsotonicRegression().fit([[1, 2]], [1]))).toEqual(invalid(/one feature, not 2/));
    expect(faultOf(() => new IsotonicRegression().fit([[1], [Number.NaN]], [1, 2]))).toEqual(
      invalid(/feature 0 of row 1 is NaN/),
    );
    expect(faultOf(() => fit().predict([[Number.NaN]]))).toEqual(invalid(/feature 0 of row 0 is NaN/));
    expect(faultOf(() => new IsotonicRegression().fit([], []))).toEqual(invalid(/no rows/));
  });
});

test('a sigmoid has no slope left, whatever the size of the scores', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(1e-6, 1, 1e6), (seed, scale) => {
      const random = seededRandom(seed);
      const scores = Float64Array.from({ length: 40 }, () => scale * (random() - 0.5));
      const codes = Uint8Array.from(scores, (score) => Number(score + scale * 0.4 * (random() - 0.5) > 0));
      const weights = Float64Array.from(scores, () => 0.5 + random());
      const { a, b } = fitSigmoid(scores, (row) => codes[row] === 1, weights);
      const sums = [0, 1].map((code) =>
        weights.reduce((sum, weight, row) => sum + (codes[row] === code ? weight : 0), 0),
      );
      let [first, second] = [0, 0];
      for (const [row, score] of scores.entries()) {
        const target = codes[row] === 1 ? (sums[1]! + 1) / (sums[1]! + 2) : 1 / (sums[0]! + 2);
        const slope = weights[row]! * (target - 1 / (1 + Math.exp(a * score + b)));
        first += (slope * score) / scale;
        second += slope;
      }
      expect(first).toBeCloseTo(0, 6);
      expect(second).toBeCloseTo(0, 6);
    }),
  );
});

describe('calibrated-classifier-cv', () => {
  const random = seededRandom(3);
  const X = dense(Array.from({ length: 90 }, () => [random(), random()]));
  const y = Array.from({ length: 90 }, (_, row) => Number(X.data[2 * row]! + 0.3 * random() > 0.6));

  test('a model is calibrated by all rows', () => {
    const fitted = new LogisticRegression().fit(X, y);
    const { calibratedClassifiers } = new CalibratedClassifierCV({ estimator: fitted }).fit(X, y);
    expect(calibratedClassifiers).toHaveLength(1);
    expect(calibratedClassifiers[0]!.estimator).toBe(fitted);
  });

  test('an ensemble has a classifier for each fold, else there is one', () => {
    const estimator = new LogisticRegression();
    const count = (ensemble: boolean | 'auto') =>
      new CalibratedClassifierCV({ estimator, ensemble }).fit(X, y).calibratedClassifiers.length;
    expect([count('auto'), count(true), count(false)]).toEqual([5, 5, 1]);
  });

  test('what cannot be calibrated is said', () => {
    const fit = (options: CalibratedClassifierOptions, labels: number[] = y) =>
      faultOf(() => new CalibratedClassifierCV(options).fit(X, labels));
    expect(fit({ estimator: {} as GaussianNB })).toEqual(invalid(/estimator .* must be a classifier/));
    const rare = y.map((_, row) => Number(row < 3));
    expect(fit({ estimator: new GaussianNB() }, rare)).toEqual(
      invalid(/class 1 has 3 rows, too few for 5 folds/),
    );
    const three = y.map((code, row) => (row % 3 === 0 ? 2 : code));
    expect(
      fit(
        { estimator: new SVC({ decisionFunctionShape: 'ovo' }) },
        three.map((code, row) => (row % 4 ? code : 3)),
      ),
    ).toEqual(invalid(/6 columns for 4 classes/));
    const splits = [{ train: Int32Array.of(0, 1), test: Int32Array.of(2, 3) }];
    expect(fit({ estimator: new KNeighborsClassifier({ nNeighbors: 2 }), cv: splits }, three)).toEqual(
      invalid(/classes|fold 0/),
    );
    expect(
      fit({
        estimator: new GaussianNB(),
        cv: [{ train: Int32Array.from(y.keys()), test: Int32Array.of(2, 3) }],
        ensemble: false,
      }),
    ).toEqual(invalid(/held out 0 times/));
    const sampleWeight = y.map(() => 2);
    expect(
      faultOf(() =>
        new CalibratedClassifierCV({ estimator: new KNeighborsClassifier() }).fit(X, y, { sampleWeight }),
      ),
    ).toEqual(invalid(/fold 0: k-neighbors-classifier takes no sample weights/));
  });
});
