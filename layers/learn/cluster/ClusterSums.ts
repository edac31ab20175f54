import type { Dense } from '../matrix.ts';
import { squaredDistance } from './squaredDistance.ts';

/** Labels that change from round to round, with the sums of their rows, which follow each change. */
export interface RunningSums {
  readonly labels: Int32Array;
  /** `stride` numbers for each cluster. */
  readonly sums: Float64Array;
  readonly stride: number;
  /** Rows of each cluster. */
  readonly sizes: Float64Array;
}

/** The means of clusters. Weighted sums are made anew each time, others follow the labels. */
export class ClusterSums {
  private readonly X: Dense;
  private readonly weights: Float64Array | undefined;
  private readonly running: RunningSums;

  constructor(X: Dense, weights: Float64Array | undefined, running: RunningSums) {
    this.X = X;
    this.weights = weights;
    this.running = running;
  }

  /**
   * The means of the clusters. A cluster without rows starts again at the row that is farthest from its centre.
   *
   * @param afresh sums every row again: at first, and at last, so that no rounding of earlier rounds is left
   */
  update(before: Dense, afresh: boolean): Dense {
    if (afresh || this.weights) this.sumAll();
    const [sums, sizes] = [this.running.sums.slice(), this.running.sizes.slice()];
    if (sizes.includes(0)) this.fillEmpty(before, sums, sizes);
    const k = sizes.length;
    const { stride } = this.running;
    const { columns } = this.X;
    const largest = sizes.indexOf(Math.max(...sizes));
    const data = new Float64Array(k * columns);
    for (let cluster = 0; cluster < k; cluster++) {
      // Where there are fewer different rows than clusters.
      const from = sizes[cluster] === 0 ? largest : cluster;
      for (let column = 0; column < columns; column++)
        data[cluster * columns + column] = sums[from * stride + column]! / sizes[from]!;
    }
    return { rows: k, columns, data };
  }

  private sumAll(): void {
    const { X, weights } = this;
    const { labels, sums, sizes, stride } = this.running;
    sums.fill(0);
    sizes.fill(0);
    for (let row = 0; row < X.rows; row++) {
      const weight = weights ? weights[row]! : 1;
      const cluster = labels[row]!;
      const [from, to] = [row * X.columns, cluster * stride];
      for (let column = 0; column < X.columns; column++)
        sums[to + column]! += weight * X.data[from + column]!;
      sizes[cluster]! += weight;
    }
  }

  private fillEmpty(before: Dense, sums: Float64Array, sizes: Float64Array): void {
    const { X, weights } = this;
    const { labels, stride } = this.running;
    const { columns, data } = X;
    const squares = Float64Array.from(labels, (label, row) =>
      weights?.[row] === 0 ? 0 : squaredDistance(data, row * columns, before.data, label * columns, columns),
    );
    for (let cluster = 0; cluster < sizes.length; cluster++) {
      if (sizes[cluster] !== 0) continue;
      let row = 0;
      for (let other = 1; other < squares.length; other++) if (squares[other]! > squares[row]!) row = other;
      if (squares[row] === 0) return;
      squares[row] = 0;
      const weight = weights ? weights[row]! : 1;
      const owner = labels[row]!;
      for (let column = 0; column < columns; column++) {
        const value = weight * data[row * columns + column]!;
        sums[owner * stride + column]! -= value;
        sums[cluster * stride + column] = value;
      }
      sizes[owner]! -= weight;
      sizes[cluster] = weight;
    }
  }
}
