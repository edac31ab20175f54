/** A function that is straight between its thresholds, of which the first ascend. */
export interface IsotonicCurve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The value at x, which outside of the thresholds is that of the nearest. */
export function curveAt({ x: xs, y: ys }: IsotonicCurve, x: number): number {
  const last = xs.length - 1;
  if (x <= xs[0]!) return ys[0]!;
  if (x >= xs[last]!) return ys[last]!;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! < x) low = middle;
    else high = middle;
  }
  const slope = (ys[high]! - ys[low]!) / (xs[high]! - xs[low]!);
  return ys[low]! + slope * (x - xs[low]!);
}
