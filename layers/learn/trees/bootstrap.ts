import type { Random } from '../random.ts';

/** How often each row is drawn, `draws` in all, with replacement and in proportion to the weights. */
export function bootstrap(
  rows: number,
  draws: number,
  weights: Float64Array | undefined,
  random: Random,
): Float64Array {
  const counts = new Float64Array(rows);
  if (!weights) {
    for (let draw = 0; draw < draws; draw++) counts[Math.floor(random() * rows)]!++;
    return counts;
  }
  const upTo = new Float64Array(rows);
  let sum = 0;
  let last = 0;
  for (let row = 0; row < rows; row++) {
    sum += weights[row]!;
    upTo[row] = sum;
    if (weights[row]! > 0) last = row;
  }
  for (let draw = 0; draw < draws; draw++) counts[Math.min(last, firstAbove(upTo, random() * sum))]!++;
  return counts;
}

function firstAbove(upTo: Float64Array, mark: number): number {
  let [first, end] = [0, upTo.length];
  while (first < end) {
    const middle = (first + end) >>> 1;
    if (upTo[middle]! > mark) end = middle;
    else first = middle + 1;
  }
  return first;
}
