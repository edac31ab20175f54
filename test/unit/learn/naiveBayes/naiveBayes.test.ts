import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BernoulliNB,
  type BernoulliNBOptions,
  type DiscreteNBOptions,
  GaussianNB,
  type GaussianNBOptions,
  loadModel,
  MultinomialNB,
  type Sparse,
} from '../../../../layers/learn/index.ts';
import type { Dense } from '../../../../layers/learn/matrix.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

describe.each<GaussianNBOptions>([{}, { varSmoothing: 0.01 }])('gaussian-nb %o', (options) =>
  // What is added to the variances comes from all rows, whatever they weigh.
  checkEstimator(() => new GaussianNB(options), {
    weights: options.varSmoothing ? 'accepted' : 'equivalent',
  }),
);
describe.each<DiscreteNBOptions>([{}, { alpha: 0.01, fitPrior: false }, { alpha: 0, forceAlpha: false }])(
  'multinomial-nb %o',
  (options) => checkEstimator(() => new MultinomialNB(options), { nonNegative: true, remainingError: 0.95 }),
);
describe.each<BernoulliNBOptions>([{}, { alpha: 0.1, binarize: 0.2 }, { fitPrior: false, binarize: -0.1 }])(
  'bernoulli-nb %o',
  (options) => checkEstimator(() => new BernoulliNB(options)),
);

const problem = fc.record({
  rows: fc.integer({ min: 4, max: 40 }),
  columns: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(),
});

/** Counts, half of them 0, in three classes. */
function made({ rows, columns, seed }: { rows: number; columns: number; seed: number }) {
  const random = seededRandom(seed);
  const X = dense(
    Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => Math.max(0, Math.floor(6 * random()) - 2)),
    ),
  );
  const y = Array.from({ length: rows }, (_, row) => (row < 3 ? row : Math.floor(3 * random())));
  const sampleWeight = Float64Array.from({ length: rows }, () => 0.5 + random());
  return { X, y, sampleWeight };
}

function sparseOf({ rows, columns, data }: Dense): Sparse {
  const places = Array.from(data.keys()).filter((place) => data[place] !== 0);
  const indptr = Int32Array.from(
    { length: rows + 1 },
    (_, row) => places.filter((place) => place < row * columns).length,
  );
  return {
    rows,
    columns,
    indptr,
    indices: Int32Array.from(places, (place) => place % columns),
    values: Float64Array.from(places, (place) => data[place]!),
  };
}

test.each([() => new MultinomialNB(), () => new BernoulliNB(), () => new BernoulliNB({ binarize: 1.5 })])(
  'sparse rows are as good as dense ones (%#)',
  (make) => {
    fc.assert(
      fc.property(problem, (of) => {
        const { X, y, sampleWeight } = made(of);
        const [fromDense, fromSparse] = [X, sparseOf(X)].map((one) => make().fit(one, y, { sampleWeight }));
        expect(JSON.stringify(fromSparse)).toBe(JSON.stringify(fromDense));
        expect(fromDense!.predictProba(sparseOf(X))).toEqual(fromDense!.predictProba(X));
      }),
    );
  },
);

test('bernoulli: the probabilities are those of the definition', () => {
  fc.assert(
    fc.property(problem, (of) => {
      const { X, y } = made(of);
      const model = new BernoulliNB({ alpha: 0.5 }).fit(X, y);
      const joint = model.jointLogLikelihood(X).data;
      for (let row = 0; row < X.rows; row++) {
        for (let code = 0; code < 3; code++) {
          const own = y.flatMap((label, other) => (label === code ? [other] : []));
          let expected = Math.log(own.length / X.rows);
          for (let column = 0; column < X.columns; column++) {
            const isThere = (other: number) => X.data[other * X.columns + column]! > 0;
            const p = (own.filter(isThere).length + 0.5) / (own.length + 1);
            expected += Math.log(isThere(row) ? p : 1 - p);
          }
          expect(joint[row * 3 + code]).toBeCloseTo(expected, 9);
        }
      }
    }),
  );
});

test('given priors are taken as they are', () => {
  const { X, y } = made({ rows: 20, columns: 3, seed: 1 });
  const priors = [0.7, 0.1, 0.2];
  expect([...new GaussianNB({ priors, varSmoothing: 1e-3 }).fit(X, y).classPrior]).toEqual(priors);
  for (const model of [
    new MultinomialNB({ classPrior: priors }).fit(X, y),
    new BernoulliNB({ classPrior: priors }).fit(X, y),
  ])
    expect([...model.classLogPrior]).toEqual(priors.map(Math.log));
  expect(faultOf(() => new GaussianNB({ priors: [0.5, 0.5] }).fit(X, y))).toEqual(
    invalid(/2 priors for 3 classes/),
  );
  expect(faultOf(() => new GaussianNB({ priors: [0.5, 0.2, 0.2] }).fit(X, y))).toEqual(
    invalid(/do not sum to 1/),
  );
  expect(faultOf(() => new MultinomialNB({ classPrior: [1] }).fit(X, y))).toEqual(invalid(/1 priors for 3/));
});

test('a class whose rows weigh nothing is never predicted, nor lost on the way through JSON', () => {
  const { X, y } = made({ rows: 30, columns: 3, seed: 2 });
  const sampleWeight = y.map((label) => Number(label !== 1));
  const model = new MultinomialNB().fit(X, y, { sampleWeight });
  const loaded = loadModel<typeof model>(JSON.parse(JSON.stringify(model)));
  for (const one of [model, loaded]) {
    expect(one.classLogPrior[1]).toBe(Number.NEGATIVE_INFINITY);
    expect([...one.predict(X)]).not.toContain(1);
  }
  expect(faultOf(() => new GaussianNB().fit(X, y, { sampleWeight }))).toEqual(
    invalid(/class 1 has a weight of 0/),
  );
});

test('an alpha for each feature', () => {
  const { X, y } = made({ rows: 20, columns: 2, seed: 4 });
  const one = new MultinomialNB({ alpha: 0.3 }).fit(X, y);
  const each = new MultinomialNB({ alpha: [0.3, 0.3] }).fit(X, y);
  expect(each.featureLogProb).toEqual(one.featureLogProb);
  expect(faultOf(() => new BernoulliNB({ alpha: [1] }).fit(X, y))).toEqual(invalid(/1 numbers for 2/));
  expect(faultOf(() => new BernoulliNB({ alpha: 0 }).fit(X, y))).toEqual(invalid(/alpha of 0/));
});

test('what no class can explain is said, and so are features that cannot be', () => {
  const X = dense([[1], [2], [3], [4]]);
  const y = [0, 0, 1, 1];
  const model = new GaussianNB().fit(X, y);
  expect(faultOf(() => model.predict(dense([[1e200]])))).toEqual(invalid(/row 0 is impossible/));
  const flat = dense([[1], [1], [3], [4]]);
  expect(faultOf(() => new GaussianNB({ varSmoothing: 0 }).fit(flat, y))).toEqual(
    invalid(/variance of feature 0 in class 0 is 0: set varSmoothing/),
  );
  expect(faultOf(() => new BernoulliNB({ binarize: null }).fit(X, y))).toEqual(
    invalid(/feature 0 of row 1 is 2: set binarize/),
  );
  expect(faultOf(() => new BernoulliNB({ binarize: -1 }).fit(sparseOf(X), y))).toEqual(
    invalid(/binarize of -1/),
  );
  const broken = { ...sparseOf(X), values: Float64Array.of(1, Number.NaN, 3, 4) };
  expect(faultOf(() => new MultinomialNB().fit(broken, y))).toEqual(invalid(/feature 0 of row 1 is NaN/));
  expect(faultOf(() => new MultinomialNB().fit(X, y).predict(broken))).toEqual(
    invalid(/feature 0 of row 1 is NaN/),
  );
});
