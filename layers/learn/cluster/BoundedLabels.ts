import type { Arena } from '../kernels/Arena.ts';
import { distancesBinary } from '../kernels/distances.wasm.ts';
import { instantiate } from '../kernels/instantiate.ts';
import { RowBlock } from '../kernels/RowBlock.ts';
import type { Dense } from '../matrix.ts';
import type { RunningSums } from './ClusterSums.ts';
import { squaredDistance } from './squaredDistance.ts';

interface AssignKernel {
  assignRows(
    rows: number,
    count: number,
    stride: number,
    centres: number,
    centreCount: number,
    distances: number,
    labels: number,
    upper: number,
    lower: number,
    safe: number,
    moves: number,
    drops: number,
    sums: number,
    sizes: number,
    margin: number,
  ): number;
}

/** Bounds are rounded: one must be below another by more than this to count. */
const margin = 1 + 1e-9;

/**
 * The nearest centre of each row, round by round. An upper bound of the distance from it and a lower one of that from any
 * other are kept and moved with the centres (Hamerly, 2010, "Making k-means even faster"), so that in later rounds few rows
 * are measured at all.
 */
export class BoundedLabels implements RunningSums {
  readonly labels: Int32Array;
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
  readonly stride: number;
  private readonly count: number;
  private readonly columns: number;
  private readonly k: number;
  private readonly kernel: AssignKernel | undefined;
  private readonly rows: RowBlock;
  private readonly centres: RowBlock;
  private readonly distances: Float64Array;
  /** Of the distance from the own centre. */
  private readonly upper: Float64Array;
  /** Of the distance from every other. */
  private readonly lower: Float64Array;
  /** Of each label: what is nearer to its centre than that has no nearer one. */
  private readonly safe: Float64Array;
  /** Of each label: how far the own centre has moved, and any other at most, since bounds were set. */
  private readonly moves: Float64Array;
  private readonly drops: Float64Array;
  private isFirst = true;

  constructor(X: Dense, k: number, arena: Arena) {
    this.count = X.rows;
    this.columns = X.columns;
    this.k = k;
    this.kernel = instantiate<AssignKernel>(distancesBinary, arena);
    this.rows = new RowBlock(arena, X.rows, X.columns, 2);
    this.rows.copy(X, 0, X.rows);
    const width = Math.ceil(k / 4) * 4;
    this.centres = new RowBlock(arena, width, X.columns, 2);
    // What fills up the last four is never nearest.
    this.centres.data.fill(Number.POSITIVE_INFINITY, k * this.centres.stride);
    this.distances = arena.allocate(Float64Array, width);
    this.labels = arena.allocate(Int32Array, X.rows);
    this.stride = this.rows.stride;
    this.sums = arena.allocate(Float64Array, k * this.stride);
    this.sizes = arena.allocate(Float64Array, k);
    this.upper = arena.allocate(Float64Array, X.rows).fill(Number.POSITIVE_INFINITY);
    this.lower = arena.allocate(Float64Array, X.rows);
    this.safe = arena.allocate(Float64Array, k);
    this.moves = arena.allocate(Float64Array, k);
    this.drops = arena.allocate(Float64Array, k);
  }

  /** Gives each row its nearest centre. @returns how many rows got another */
  assign(centres: Dense): number {
    this.centres.copy(centres, 0, this.k);
    this.safe.set(halfwayToOthers(centres));
    const changes = this.kernel ? this.assignByKernel(this.kernel) : this.assignPlainly();
    this.moves.fill(0);
    this.drops.fill(0);
    if (!this.isFirst) return changes;
    this.isFirst = false;
    return this.count;
  }

  private assignByKernel(kernel: AssignKernel): number {
    return kernel.assignRows(
      this.rows.data.byteOffset,
      this.count,
      8 * this.rows.stride,
      this.centres.data.byteOffset,
      this.distances.length,
      this.distances.byteOffset,
      this.labels.byteOffset,
      this.upper.byteOffset,
      this.lower.byteOffset,
      this.safe.byteOffset,
      this.moves.byteOffset,
      this.drops.byteOffset,
      this.sums.byteOffset,
      this.sizes.byteOffset,
      margin,
    );
  }

  /** The kernel's twin. */
  private assignPlainly(): number {
    const { count, k, columns, rows, centres, distances, labels, upper, lower, safe, moves, drops } = this;
    let changes = 0;
    for (let row = 0; row < count; row++) {
      const label = labels[row]!;
      upper[row]! += moves[label]!;
      lower[row]! -= drops[label]!;
      const bound = Math.max(safe[label]!, lower[row]!);
      if (upper[row]! * margin < bound) continue;
      const start = row * rows.stride;
      // Of few centres all are measured before the branch that this might save is guessed.
      if (distances.length > 8) {
        const own = Math.sqrt(
          squaredDistance(rows.data, start, centres.data, label * centres.stride, columns),
        );
        upper[row] = own;
        if (own * margin < bound) continue;
      }
      let best = 0;
      let nearest = Number.POSITIVE_INFINITY;
      let second = Number.POSITIVE_INFINITY;
      for (let centre = 0; centre < k; centre++) {
        const square = squaredDistance(rows.data, start, centres.data, centre * centres.stride, columns);
        if (square < nearest) {
          second = nearest;
          nearest = square;
          best = centre;
        } else if (square < second) second = square;
      }
      upper[row] = Math.sqrt(nearest);
      lower[row] = Math.sqrt(second);
      if (best === label) continue;
      labels[row] = best;
      changes++;
      this.moveRow(start, label, best);
    }
    return changes;
  }

  private moveRow(start: number, from: number, to: number): void {
    const { rows, columns, stride, sums, sizes } = this;
    for (let column = 0; column < columns; column++) {
      sums[from * stride + column]! -= rows.data[start + column]!;
      sums[to * stride + column]! += rows.data[start + column]!;
    }
    sizes[from]! -= 1;
    sizes[to]! += 1;
  }

  /** Bounds will follow when rows are next assigned. @returns the sum of the squared moves */
  move(from: Dense, to: Dense): number {
    const { k, columns, moves, drops } = this;
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
    drops.fill(most);
    drops[farthest] = others;
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
