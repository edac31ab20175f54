import type { Dense } from '../matrix.ts';
import { columnMoments } from '../moments.ts';
import type { Random } from '../random.ts';

/** Features that correlate with none are drawn too, if seldom. */
const leastCorrelation = 1e-6;

/**
 * Gives the features to predict one from: all others, or some of them, drawn without replacement as likely as they correlate
 * with it.
 */
export function neighborsOf(
  X: Dense,
  most: number | null,
  random: Random,
): (feature: number) => readonly number[] {
  const others = (feature: number) =>
    Array.from({ length: X.columns }, (_, column) => column).filter((column) => column !== feature);
  if (most === null || most >= X.columns) return others;
  const correlation = correlationsOf(X);
  return (feature) => {
    const left = others(feature);
    const chosen: number[] = [];
    while (chosen.length < most && left.length > 0) {
      const likelihoods = left.map((other) => Math.max(leastCorrelation, correlation(feature, other)));
      let rest = random() * likelihoods.reduce((sum, one) => sum + one, 0);
      const found = likelihoods.findIndex((one) => {
        rest -= one;
        return rest < 0;
      });
      chosen.push(...left.splice(found === -1 ? left.length - 1 : found, 1));
    }
    return chosen;
  };
}

/** Absolute correlations, 0 of constant columns. */
function correlationsOf(X: Dense): (a: number, b: number) => number {
  const { means, deviations } = columnMoments(X);
  return (a, b) => {
    if (deviations[a] === 0 || deviations[b] === 0) return 0;
    let sum = 0;
    for (let start = 0; start < X.data.length; start += X.columns)
      sum += (X.data[start + a]! - means[a]!) * (X.data[start + b]! - means[b]!);
    return Math.abs(sum / X.rows / deviations[a]! / deviations[b]!);
  };
}
