import type { Dense } from '../matrix.ts';
import { batch, DistanceBatches } from './DistanceBatches.ts';

/** The nearest centre of each row, and the sum of the squared distances by weight. */
export function labelRows(
  X: Dense,
  centres: Dense,
  weights: Float64Array | undefined,
  batches: DistanceBatches = new DistanceBatches(X, centres.rows),
): { readonly labels: Int32Array; readonly inertia: number } {
  batches.setCentres(centres);
  const labels = new Int32Array(X.rows);
  let inertia = 0;
  for (let first = 0; first < X.rows; first += batch) {
    const length = Math.min(batch, X.rows - first);
    const distances = batches.measure(first, length);
    for (let index = 0; index < length; index++) {
      const start = index * batches.width;
      let best = 0;
      for (let centre = 1; centre < centres.rows; centre++)
        if (distances[start + centre]! < distances[start + best]!) best = centre;
      labels[first + index] = best;
      const square = distances[start + best]!;
      inertia += weights ? weights[first + index]! * square : square;
    }
  }
  return { labels, inertia };
}
