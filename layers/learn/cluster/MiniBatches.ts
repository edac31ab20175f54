import type { Dense } from '../matrix.ts';
import { permutation, type Random } from '../random.ts';
import { DistanceBatches } from './DistanceBatches.ts';
import { labelRows } from './labelRows.ts';
import { squaredDistance } from './squaredDistance.ts';

export interface MiniBatchOptions {
  readonly batchSize: number;
  readonly reassignmentRatio: number;
  /** The next row. */
  readonly draw: () => number;
  readonly random: Random;
}

/** Centres as the means of all rows that steps have drawn for them. */
export class MiniBatches {
  centres: Dense;
  private readonly X: Dense;
  private readonly options: MiniBatchOptions;
  private readonly rows: Dense;
  private readonly distances: DistanceBatches;
  /** Rows that each centre is the mean of. */
  private readonly counts: Float64Array;
  private sinceReassignment = 0;

  constructor(X: Dense, first: Dense, options: MiniBatchOptions) {
    const { batchSize } = options;
    this.X = X;
    this.centres = first;
    this.options = options;
    this.rows = { rows: batchSize, columns: X.columns, data: new Float64Array(batchSize * X.columns) };
    this.distances = new DistanceBatches(this.rows, first.rows);
    this.counts = new Float64Array(first.rows);
  }

  /** @returns the mean inertia of the rows before it, and the sum of the centres' squared moves */
  step(): { readonly inertia: number; readonly moved: number } {
    const { X, rows, centres, counts, options } = this;
    const { columns } = X;
    for (let index = 0; index < rows.rows; index++) {
      const start = options.draw() * columns;
      for (let column = 0; column < columns; column++)
        rows.data[index * columns + column] = X.data[start + column]!;
    }
    const isTime = this.isTimeToReassign();
    const { labels, inertia } = labelRows(rows, centres, undefined, this.distances);
    const data = centres.data.map((value, at) => value * counts[Math.floor(at / columns)]!);
    const drawn = new Float64Array(centres.rows);
    for (const [index, label] of labels.entries()) {
      drawn[label]! += 1;
      for (let column = 0; column < columns; column++)
        data[label * columns + column]! += rows.data[index * columns + column]!;
    }
    for (let centre = 0; centre < centres.rows; centre++) {
      counts[centre]! += drawn[centre]!;
      for (let at = centre * columns; at < (centre + 1) * columns; at++)
        data[at] = drawn[centre] === 0 ? centres.data[at]! : data[at]! / counts[centre]!;
    }
    if (isTime) this.reassign(data);
    this.centres = { ...centres, data };
    const moved = squaredDistance(data, 0, centres.data, 0, data.length);
    return { inertia: inertia / rows.rows, moved };
  }

  /** When there are empty clusters, or ten rows a cluster have been drawn since. */
  private isTimeToReassign(): boolean {
    const { counts, options } = this;
    this.sinceReassignment += options.batchSize;
    if (!counts.includes(0) && this.sinceReassignment < 10 * counts.length) return false;
    this.sinceReassignment = 0;
    return true;
  }

  /** Centres of few rows become rows of the batch. */
  private reassign(data: Float64Array): void {
    const { rows, counts, options } = this;
    const limit = options.reassignmentRatio * Math.max(...counts);
    const most = Math.floor(rows.rows / 2);
    const rare = [...counts.keys()].filter((centre) => counts[centre]! < limit);
    const chosen = rare.sort((a, b) => counts[a]! - counts[b]!).slice(0, most);
    if (chosen.length === 0) return;
    const order = permutation(rows.rows, options.random);
    for (const [index, centre] of chosen.entries()) {
      const start = order[index]! * rows.columns;
      data.set(rows.data.subarray(start, start + rows.columns), centre * rows.columns);
    }
    // Not so few that they would start again at once.
    const others = [...counts.keys()].filter((centre) => !chosen.includes(centre));
    const least = Math.min(...others.map((centre) => counts[centre]!));
    for (const centre of chosen) counts[centre] = least;
  }
}
