import { describe, expect, test } from 'vitest';
import { LogisticRegression } from '../../layers/learn/index.ts';
import { classificationMetrics } from '../../layers/learn/metrics/classification.ts';
import { dense } from '../contract/dense.ts';
import { expectAgreement, reference } from './reference.ts';

interface Case {
  readonly X: number[][];
  readonly y: number[];
  readonly C: number;
  readonly fitIntercept: boolean;
  readonly coef: number[];
  readonly intercept: number;
  readonly logLoss: number;
  readonly probabilities: number[];
}

const cases = Object.entries(reference<{ cases: Record<string, Case> }>('logistic').cases);
const fit = ({ X, y, C, fitIntercept }: Case, solver: 'batch' | 'mini-batch' | 'stochastic') =>
  new LogisticRegression({ C, fitIntercept, solver, seed: 7 }).fit(dense(X), y);

describe("batch descent finds scikit-learn's optimum", () => {
  test.each(cases)('%s', (_, one) => {
    const model = fit(one, 'batch');
    // Each weight counts by what it moves: its feature's spread.
    const spread = one.coef.map((__, column) => spreadOf(one.X.map((row) => row[column]!)) || 1);
    const scaled = (coef: ArrayLike<number>) => spread.map((width, column) => coef[column]! * width);
    expectAgreement(scaled(model.coef.data), scaled(one.coef), 1e-3, 'weights');
    expectAgreement(positives(model, one), one.probabilities, 1e-4, 'probabilities');
  });
});

describe('stochastic and mini-batch descent come as near as makes no difference', () => {
  const solvers = ['stochastic', 'mini-batch'] as const;
  test.each(cases.flatMap(([name, one]) => solvers.map((solver) => [solver, name, one] as const)))(
    '%s: %s',
    (solver, _, one) => {
      const actual = Uint8Array.from(one.y);
      const ours = classificationMetrics(actual, positives(fit(one, solver), one));
      const theirs = classificationMetrics(actual, Float64Array.from(one.probabilities));
      expectAgreement([theirs.logLoss - ours.logLoss], [0], 0.01, 'log loss');
      expectAgreement([theirs.auc - ours.auc], [0], 0.01, 'AUC');
      expect(ours.logLoss).not.toBe(theirs.logLoss);
    },
  );
});

/** Probabilities of the second class. */
function positives(model: ReturnType<typeof fit>, { X }: Case): Float64Array {
  return model.predictProba(dense(X)).data.filter((_, index) => index % 2 === 1);
}

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
