import type { Random } from '../random.ts';

/** Draws rows again and again, each with a probability in proportion to its weight. */
export function rowSampler(rows: number, weights: Float64Array | undefined, random: Random): () => number {
  if (!weights) return () => Math.floor(random() * rows);
  const sums = new Float64Array(rows);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    total += weights[row]!;
    sums[row] = total;
  }
  return () => {
    const at = random() * total;
    let [low, high] = [0, rows - 1];
    // The first row whose sum is above it.
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
