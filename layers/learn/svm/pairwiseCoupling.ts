/** Rounds that are more than enough. */
const mostRounds = 10_000;

/**
 * Probabilities of k classes from those of pairs: the p of which Σ_i Σ_j≠i (r_ji p_i - r_ij p_j)² is least, by the second method
 * of Wu, Lin and Weng, 2004, "Probability estimates for multi-class classification by pairwise coupling".
 *
 * @param pairs r, k × k: at `i * k + j` the probability of class i where it is i or j
 * @param out k probabilities that sum to 1
 */
export function couplePairs(pairs: Float64Array, out: Float64Array): void {
  const k = out.length;
  const Q = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      if (i === j) continue;
      Q[i * k + i]! += pairs[j * k + i]! ** 2;
      Q[i * k + j] = -pairs[j * k + i]! * pairs[i * k + j]!;
    }
  }
  out.fill(1 / k);
  const product = new Float64Array(k);
  for (let round = 0; round < mostRounds; round++) {
    // Afresh in each round, which keeps rounding from adding up.
    let total = 0;
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += Q[i * k + j]! * out[j]!;
      product[i] = sum;
      total += out[i]! * sum;
    }
    // At the optimum all are as large as their mean.
    if (product.every((one) => Math.abs(one - total) < 1e-12)) return;
    for (let i = 0; i < k; i++) {
      const by = (total - product[i]!) / Q[i * k + i]!;
      const scale = 1 / (1 + by);
      out[i]! += by;
      total = (total + by * (by * Q[i * k + i]! + 2 * product[i]!)) * scale * scale;
      for (let j = 0; j < k; j++) {
        product[j] = (product[j]! + by * Q[i * k + j]!) * scale;
        out[j]! *= scale;
      }
    }
  }
}
