import { sortOrder } from '../sortOrder.ts';

/** Whether Spearman's correlation is 0 or more. */
export function isRising(x: Float64Array, y: Float64Array): boolean {
  const [a, b] = [centredRanks(x), centredRanks(y)];
  return a.reduce((sum, rank, row) => sum + rank * b[row]!, 0) >= 0;
}

/** Ranks less their mean; equal numbers share the mean of theirs. Doubled, so that they are whole and their products are exact. */
function centredRanks(values: Float64Array): Float64Array {
  const n = values.length;
  const order = sortOrder(values);
  const ranks = new Float64Array(n);
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && values[order[end]!] === values[order[start]!]) end++;
    for (let place = start; place < end; place++) ranks[order[place]!] = start + end - n;
    start = end;
  }
  return ranks;
}
