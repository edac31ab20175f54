import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accuracyScore,
  averagePrecisionScore,
  balancedAccuracyScore,
  brierScoreLoss,
  calibrationCurve,
  cohenKappaScore,
  confusionMatrix,
  f1Score,
  fbetaScore,
  logLoss,
  matthewsCorrcoef,
  precisionRecallCurve,
  precisionScore,
  recallScore,
  rocAucScore,
  rocCurve,
  score,
} from '../../../../layers/learn/index.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

/** Rows of 3 classes: what they are, what they are said to be, and how often they count. */
const labelled = fc.array(
  fc.record({ is: fc.nat(2), said: fc.nat(2), weight: fc.integer({ min: 1, max: 3 }) }),
  {
    minLength: 3,
    maxLength: 40,
  },
);
/** Rows of 2 classes, of which both are there, with scores of which some are equal. */
const ranked = fc
  .array(fc.record({ is: fc.nat(1), score: fc.nat(10), weight: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((rows) => new Set(rows.map(({ is }) => is)).size === 2);

const macro = { average: 'macro' } as const;
const ofLabels: Record<string, (is: number[], said: number[], options?: object) => number> = {
  accuracy: accuracyScore,
  balanced: balancedAccuracyScore,
  precision: (is, said, options) => precisionScore(is, said, { ...macro, ...options }),
  recall: (is, said, options) => recallScore(is, said, { ...macro, ...options }),
  f1: (is, said, options) => f1Score(is, said, { average: 'weighted', ...options }),
  fbeta: (is, said, options) => fbetaScore(is, said, { beta: 2, average: 'micro', ...options }),
  matthews: matthewsCorrcoef,
};
const ofScores: Record<string, (is: number[], score: number[], options?: object) => number> = {
  auc: rocAucScore,
  averagePrecision: averagePrecisionScore,
  brier: (is, score, options) =>
    brierScoreLoss(
      is,
      score.map((value) => value / 10),
      options,
    ),
  logLoss: (is, score, options) =>
    logLoss(
      is,
      score.map((value) => value / 10),
      options,
    ),
};

/** Each row as often as it counts. */
function repeated<Row extends { weight: number }>(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => Array<Row>(row.weight).fill(row));
}

const truth = (rows: readonly { is: number }[]) => rows.map(({ is }) => is);
const said = (rows: readonly { said: number }[]) => rows.map((row) => row.said);
const scores = (rows: readonly { score: number }[]) => rows.map((row) => row.score);
const weights = (rows: readonly { weight: number }[]) => rows.map(({ weight }) => weight);

describe.each(Object.entries(ofLabels))('%s of labels', (name, metric) => {
  test('lies between its bounds, and is 1 for a perfect prediction', () => {
    fc.assert(
      fc.property(labelled, (rows) => {
        const value = metric(truth(rows), said(rows));
        expect(value).toBeGreaterThanOrEqual(name === 'matthews' ? -1 - 1e-12 : 0);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
        const isConstant = new Set(truth(rows)).size === 1;
        expect(metric(truth(rows), truth(rows))).toBeCloseTo(name === 'matthews' && isConstant ? 0 : 1, 12);
      }),
    );
  });

  test('a weight is as many rows', () => {
    fc.assert(
      fc.property(labelled, (rows) => {
        const all = repeated(rows);
        const weighted = metric(truth(rows), said(rows), { sampleWeight: weights(rows) });
        expect(weighted).toBeCloseTo(metric(truth(all), said(all)), 12);
      }),
    );
  });

  test('neither the order of rows nor the names of classes matter', () => {
    fc.assert(
      fc.property(labelled, (rows) => {
        const value = metric(truth(rows), said(rows));
        const turned = rows.toReversed();
        expect(metric(truth(turned), said(turned))).toBeCloseTo(value, 12);
        const named = (codes: number[]) => codes.map((code) => ['z', 'a', 'm'][code]!) as unknown as number[];
        expect(metric(named(truth(rows)), named(said(rows)))).toBeCloseTo(value, 12);
      }),
    );
  });
});

describe.each(Object.entries(ofScores))('%s of scores', (name, metric) => {
  test('a weight is as many rows, one of 0 is none', () => {
    fc.assert(
      fc.property(ranked, (rows) => {
        const all = repeated(rows);
        const beside = [...rows, { is: 1, score: 3, weight: 0 }, { is: 0, score: 9, weight: 0 }];
        const weighted = metric(truth(beside), scores(beside), { sampleWeight: weights(beside) });
        expect(weighted).toBeCloseTo(metric(truth(all), scores(all)), 12);
      }),
    );
  });

  test('rows of other order change nothing', () => {
    fc.assert(
      fc.property(ranked, (rows) => {
        const turned = rows.toReversed();
        expect(metric(truth(turned), scores(turned))).toBeCloseTo(metric(truth(rows), scores(rows)), 12);
      }),
    );
  });

  if (name === 'auc' || name === 'averagePrecision')
    test('only the order of scores matters', () => {
      fc.assert(
        fc.property(ranked, (rows) => {
          const grown = scores(rows).map((value) => Math.exp(value) - 7);
          expect(metric(truth(rows), grown)).toBeCloseTo(metric(truth(rows), scores(rows)), 12);
        }),
      );
    });
});

test('the area is the chance that a positive row is above a negative one, and turned about with the scores', () => {
  fc.assert(
    fc.property(ranked, (rows) => {
      const sides = [1, 0].map((side) => rows.filter(({ is }) => is === side));
      const wins = sides[0]!.flatMap((a) => sides[1]!.map((b) => (Math.sign(a.score - b.score) + 1) / 2));
      const area = rocAucScore(truth(rows), scores(rows));
      expect(area).toBeCloseTo(wins.reduce((sum, win) => sum + win, 0) / wins.length, 12);
      expect(
        rocAucScore(
          truth(rows),
          scores(rows).map((value) => -value),
        ),
      ).toBeCloseTo(1 - area, 12);
    }),
  );
});

test('the ROC curve rises from 0 to 1, and has the same area without its intermediate points', () => {
  fc.assert(
    fc.property(ranked, (rows) => {
      const areas = [true, false].map((dropIntermediate) => {
        const { fpr, tpr, thresholds } = rocCurve(truth(rows), scores(rows), { dropIntermediate });
        expect([fpr[0], tpr[0], fpr.at(-1), tpr.at(-1)]).toEqual([0, 0, 1, 1]);
        for (const rate of [fpr, tpr, thresholds.toReversed()]) expect(rate).toEqual(rate.toSorted());
        let area = 0;
        for (let at = 1; at < fpr.length; at++)
          area += (fpr[at]! - fpr[at - 1]!) * ((tpr[at]! + tpr[at - 1]!) / 2);
        return area;
      });
      for (const area of areas) expect(area).toBeCloseTo(rocAucScore(truth(rows), scores(rows)), 12);
    }),
  );
});

test('recall falls to 0 with rising thresholds, and precision ends with 1', () => {
  fc.assert(
    fc.property(ranked, (rows) => {
      const { precision, recall, thresholds } = precisionRecallCurve(truth(rows), scores(rows));
      expect([recall[0], recall.at(-1), precision.at(-1)]).toEqual([1, 0, 1]);
      expect(recall.toReversed()).toEqual(recall.toSorted());
      expect(thresholds).toEqual(thresholds.toSorted());
      expect(precision).toHaveLength(thresholds.length + 1);
    }),
  );
});

test('cells of the confusion matrix sum to the weights, and normalized ones to 1', () => {
  fc.assert(
    fc.property(labelled, (rows) => {
      const sampleWeight = weights(rows);
      const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
      const counts = confusionMatrix(truth(rows), said(rows), { sampleWeight });
      expect(sum(counts.data)).toBe(sum(sampleWeight));
      const shares = confusionMatrix(truth(rows), said(rows), { sampleWeight, normalize: 'true' });
      for (let row = 0; row < shares.rows; row++) {
        const whole = sum(shares.data.subarray(row * shares.columns, (row + 1) * shares.columns));
        if (sum(counts.data.subarray(row * shares.columns, (row + 1) * shares.columns)) > 0)
          expect(whole).toBeCloseTo(1, 12);
        else expect(whole).toBe(0);
      }
      const other = confusionMatrix(said(rows), truth(rows), { sampleWeight, normalize: 'all' });
      expect(sum(other.data)).toBeCloseTo(1, 12);
    }),
  );
});

test('kappa is symmetric, and its weights are as many rows', () => {
  const varied = labelled.filter((rows) => new Set([...truth(rows), ...said(rows)]).size > 1);
  fc.assert(
    fc.property(varied, fc.constantFrom(null, 'linear', 'quadratic'), (rows, how) => {
      const all = repeated(rows);
      const options = { weights: how as 'linear' | null };
      const kappa = cohenKappaScore(truth(rows), said(rows), { ...options, sampleWeight: weights(rows) });
      expect(kappa).toBeCloseTo(cohenKappaScore(said(all), truth(all), options), 10);
      expect(kappa).toBeLessThanOrEqual(1);
    }),
  );
});

test('weights of a calibration curve of equal widths are as many rows', () => {
  fc.assert(
    fc.property(ranked, (rows) => {
      const all = repeated(rows);
      const tenths = (of: { score: number }[]) => of.map((row) => row.score / 10);
      const weighted = calibrationCurve(truth(rows), tenths(rows), { sampleWeight: weights(rows) });
      const plain = calibrationCurve(truth(all), tenths(all));
      for (const side of ['probTrue', 'probPred'] as const) {
        expect(weighted[side]).toHaveLength(plain[side].length);
        for (const [bin, value] of plain[side].entries()) expect(weighted[side][bin]).toBeCloseTo(value, 12);
      }
    }),
  );
});

test('a ratio without a denominator is what zeroDivision says', () => {
  const [is, none] = [
    [0, 0, 1],
    [0, 0, 0],
  ];
  expect(precisionScore(is, none)).toBe(0);
  expect(precisionScore(is, none, { zeroDivision: 1 })).toBe(1);
  expect(precisionScore(is, none, { zeroDivision: Number.NaN })).toBeNaN();
  expect(precisionScore(is, none, { average: 'macro', zeroDivision: Number.NaN })).toBeCloseTo(2 / 3, 12);
  expect(f1Score(is, none, { average: null })).toEqual(Float64Array.of(0.8, 0));
});

test.each<[string, () => unknown, RegExp]>([
  ['other numbers of rows', () => accuracyScore([0, 1], [0]), /2 targets and 1 predictions/],
  ['no rows', () => f1Score([], []), /0 targets/],
  [
    'labels of two types',
    () => accuracyScore([0, 1], ['0', '1']),
    /targets are numbers and the predictions strings/,
  ],
  ['NaN as a label', () => accuracyScore([0, Number.NaN], [0, 1]), /row 1 is NaN/],
  ['NaN as a score', () => rocAucScore([0, 1], [0, Number.NaN]), /of row 1 is NaN/],
  ['one class to rank', () => rocAucScore([1, 1], [0.1, 0.2]), /no row of the negative class/],
  ['no positive row', () => averagePrecisionScore([0, 0], [0.1, 0.2]), /no row of the positive class/],
  ['three classes without an average', () => f1Score([0, 1, 2], [0, 1, 2]), /3 classes: choose an average/],
  ['a positive class that is none', () => f1Score(['a', 'b'], ['a', 'b']), /posLabel is 1.*a, b/],
  ['texts without a positive class', () => rocCurve(['a', 'b'], [0, 1]), /say as posLabel/],
  [
    'three classes and no way to rank them',
    () =>
      rocAucScore(
        [0, 1, 2],
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      ),
    /multiClass/,
  ],
  ['what is no probability', () => logLoss([0, 1], [0.1, 1.2]), /is no probability/],
  [
    'probabilities of half the classes',
    () =>
      logLoss(
        [0, 1],
        [
          [0.1, 0.2],
          [0.5, 0.5],
        ],
      ),
    /row 0 sum to 0.3/,
  ],
  [
    'columns of other classes',
    () =>
      logLoss(
        [0, 1],
        [
          [1, 0, 0],
          [0, 1, 0],
        ],
      ),
    /3 classes, but the target has 2/,
  ],
  [
    'a class that is no column',
    () => logLoss([0, 2], [0.1, 0.2], { labels: [0, 1] }),
    /2, which is none of the labels/,
  ],
  [
    'a negative weight',
    () => accuracyScore([0, 1], [0, 1], { sampleWeight: [1, -1] }),
    /weight of row 1 is -1/,
  ],
])('%s: refused', (_, call, message) => {
  expect(faultOf(call)).toEqual(invalid(message));
});

describe("the product's metrics of three classes", () => {
  const classes = ['a', 'b', 'c'];
  const is = ['a', 'b', 'c', 'c', 'b', 'a', 'a'];
  const proba = [
    [0.7, 0.2, 0.1],
    [0.3, 0.4, 0.3],
    [0.1, 0.3, 0.6],
    [0.5, 0.1, 0.4],
    [0.2, 0.5, 0.3],
    [0.4, 0.3, 0.3],
    [0.3, 0.4, 0.3],
  ];
  const values = proba.map((row) => classes[row.indexOf(Math.max(...row))]!);
  const prediction = {
    classes,
    values,
    probabilities: classes.map((_, code) => Float64Array.from(proba, (row) => row[code]!)),
  };
  const column = (labels: string[]) => ({
    kind: 'category' as const,
    codes: Int32Array.from(labels, (label) => [...classes, 'new'].indexOf(label)),
    categories: [...classes, 'new'],
  });

  test('are means over the classes, and the area of each against the rest', () => {
    const metrics = score('classification', column(is), prediction);
    const theirs = {
      accuracy: accuracyScore(is, values),
      precision: precisionScore(is, values, macro),
      recall: recallScore(is, values, macro),
      f1: f1Score(is, values, macro),
      auc: rocAucScore(is, proba, { multiClass: 'ovr' }),
      logLoss: logLoss(is, proba),
    };
    expect(Object.keys(metrics)).toEqual(Object.keys(theirs));
    for (const [name, value] of Object.entries(theirs)) expect(metrics[name]).toBeCloseTo(value, 12);
  });

  test('take the classes that a test set has, and one that the model does not know for missed', () => {
    const without = {
      ...prediction,
      values: ['a', 'b'],
      probabilities: prediction.probabilities.map((p) => p.slice(0, 2)),
    };
    const metrics = score('classification', column(['a', 'b']), without);
    expect(metrics).toMatchObject({ accuracy: 1, precision: 1, recall: 1, f1: 1, auc: 1 });
    const unknown = score('classification', column(['a', 'new']), without);
    expect(unknown).toMatchObject({ accuracy: 0.5, recall: 1 / 3, auc: 1 });
    expect(unknown.logLoss).toBeGreaterThan(18);
  });
});
