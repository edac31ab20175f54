/** Below it a variance is none. */
const smallest = 1e-15;

/**
 * The number of components, from 1 to p - 1, under which the data is likeliest (Minka, 2000, "Automatic choice of
 * dimensionality for PCA", equation 30), as scikit-learn's 'mle'.
 *
 * @param variances p of them, the largest first
 */
export function likeliestDimension(variances: Float64Array, rows: number): number {
  // One column has no noise beside it.
  let best = 1;
  let most = Number.NEGATIVE_INFINITY;
  for (let rank = 1; rank < variances.length; rank++) {
    const likelihood = logLikelihood(variances, rank, rows);
    if (likelihood > most) [best, most] = [rank, likelihood];
  }
  return best;
}

function logLikelihood(variances: Float64Array, rank: number, rows: number): number {
  const p = variances.length;
  if (variances[rank - 1]! < smallest) return Number.NEGATIVE_INFINITY;
  const kept = variances.subarray(0, rank);
  const noise = Math.max(
    smallest,
    variances.subarray(rank).reduce((sum, value) => sum + value, 0) / (p - rank),
  );
  let volume = -rank * Math.LN2;
  for (let i = 1; i <= rank; i++) volume += logGammaOfHalf(p - i + 1) - (Math.log(Math.PI) * (p - i + 1)) / 2;
  const signal = (-rows / 2) * kept.reduce((sum, value) => sum + Math.log(value), 0);
  const rest = (-rows / 2) * (p - rank) * Math.log(noise);
  const freedom = p * rank - (rank * (rank + 1)) / 2;
  let curvature = 0;
  const inverse = (index: number) => 1 / (index < rank ? variances[index]! : noise);
  for (let i = 0; i < rank; i++) {
    for (let j = i + 1; j < p; j++)
      curvature += Math.log((variances[i]! - variances[j]!) * (inverse(j) - inverse(i))) + Math.log(rows);
  }
  const prior = (Math.log(2 * Math.PI) * (freedom + rank)) / 2;
  return volume + signal + rest + prior - curvature / 2 - (rank * Math.log(rows)) / 2;
}

/** log Γ(n / 2), by Γ(x + 1) = x Γ(x). */
function logGammaOfHalf(n: number): number {
  let sum = n % 2 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let x = n % 2 === 0 ? 1 : 0.5; x < n / 2; x++) sum += Math.log(x);
  return sum;
}
