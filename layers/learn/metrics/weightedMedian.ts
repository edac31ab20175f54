/** The median of rows that count as often as their weights say: between two of them where half of the weight is on either side. */
export function weightedMedian(values: Float64Array, weights: Float64Array): number {
  const order = Int32Array.from(values.keys())
    .filter((row) => weights[row]! > 0)
    .sort((a, b) => values[a]! - values[b]!);
  const half = order.reduce((sum, row) => sum + weights[row]!, 0) / 2;
  let below = 0;
  for (const [place, row] of order.entries()) {
    below += weights[row]!;
    if (below > half) return values[row]!;
    if (below === half) return (values[row]! + values[order[place + 1]!]!) / 2;
  }
  return values[order.at(-1)!]!;
}
