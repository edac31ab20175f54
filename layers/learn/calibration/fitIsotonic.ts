import type { IsotonicCurve } from './IsotonicCurve.ts';
import { poolAdjacentViolators } from './poolAdjacentViolators.ts';

/** Nearer x are taken for the same, where they are as large as 1. */
const resolution = 1e-15;

export interface IsotonicOptions {
  readonly increasing?: boolean;
  readonly yMin?: number | null;
  readonly yMax?: number | null;
}

/**
 * The curve that never falls, or never rises, and is nearest to the targets by weighted squares. Targets of the same x are averaged.
 *
 * @param weights some of them above 0; 1 by default
 */
export function fitIsotonic(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array | undefined,
  { increasing = true, yMin = null, yMax = null }: IsotonicOptions = {},
): IsotonicCurve {
  const points = averaged(x, y, weights);
  const sign = increasing ? 1 : -1;
  const values = points.y.map((value) => sign * value);
  poolAdjacentViolators(values, points.weights);
  const [low, high] = [yMin ?? Number.NEGATIVE_INFINITY, yMax ?? Number.POSITIVE_INFINITY];
  const bounded = values.map((value) => Math.min(Math.max(sign * value, low), high));
  // Points on a level line say nothing.
  const kept = Int32Array.from(bounded.keys()).filter(
    (index) =>
      index === 0 ||
      index === bounded.length - 1 ||
      bounded[index] !== bounded[index - 1] ||
      bounded[index] !== bounded[index + 1],
  );
  return {
    x: Float64Array.from(kept, (index) => points.x[index]!),
    y: Float64Array.from(kept, (index) => bounded[index]! + 0),
  };
}

/** Rows in the order of x, those of the same x as one. */
function averaged(x: Float64Array, y: Float64Array, weights: Float64Array | undefined) {
  const order = Int32Array.from(x.keys())
    .filter((row) => !weights || weights[row]! > 0)
    .sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!);
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const apart = resolution * Math.min(1, largest);
  const points = {
    x: new Float64Array(order.length),
    y: new Float64Array(order.length),
    weights: new Float64Array(order.length),
  };
  let count = 0;
  for (const row of order) {
    const weight = weights ? weights[row]! : 1;
    const isSame = count > 0 && (x[row] === points.x[count - 1] || x[row]! - points.x[count - 1]! < apart);
    if (!isSame) points.x[count++] = x[row]!;
    points.y[count - 1]! += weight * y[row]!;
    points.weights[count - 1]! += weight;
  }
  return {
    x: points.x.subarray(0, count),
    y: points.y.subarray(0, count).map((sum, index) => sum / points.weights[index]!),
    weights: points.weights.subarray(0, count),
  };
}
