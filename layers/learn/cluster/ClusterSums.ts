import type { Dense } from '../matrix.ts';
import { squaredDistance } from './squaredDistance.ts';

/** Sums of the rows of each cluster. Where few rows changed only these are moved from one sum to another. */
export class ClusterSums {
  private readonly X: Dense;
  private readonly k: number;
  private readonly weights: Float64Array | undefined;
  private readonly labels: Int32Array;
  /** The cluster whose sum has the row. */
  private readonly counted: Int32Array;
  private readonly sums: Float64Array;
  private readonly sizes: Float64Array;

  /** @param labels of the rows, which change from round to round */
  constructor(X: Dense, k: number, weights: Float64Array | undefined, labels: Int32Array) {
    this.X = X;
    this.k = k;
    this.weights = weights;
    this.labels = labels;
    this.counted = new Int32Array(labels.length);
    this.sums = new Float64Array(k * X.columns);
    this.sizes = new Float64Array(k);
  }

  /**
   * The means of the clusters. A cluster without rows starts again at the row that is farthest from its centre.
   *
   * @param changes labels that are not as they were
   * @param afresh sums every row again, so that no rounding of earlier rounds is left
   */
  update(before: Dense, changes: number, afresh: boolean): Dense {
    if (afresh || this.weights || changes * 8 > this.X.rows) this.sumAll();
    else this.moveChanged();
    const [sums, sizes] = [this.sums.slice(), this.sizes.slice()];
    if (sizes.includes(0)) this.fillEmpty(before, sums, sizes);
    const { columns } = this.X;
    const largest = sizes.indexOf(Math.max(...sizes));
    const data = new Float64Array(sums.length);
    for (let cluster = 0; cluster < this.k; cluster++) {
      // Where there are fewer different rows than clusters.
      const from = sizes[cluster] === 0 ? largest : cluster;
      for (let column = 0; column < columns; column++)
        data[cluster * columns + column] = sums[from * columns + column]! / sizes[from]!;
    }
    return { rows: this.k, columns, data };
  }

  private sumAll(): void {
    this.sums.fill(0);
    this.sizes.fill(0);
    for (let row = 0; row < this.X.rows; row++) this.add(row, this.labels[row]!, 1);
    this.counted.set(this.labels);
  }

  private moveChanged(): void {
    const { labels, counted } = this;
    for (let row = 0; row < labels.length; row++) {
      if (labels[row] === counted[row]) continue;
      this.add(row, counted[row]!, -1);
      this.add(row, labels[row]!, 1);
      counted[row] = labels[row]!;
    }
  }

  private add(row: number, cluster: number, sign: number): void {
    const { X, sums, sizes, weights } = this;
    const weight = weights ? sign * weights[row]! : sign;
    sizes[cluster]! += weight;
    const [from, to] = [row * X.columns, cluster * X.columns];
    for (let column = 0; column < X.columns; column++) sums[to + column]! += weight * X.data[from + column]!;
  }

  private fillEmpty(before: Dense, sums: Float64Array, sizes: Float64Array): void {
    const { X, labels, weights } = this;
    const { columns, data } = X;
    const squares = Float64Array.from(labels, (label, row) =>
      weights?.[row] === 0 ? 0 : squaredDistance(data, row * columns, before.data, label * columns, columns),
    );
    for (let cluster = 0; cluster < this.k; cluster++) {
      if (sizes[cluster] !== 0) continue;
      let row = 0;
      for (let other = 1; other < squares.length; other++) if (squares[other]! > squares[row]!) row = other;
      if (squares[row] === 0) return;
      squares[row] = 0;
      const weight = weights ? weights[row]! : 1;
      const owner = labels[row]!;
      for (let column = 0; column < columns; column++) {
        const value = weight * data[row * columns + column]!;
        sums[owner * columns + column]! -= value;
        sums[cluster * columns + column] = value;
      }
      sizes[owner]! -= weight;
      sizes[cluster] = weight;
    }
  }
}
