/** The quantile that averages the two values at a step of the distribution (Hyndman and Fan's second definition), as numpy's averaged_inverted_cdf. */
export function weightedQuantile(
  values: Float64Array,
  weights: Float64Array | undefined,
  quantile: number,
): number {
  if (!weights) {
    const sorted = values.slice().sort();
    const mark = quantile * sorted.length;
    const place = Math.max(0, Math.ceil(mark) - 1);
    return place + 1 === mark && place + 1 < sorted.length
      ? (sorted[place]! + sorted[place + 1]!) / 2
      : sorted[place]!;
  }
  const order = Uint32Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const mark = quantile * weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  for (const [place, index] of order.entries()) {
    sum += weights[index]!;
    if (sum < mark) continue;
    const next = order[place + 1];
    return sum === mark && next !== undefined ? (values[index]! + values[next]!) / 2 : values[index]!;
  }
  return values[order.at(-1)!]!;
}
