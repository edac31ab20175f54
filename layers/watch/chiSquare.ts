import { upperGamma } from '../learn/special/gamma.ts';
import type { TestResult } from './kolmogorovSmirnov.ts';

/**
 * Chi-square test of homogeneity of two samples of counts, as scipy's chi2_contingency without correction. (The goodness
 * of fit against reference counts takes those for certain, and calls one unseen category drift.)
 */
export function chiSquare(reference: readonly number[], current: readonly number[]): TestResult {
  const used = reference
    .map((count, index) => [count, current[index]!] as const)
    .filter(([a, b]) => a + b > 0);
  const [m, n] = [used.reduce((sum, [a]) => sum + a, 0), used.reduce((sum, [, b]) => sum + b, 0)];
  if (used.length < 2 || m === 0 || n === 0) return { statistic: 0, p: 1 };
  const statistic = used.reduce((sum, [a, b]) => {
    const expected = ((a + b) * m) / (m + n);
    const other = a + b - expected;
    return sum + (a - expected) ** 2 / expected + (b - other) ** 2 / other;
  }, 0);
  return { statistic, p: upperGamma((used.length - 1) / 2, statistic / 2) };
}
