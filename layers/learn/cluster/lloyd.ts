import { Arena } from '../kernels/Arena.ts';
import type { Dense } from '../matrix.ts';
import type { Steps } from '../steps.ts';
import { BoundedLabels } from './BoundedLabels.ts';
import { ClusterSums } from './ClusterSums.ts';
import { squaredDistance } from './squaredDistance.ts';

export interface Clustering {
  readonly centres: Dense;
  readonly labels: Int32Array;
  /** Σ of squared distances from the own centre, by weight. */
  readonly inertia: number;
  readonly nIter: number;
}

export interface LloydOptions {
  readonly weights: Float64Array | undefined;
  readonly maxIter: number;
  /** Ends when the squared moves of all centres sum to no more. */
  readonly tol: number;
  readonly arena?: Arena;
}

/**
 * Lloyd's k-means, which leaves out what cannot matter: see BoundedLabels. Labels and centres are those of plain Lloyd.
 *
 * @param arena a plain one for the kernels' twins, which give the same
 */
export function* lloyd(
  X: Dense,
  first: Dense,
  { weights, maxIter, tol, arena = new Arena() }: LloydOptions,
): Steps<Clustering> {
  const bounded = new BoundedLabels(X, first.rows, arena);
  const { labels } = bounded;
  const sums = new ClusterSums(X, weights, bounded);
  let centres = first;
  for (let nIter = 1; ; nIter++) {
    const changes = bounded.assign(centres);
    const isLast = changes === 0 || nIter === maxIter;
    const next = sums.update(centres, nIter === 1 || isLast);
    const moved = bounded.move(centres, next);
    centres = next;
    yield { done: nIter, total: maxIter };
    if (!isLast && moved > tol) continue;
    // Labels follow the centres' last move.
    if (changes > 0) bounded.assign(centres);
    return { centres, labels: labels.slice(), inertia: inertiaOf(X, centres, labels, weights), nIter };
  }
}

export function inertiaOf(
  { rows, columns, data }: Dense,
  centres: Dense,
  labels: Int32Array,
  weights: Float64Array | undefined,
): number {
  let inertia = 0;
  for (let row = 0; row < rows; row++) {
    const square = squaredDistance(data, row * columns, centres.data, labels[row]! * columns, columns);
    inertia += weights ? weights[row]! * square : square;
  }
  return inertia;
}
