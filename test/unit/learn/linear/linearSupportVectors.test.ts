import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  LinearSVC,
  type LinearSVCOptions,
  LinearSVR,
  type LinearSVROptions,
} from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';

// The intercept is penalized, so that a constant feature is a second one, and shares its weight.
const expectations = { ignoresConstants: false, weightTolerance: 1e-4, constantDigits: 1 };

describe.each<LinearSVCOptions>([
  {},
  { loss: 'hinge', C: 0.5 },
  { fitIntercept: false, classWeight: 'balanced' },
])('linear-svc %o', (options) => checkEstimator(() => new LinearSVC(options), expectations));
describe.each<LinearSVROptions>([
  { tol: 1e-8, maxIter: 20_000 },
  { loss: 'squared_epsilon_insensitive', epsilon: 0.01, tol: 1e-10, maxIter: 10_000 },
  { fitIntercept: false, epsilon: 0.2, tol: 1e-8, maxIter: 20_000 },
])('linear-svr %o', (options) => checkEstimator(() => new LinearSVR(options), expectations));

const problem = fc.record({
  rows: fc.integer({ min: 6, max: 40 }),
  columns: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(),
});

function made({ rows, columns, seed }: { rows: number; columns: number; seed: number }) {
  const random = seededRandom(seed);
  const X = dense(
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => 4 * random() - 2)),
  );
  return { X, random, weights: Float64Array.from({ length: rows }, () => 0.5 + random()) };
}

test('squared hinge: the weights are the pull of the rows within the margin', () => {
  fc.assert(
    fc.property(problem, (of) => {
      const { X, random, weights } = made(of);
      const y = Float64Array.from({ length: X.rows }, (_, row) => (row < 2 ? row : Number(random() > 0.5)));
      const model = new LinearSVC({ C: 0.3, tol: 1e-10, maxIter: 100_000 }).fit(X, y, {
        sampleWeight: weights,
      });
      const scores = model.decisionFunction(X).data;
      const pulls = scores.map((score, row) => {
        const side = 2 * y[row]! - 1;
        return 0.6 * weights[row]! * side * Math.max(0, 1 - side * score);
      });
      expect(model.intercept[0]).toBeCloseTo(
        pulls.reduce((sum, pull) => sum + pull, 0),
        6,
      );
      for (const [column, weight] of model.coef.data.entries())
        expect(weight).toBeCloseTo(
          pulls.reduce((sum, pull, row) => sum + pull * X.data[row * X.columns + column]!, 0),
          6,
        );
    }),
  );
});

test('squared epsilon-insensitive loss: the weights are the pull of the rows that are further off', () => {
  fc.assert(
    fc.property(problem, (of) => {
      const { X, random, weights } = made(of);
      const y = Float64Array.from({ length: X.rows }, () => 6 * random() - 3);
      const options = {
        loss: 'squared_epsilon_insensitive',
        C: 0.3,
        epsilon: 0.4,
        tol: 1e-10,
        maxIter: 100_000,
      } as const;
      const model = new LinearSVR(options).fit(X, y, { sampleWeight: weights });
      const pulls = model.predict(X).map((value, row) => {
        const off = y[row]! - value;
        return 0.6 * weights[row]! * Math.sign(off) * Math.max(0, Math.abs(off) - 0.4);
      });
      expect(model.intercept).toBeCloseTo(
        pulls.reduce((sum, pull) => sum + pull, 0),
        5,
      );
      for (const [column, weight] of model.coef.entries())
        expect(weight).toBeCloseTo(
          pulls.reduce((sum, pull, row) => sum + pull * X.data[row * X.columns + column]!, 0),
          5,
        );
    }),
  );
});
