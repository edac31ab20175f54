import type { Dense } from '../matrix.ts';
import type { Steps } from '../steps.ts';
import { ClusterSums } from './ClusterSums.ts';
import { batch, DistanceBatches, squaredDistance } from './squaredDistances.ts';

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
}

/** Bounds are rounded: what is not below by more than this is looked at. */
const margin = 1 + 1e-9;

/**
 * Lloyd's k-means, which leaves out what cannot matter: for each row an upper bound of the distance from its own centre and
 * a lower one of that from any other are kept and moved with the centres (Hamerly, 2010, "Making k-means even faster"), so
 * that in later rounds few rows are measured at all. Labels and centres are those of plain Lloyd.
 */
export function* lloyd(X: Dense, first: Dense, { weights, maxIter, tol }: LloydOptions): Steps<Clustering> {
  const k = first.rows;
  const labels = new Int32Array(X.rows).fill(-1);
  const assigner = new Assigner(X, k, labels);
  const sums = new ClusterSums(X, k, weights, labels);
  let centres = first;
  for (let nIter = 1; ; nIter++) {
    const changes = assigner.assign(centres);
    const isLast = changes === 0 || nIter === maxIter;
    const next = sums.update(centres, changes, isLast);
    const moved = assigner.move(centres, next);
    centres = next;
    yield { done: nIter, total: maxIter };
    if (!isLast && moved > tol) continue;
    // Labels follow the centres' last move.
    if (changes > 0) assigner.assign(centres);
    return { centres, labels, inertia: inertiaOf(X, centres, labels, weights), nIter };
  }
}

/** Keeps the labels, with the bounds that say which may be wrong. */
class Assigner {
  private readonly X: Dense;
  private readonly k: number;
  private readonly labels: Int32Array;
  /** Of the distance from the own centre. */
  private readonly upper: Float64Array;
  /** Of the distance from every other. */
  private readonly lower: Float64Array;
  private readonly batches: DistanceBatches;
  private readonly rows = new Int32Array(batch);

  constructor(X: Dense, k: number, labels: Int32Array) {
    this.X = X;
    this.k = k;
    this.labels = labels;
    this.upper = new Float64Array(X.rows).fill(Number.POSITIVE_INFINITY);
    this.lower = new Float64Array(X.rows);
    this.batches = new DistanceBatches(X, k);
  }

  /** Gives each row its nearest centre. @returns how many rows got another */
  assign(centres: Dense): number {
    const { labels, upper, lower, rows } = this;
    const safe = halfwayToOthers(centres);
    this.batches.setCentres(centres);
    let [changes, count] = [0, 0];
    for (let row = 0; row < this.X.rows; row++) {
      const label = labels[row]!;
      const bound = label < 0 ? 0 : Math.max(safe[label]!, lower[row]!);
      if (upper[row]! * margin < bound) continue;
      rows[count++] = row;
      if (count < batch) continue;
      changes += this.measure(count);
      count = 0;
    }
    return changes + this.measure(count);
  }

  private measure(count: number): number {
    const { labels, upper, lower, rows, k } = this;
    const distances = this.batches.measure(rows, count, k);
    let changes = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index]!;
      let best = 0;
      let nearest = Number.POSITIVE_INFINITY;
      let second = Number.POSITIVE_INFINITY;
      for (let centre = 0; centre < k; centre++) {
        const square = distances[index * k + centre]!;
        if (square < nearest) {
          second = nearest;
          nearest = square;
          best = centre;
        } else if (square < second) second = square;
      }
      upper[row] = Math.sqrt(nearest);
      lower[row] = Math.sqrt(second);
      if (labels[row] === best) continue;
      labels[row] = best;
      changes++;
    }
    return changes;
  }

  /** Moves the bounds with the centres. @returns the sum of the squared moves */
  move(from: Dense, to: Dense): number {
    const { labels, upper, lower, k } = this;
    const { columns } = from;
    const moves = new Float64Array(k);
    let total = 0;
    let [farthest, most, others] = [0, 0, 0];
    for (let centre = 0; centre < k; centre++) {
      const square = squaredDistance(from.data, centre * columns, to.data, centre * columns, columns);
      total += square;
      const move = Math.sqrt(square);
      moves[centre] = move;
      if (move > most) [farthest, most, others] = [centre, move, most];
      else if (move > others) others = move;
    }
    if (total === 0) return 0;
    for (let row = 0; row < labels.length; row++) {
      const label = labels[row]!;
      upper[row]! += moves[label]!;
      lower[row]! -= label === farthest ? others : most;
    }
    return total;
  }
}

/** Half of the distance of each centre from its nearest neighbour: rows nearer than that have no nearer centre. */
function halfwayToOthers({ rows, columns, data }: Dense): Float64Array {
  const least = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      const half = Math.sqrt(squaredDistance(data, i * columns, data, j * columns, columns)) / 2;
      least[i] = Math.min(least[i]!, half);
      least[j] = Math.min(least[j]!, half);
    }
  }
  return least;
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
