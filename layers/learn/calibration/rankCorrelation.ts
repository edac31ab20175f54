/** Spearman's correlation: Pearson's of the ranks. 0 when a side does not vary. */
export function rankCorrelation(a: Float64Array, b: Float64Array): number {
  const [first, second] = [ranksOf(a), ranksOf(b)];
  const mean = (a.length + 1) / 2;
  let [product, squareA, squareB] = [0, 0, 0];
  for (let row = 0; row < a.length; row++) {
    const [x, y] = [first[row]! - mean, second[row]! - mean];
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return product / (Math.sqrt(squareA * squareB) || 1);
}

/** From 1 on; equals share the mean of theirs. */
function ranksOf(values: Float64Array): Float64Array {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
