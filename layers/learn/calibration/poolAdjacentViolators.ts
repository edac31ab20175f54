/**
 * The increasing sequence nearest to the values by weighted squares: neighbours that fall are pooled to their mean, until none does
 * (Ayer et al., 1955, "An empirical distribution function for sampling with incomplete information"; in one pass, as Best and
 * Chakravarti, 1990, "Active set algorithms for isotonic regression").
 *
 * @param weights above 0
 */
export function poolAdjacentViolators(values: Float64Array, weights: Float64Array): Float64Array {
  const n = values.length;
  const means = new Float64Array(n);
  const sums = new Float64Array(n);
  const ends = new Int32Array(n);
  let pools = 0;
  for (let index = 0; index < n; index++) {
    let [mean, sum] = [values[index]!, weights[index]!];
    while (pools > 0 && means[pools - 1]! >= mean) {
      pools--;
      const both = sums[pools]! + sum;
      mean += (means[pools]! - mean) * (sums[pools]! / both);
      sum = both;
    }
    means[pools] = mean;
    sums[pools] = sum;
    ends[pools] = index + 1;
    pools++;
  }
  const pooled = new Float64Array(n);
  for (let pool = 0, start = 0; pool < pools; pool++) {
    pooled.fill(means[pool]!, start, ends[pool]);
    start = ends[pool]!;
  }
  return pooled;
}
