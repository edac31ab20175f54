import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogisticRegression, type LogisticRegressionOptions } from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';

describe.each<LogisticRegressionOptions>([
  { l1Ratio: 1 },
  { l1Ratio: 0.5, solver: 'batch', C: 3 },
  { C: Number.POSITIVE_INFINITY, maxIter: 20 },
  { classWeight: 'balanced' },
  { solver: 'batch', fitIntercept: false },
])('logistic-regression %o', (options) => checkEstimator(() => new LogisticRegression(options)));

describe.each<LogisticRegressionOptions>([
  { solver: 'mini-batch', l1Ratio: 1 },
  { solver: 'stochastic', classWeight: { 1: 2 } },
])('logistic-regression %o', (options) =>
  checkEstimator(() => new LogisticRegression(options), { weights: 'accepted' }),
);

const problem = fc.record({
  rows: fc.integer({ min: 10, max: 60 }),
  columns: fc.integer({ min: 1, max: 5 }),
  classes: fc.integer({ min: 2, max: 4 }),
  seed: fc.nat(),
});

function made({
  rows,
  columns,
  classes,
  seed,
}: {
  rows: number;
  columns: number;
  classes: number;
  seed: number;
}) {
  const random = seededRandom(seed);
  const X = dense(
    Array.from({ length: rows }, () =>
      Array.from({ length: columns }, (_, column) => 3 * column + 4 * random()),
    ),
  );
  // Every class is there.
  const y = Float64Array.from({ length: rows }, (_, row) =>
    row < classes ? row : Math.floor(random() * classes),
  );
  return { X, y, weights: Float64Array.from({ length: rows }, () => 0.5 + random()) };
}

test('the optimum is where no slope is beyond what the penalty holds, for any number of classes', () => {
  fc.assert(
    fc.property(
      problem,
      fc.constantFrom(0, 0.3, 1),
      fc.constantFrom('lbfgs', 'batch'),
      (of, l1Ratio, solver) => {
        const { X, y, weights } = made(of);
        const model = new LogisticRegression({ solver, l1Ratio, C: 0.7, tol: 1e-9, maxIter: 100_000 }).fit(
          X,
          y,
          {
            sampleWeight: weights,
          },
        );
        const probabilities = model.predictProba(X);
        const classes = model.classes as readonly number[];
        for (let output = 0; output < model.coef.rows; output++) {
          const code = classes.length === 2 ? 1 : output;
          const residual = weights.map(
            (weight, row) =>
              weight * (probabilities.data[row * classes.length + code]! - Number(y[row] === classes[code])),
          );
          expect(residual.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
          for (let column = 0; column < X.columns; column++) {
            const weight = model.coef.data[output * X.columns + column]!;
            const slope =
              residual.reduce((sum, value, row) => sum + value * X.data[row * X.columns + column]!, 0) +
              ((1 - l1Ratio) * weight) / 0.7;
            if (weight === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(l1Ratio / 0.7 + 1e-5);
            else expect(slope).toBeCloseTo((-Math.sign(weight) * l1Ratio) / 0.7, 4);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('balanced weights of classes are those of rows', () => {
  const { X, y } = made({ rows: 50, columns: 3, classes: 2, seed: 6 });
  const share = y.filter((code) => code === 1).length / 50;
  const sampleWeight = y.map((code) => 0.5 / (code === 1 ? share : 1 - share));
  const balanced = new LogisticRegression({ classWeight: 'balanced' }).fit(X, y);
  const weighted = new LogisticRegression().fit(X, y, { sampleWeight });
  for (const [index, weight] of balanced.coef.data.entries())
    expect(weight).toBeCloseTo(weighted.coef.data[index]!, 8);
});

test('a part of many rows to begin with changes nothing but the time', () => {
  const random = seededRandom(9);
  const X = dense(Array.from({ length: 20_000 }, () => [random() - 0.5, random() + 5, 1000 * random()]));
  const y = Float64Array.from({ length: 20_000 }, (_, row) =>
    Number(X.data[3 * row]! + X.data[3 * row + 1]! + random() > 6),
  );
  const model = new LogisticRegression({ tol: 1e-10 }).fit(X, y);
  const slow = new LogisticRegression({ solver: 'batch', tol: 1e-10 }).fit(X, y);
  for (const [index, weight] of model.coef.data.entries())
    expect(weight).toBeCloseTo(slow.coef.data[index]!, 6);
});
