export interface TestResult {
  readonly statistic: number;
  /** Probability of a statistic as large if nothing had changed. */
  readonly p: number;
}

/**
 * Two-sample Kolmogorov-Smirnov test: scipy's statistic, and its p by Kolmogorov's limiting distribution, which is a little
 * larger than the exact one. Both samples sorted.
 */
export function kolmogorovSmirnov(a: ArrayLike<number>, b: ArrayLike<number>): TestResult {
  let [i, j, statistic] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= value) i++;
    while (j < b.length && b[j]! <= value) j++;
    statistic = Math.max(statistic, Math.abs(i / a.length - j / b.length));
  }
  const size = (a.length * b.length) / (a.length + b.length);
  return { statistic, p: kolmogorovTail(Math.sqrt(size) * statistic) };
}

/** 1 - K(x) of Kolmogorov's distribution: the alternating series, or its theta-function form where that converges slowly. */
function kolmogorovTail(x: number): number {
  if (x <= 0) return 1;
  let sum = 0;
  if (x < 1) {
    for (let k = 1; k <= 20; k++) sum += Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * x * x));
    return Math.max(0, Math.min(1, 1 - (Math.sqrt(2 * Math.PI) / x) * sum));
  }
  for (let k = 1; k <= 100; k++) {
    const term = Math.exp(-2 * k * k * x * x);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-18) break;
  }
  return Math.max(0, Math.min(1, 2 * sum));
}
