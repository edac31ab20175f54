import { batch, DistanceBatches } from '../cluster/DistanceBatches.ts';
import { InvalidInput } from '../errors.ts';
import { type Dense, denseRows } from '../matrix.ts';
import { KdTree } from './KdTree.ts';
import { type Metric, type MetricName, metricOf } from './Metric.ts';
import { NearestRows } from './NearestRows.ts';

export type NeighborAlgorithm = 'auto' | 'brute' | 'kd_tree';

export interface NeighborSearchOptions {
  /** auto takes a tree for up to 15 features and few neighbors. Which it is changes the time only. @default 'auto' */
  readonly algorithm?: NeighborAlgorithm;
  /** @default 'minkowski' */
  readonly metric?: MetricName;
  /** Of minkowski: 1 is manhattan, 2 euclidean, and infinite chebyshev. @default 2 */
  readonly p?: number;
  /** Rows at most that a tree looks at one by one. @default 30 */
  readonly leafSize?: number;
}

export interface Neighbors {
  /** n × k: rows from the nearest to the farthest, of equals the first. */
  readonly indices: Int32Array;
  /** n × k. */
  readonly distances: Dense;
}

/** From here on boxes are too wide to leave much out. */
const mostTreeColumns = 15;
/** Queries that are answered together. */
const queryBlock = 64;

/**
 * Finds the rows that are nearest to others.
 *
 * @example new NeighborSearch(X, { metric: 'manhattan' }).nearest(queries, 3).indices
 */
export class NeighborSearch {
  readonly #X: Dense;
  readonly #metric: Metric;
  readonly #options: Required<NeighborSearchOptions>;
  #tree: KdTree | undefined;

  constructor(
    X: Dense,
    { algorithm = 'auto', metric = 'minkowski', p = 2, leafSize = 30 }: NeighborSearchOptions = {},
  ) {
    this.#X = X;
    this.#options = { algorithm, metric, p, leafSize };
    this.#metric = metricOf(metric, p);
    if (this.#metric.p < 1 && algorithm === 'kd_tree')
      throw new InvalidInput(`p of ${p} makes no distance that a tree can use: set algorithm to brute`);
  }

  /** @throws InvalidInput when there are fewer rows */
  nearest(queries: Dense, k: number): Neighbors {
    if (k > this.#X.rows)
      throw new InvalidInput(`there are no ${k} neighbors among ${this.#X.rows} rows: ask for fewer`);
    const nearest = new NearestRows(queries.rows, k);
    if (this.#usesTree(k)) this.#searchTree(queries, nearest);
    else if (this.#metric.p === 2) this.#measureSquares(queries, nearest);
    else this.#measureAll(queries, nearest);
    nearest.sort();
    const data = nearest.distances.map(this.#metric.toDistance);
    return { indices: nearest.rows, distances: { rows: queries.rows, columns: k, data } };
  }

  /** Calls back with each row within a distance of the query that begins at `start`, in no order. */
  within(
    data: Float64Array,
    start: number,
    radius: number,
    visit: (row: number, distance: number) => void,
  ): void {
    const { toDistance } = this.#metric;
    this.#treeOf().within(data, start, radius, (row, reduced) => visit(row, toDistance(reduced)));
  }

  #usesTree(k: number): boolean {
    const { algorithm } = this.#options;
    if (algorithm !== 'auto') return algorithm === 'kd_tree';
    const { rows, columns } = this.#X;
    return columns <= mostTreeColumns && k < Math.floor(rows / 2) && this.#metric.p >= 1;
  }

  #treeOf(): KdTree {
    this.#tree ??= new KdTree(this.#X, this.#metric, this.#options.leafSize);
    return this.#tree;
  }

  #searchTree({ rows, columns, data }: Dense, nearest: NearestRows): void {
    const tree = this.#treeOf();
    for (let query = 0; query < rows; query++) tree.offerNearest(data, query * columns, nearest, query);
  }

  /** Euclidean distances of a block of queries from all rows, batch by batch. */
  #measureSquares(queries: Dense, nearest: NearestRows): void {
    const X = this.#X;
    const batches = new DistanceBatches(X, Math.min(queryBlock, queries.rows));
    for (let first = 0; first < queries.rows; first += queryBlock) {
      const count = Math.min(queryBlock, queries.rows - first);
      batches.setCentres(
        denseRows(
          queries,
          Int32Array.from({ length: count }, (_, index) => first + index),
        ),
      );
      for (let row = 0; row < X.rows; row += batch) {
        const length = Math.min(batch, X.rows - row);
        const squares = batches.measure(row, length);
        for (let query = 0; query < count; query++) {
          let worst = nearest.worst(first + query);
          for (let index = 0; index < length; index++) {
            const square = squares[index * batches.width + query]!;
            if (square >= worst) continue;
            nearest.offer(first + query, square, row + index);
            worst = nearest.worst(first + query);
          }
        }
      }
    }
  }

  #measureAll(queries: Dense, nearest: NearestRows): void {
    const { rows, columns, data } = this.#X;
    const { reduced } = this.#metric;
    for (let query = 0; query < queries.rows; query++) {
      for (let row = 0; row < rows; row++)
        nearest.offer(query, reduced(data, row * columns, queries.data, query * columns, columns), row);
    }
  }
}
