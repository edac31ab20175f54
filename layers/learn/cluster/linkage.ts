import { InvalidInput } from '../errors.ts';
import { type Dense, mostCells } from '../matrix.ts';
import type { Steps } from '../steps.ts';
import { squaredDistance } from './squaredDistance.ts';

export type Linkage = 'ward' | 'complete' | 'average' | 'single';

export interface Merge {
  /** Two rows, each standing for the cluster it is in. */
  readonly left: number;
  readonly right: number;
  readonly distance: number;
}

/** Sizes of the clusters that are merged and of another, their distances from that one, and from each other. */
type Update = (
  sizes: readonly [number, number, number],
  left: number,
  right: number,
  between: number,
) => number;

/** The distance of a merged cluster from another (Lance and Williams, 1967). */
const updates: Readonly<Record<Linkage, Update>> = {
  single: (_, left, right) => Math.min(left, right),
  complete: (_, left, right) => Math.max(left, right),
  average: ([a, b], left, right) => (a * left + b * right) / (a + b),
  ward: ([a, b, c], left, right, between) =>
    Math.sqrt(
      Math.max(0, ((a + c) * left * left + (b + c) * right * right - c * between * between) / (a + b + c)),
    ),
};

const manhattan = (data: Float64Array, a: number, b: number, columns: number) => {
  let sum = 0;
  for (let column = 0; column < columns; column++) sum += Math.abs(data[a + column]! - data[b + column]!);
  return sum;
};

export type Metric = 'euclidean' | 'manhattan' | 'cosine';

/** Distances of the rows that start at a and b. */
const metrics: Readonly<
  Record<Metric, (data: Float64Array, a: number, b: number, columns: number) => number>
> = {
  euclidean: (data, a, b, columns) => Math.sqrt(squaredDistance(data, a, data, b, columns)),
  manhattan,
  cosine(data, a, b, columns) {
    let [product, left, right] = [0, 0, 0];
    for (let column = 0; column < columns; column++) {
      product += data[a + column]! * data[b + column]!;
      left += data[a + column]! ** 2;
      right += data[b + column]! ** 2;
    }
    // As scikit-learn's, a row of zeros is at right angles to every other.
    return Math.max(0, 1 - product / (Math.sqrt(left * right) || 1));
  },
};

/**
 * All n - 1 merges, the nearest first. Chains of nearest neighbours end in two clusters that are each other's nearest, which
 * may be merged at once (Müllner, 2011, "Modern hierarchical, agglomerative clustering algorithms"): n² steps in all.
 *
 * @throws InvalidInput for more rows than their distances find room in memory
 */
export function* mergesOf(X: Dense, linkage: Linkage, metric: Metric): Steps<Merge[]> {
  const n = X.rows;
  if ((n * (n - 1)) / 2 > mostCells)
    throw new InvalidInput(
      `the distances of ${n} rows from each other are too many to hold: fit a sample, or the centres of KMeans`,
    );
  const distances = distancesOf(X, metric);
  const update = updates[linkage];
  const sizes = new Float64Array(n).fill(1);
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < n - 1) {
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size > 0));
    const last = chain.at(-1)!;
    const { nearest, distance } = nearestOf(distances, sizes, last, chain.at(-2));
    if (nearest !== chain.at(-2)) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [left, right] = nearest < last ? [nearest, last] : [last, nearest];
    merges.push({ left, right, distance });
    const [a, b] = [sizes[left]!, sizes[right]!];
    sizes[left] = 0;
    sizes[right] = a + b;
    for (let other = 0; other < n; other++) {
      const c = sizes[other]!;
      if (c === 0 || other === right) continue;
      const place = placeOf(other, right);
      distances[place] = update([a, b, c], distances[placeOf(other, left)]!, distances[place]!, distance);
    }
    if (merges.length % 64 === 0) yield { done: merges.length, total: n - 1 };
  }
  return merges.sort((one, other) => one.distance - other.distance);
}

/** The one before it in the chain is preferred to equals, so that chains end. */
function nearestOf(distances: Float64Array, sizes: Float64Array, from: number, before: number | undefined) {
  let nearest = before ?? -1;
  let distance = before === undefined ? Number.POSITIVE_INFINITY : distances[placeOf(from, before)]!;
  for (let other = 0; other < sizes.length; other++) {
    if (sizes[other] === 0 || other === from) continue;
    const one = distances[placeOf(from, other)]!;
    if (one < distance) [nearest, distance] = [other, one];
  }
  return { nearest, distance };
}

function distancesOf({ rows, columns, data }: Dense, metric: Metric): Float64Array {
  const measure = metrics[metric];
  const distances = new Float64Array((rows * (rows - 1)) / 2);
  for (let i = 1, place = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      const distance = measure(data, i * columns, j * columns, columns);
      if (!Number.isFinite(distance))
        throw new InvalidInput('the features are too large for distances: scale them');
      distances[place++] = distance;
    }
  }
  return distances;
}

/** Of the distance of two rows: the lower triangle, row by row. */
function placeOf(i: number, j: number): number {
  return i > j ? (i * (i - 1)) / 2 + j : (j * (j - 1)) / 2 + i;
}
