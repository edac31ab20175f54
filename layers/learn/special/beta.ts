import { logGamma, upperGamma } from './gamma.ts';

/**
 * Regularized incomplete beta function I(x; a, b) by its continued fraction (DLMF 8.17.22).
 *
 * @param rest 1 - x, for callers that know it better than the difference does
 */
function incompleteBeta(x: number, a: number, b: number, rest: number): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  // The fraction converges quickly below the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(rest, b, a, x);
  const front = logGamma(a + b) - logGamma(a) - logGamma(b) + a * logOf(x, rest) + b * logOf(rest, x);
  return (Math.exp(front) / a) * betaFraction(x, a, b);
}

/** ln x, from the smaller of x and 1 - x. */
function logOf(x: number, rest: number): number {
  return rest < x ? Math.log1p(-rest) : Math.log(x);
}

/** Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return fraction;
}

/** Probability that an F statistic of m and n degrees of freedom is larger. */
export function fTail(statistic: number, m: number, n: number): number {
  const whole = n + m * statistic;
  return incompleteBeta(n / whole, n / 2, m / 2, (m * statistic) / whole);
}

/** Probability that a χ² statistic is larger. */
export function chiSquareTail(statistic: number, degrees: number): number {
  return upperGamma(degrees / 2, statistic / 2);
}
