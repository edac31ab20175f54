import { sortOrder } from '../sortOrder.ts';

/**
 * Mutual information of two numbers of n rows (Kraskov, Stögbauer and Grassberger, 2004, their first estimator): how many rows
 * are nearer in either alone than the k-th neighbour is in both.
 *
 * @param digamma of whole numbers
 */
export function betweenContinuous(
  x: Float64Array,
  y: Float64Array,
  k: number,
  digamma: Float64Array,
): number {
  const n = x.length;
  const order = sortOrder(x);
  const [sortedX, besideX] = [
    Float64Array.from(order, (row) => x[row]!),
    Float64Array.from(order, (row) => y[row]!),
  ];
  const sortedY = y.toSorted();
  const nearest = new Float64Array(k);
  let sum = 0;
  for (let place = 0; place < n; place++) {
    const radius = neighbourDistance(sortedX, besideX, place, nearest);
    sum += digamma[within(sortedX, sortedX[place]!, radius)]!;
    sum += digamma[within(sortedY, besideX[place]!, radius)]!;
  }
  return Math.max(0, digamma[n]! + digamma[k]! - sum / n);
}

/**
 * Mutual information of a number and a class of n rows (Ross, 2014): how many rows are nearer than the k-th neighbour of the same
 * class. Classes of one row are left out.
 */
export function betweenContinuousAndDiscrete(
  x: Float64Array,
  codes: Int32Array,
  k: number,
  digamma: Float64Array,
): number {
  const rowsOfClass = new Map<number, number[]>();
  for (const [row, code] of codes.entries()) {
    const rows = rowsOfClass.get(code);
    if (rows) rows.push(row);
    else rowsOfClass.set(code, [row]);
  }
  const groups = [...rowsOfClass.values()].filter((rows) => rows.length > 1);
  const all = Float64Array.from(groups.flatMap((rows) => rows.map((row) => x[row]!))).sort();
  let sum = 0;
  for (const rows of groups) {
    const own = Float64Array.from(rows, (row) => x[row]!).sort();
    const neighbours = Math.min(k, own.length - 1);
    const nearest = new Float64Array(neighbours);
    for (let place = 0; place < own.length; place++) {
      const radius = neighbourDistance(own, undefined, place, nearest);
      sum += digamma[neighbours]! - digamma[own.length]! - digamma[within(all, own[place]!, radius)]!;
    }
  }
  return all.length === 0 ? 0 : Math.max(0, digamma[all.length]! + sum / all.length);
}

/**
 * Distance to the k-th nearest of the others, the larger of both dimensions' (Chebyshev): outwards in the order of the first,
 * until that alone is further away.
 *
 * @param nearest room for k distances
 */
function neighbourDistance(
  sorted: Float64Array,
  beside: Float64Array | undefined,
  place: number,
  nearest: Float64Array,
): number {
  const last = nearest.length - 1;
  const value = sorted[place]!;
  nearest.fill(Number.POSITIVE_INFINITY);
  for (let [left, right] = [place - 1, place + 1]; left >= 0 || right < sorted.length; ) {
    const toLeft = left >= 0 ? value - sorted[left]! : Number.POSITIVE_INFINITY;
    const toRight = right < sorted.length ? sorted[right]! - value : Number.POSITIVE_INFINITY;
    const isLeft = toLeft < toRight;
    const step = isLeft ? toLeft : toRight;
    if (step >= nearest[last]!) break;
    const other = isLeft ? left-- : right++;
    const distance = beside ? Math.max(step, Math.abs(beside[other]! - beside[place]!)) : step;
    if (distance >= nearest[last]!) continue;
    let at = last;
    for (; at > 0 && nearest[at - 1]! > distance; at--) nearest[at] = nearest[at - 1]!;
    nearest[at] = distance;
  }
  return nearest[last]!;
}

/** How many of the sorted values are nearer than the radius, or equal where it is 0. */
function within(sorted: Float64Array, value: number, radius: number): number {
  const isNear = (distance: number) => (radius === 0 ? distance <= 0 : distance < radius);
  const start = firstWhere(sorted, (other) => other > value || isNear(value - other));
  const end = firstWhere(sorted, (other) => other > value && !isNear(other - value));
  return end - start;
}

/** The first position from which on it holds. */
function firstWhere(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
