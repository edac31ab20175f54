/**
 * Squared Euclidean distance of two rows of p numbers. Even and odd columns are summed by themselves, as the kernel of two
 * lanes does, so that every way of finding a distance gives the same bits.
 */
export function squaredDistance(
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  columns: number,
): number {
  let even = 0;
  let odd = 0;
  const paired = columns - (columns % 2);
  for (let column = 0; column < paired; column += 2) {
    const first = a[aStart + column]! - b[bStart + column]!;
    const second = a[aStart + column + 1]! - b[bStart + column + 1]!;
    even += first * first;
    odd += second * second;
  }
  if (paired < columns) {
    const last = a[aStart + paired]! - b[bStart + paired]!;
    even += last * last;
  }
  return even + odd;
}
