import { Arena } from '../kernels/Arena.ts';
import { distancesBinary } from '../kernels/distances.wasm.ts';
import { instantiate } from '../kernels/instantiate.ts';
import { RowBlock } from '../kernels/RowBlock.ts';
import type { Dense } from '../matrix.ts';
import { squaredDistance } from './squaredDistance.ts';

/** Rows that are measured at once: they stay in the first cache. */
export const batch = 128;

interface DistanceKernel {
  squaredDistances(
    rows: number,
    count: number,
    stride: number,
    centres: number,
    centreCount: number,
    out: number,
  ): void;
}

/**
 * Squared distances of many rows from some centres, batch by batch.
 *
 * @example
 * const batches = new DistanceBatches(X, centres.rows);
 * batches.setCentres(centres);
 * batches.measure(first, batch)[row * batches.width + centre] // of row first + row
 */
export class DistanceBatches {
  /** Distances of a row: those of the centres first. */
  readonly width: number;
  private readonly X: Dense;
  private readonly distances: Float64Array;
  private readonly rows: RowBlock;
  private readonly centres: RowBlock;
  private readonly kernel: DistanceKernel | undefined;
  private count = 0;

  /** @param most centres at once */
  constructor(X: Dense, most: number, arena: Arena = new Arena()) {
    this.X = X;
    this.width = Math.ceil(most / 4) * 4;
    this.distances = arena.allocate(Float64Array, batch * this.width);
    this.rows = new RowBlock(arena, batch, X.columns, 2);
    this.centres = new RowBlock(arena, this.width, X.columns, 2);
    this.kernel = instantiate<DistanceKernel>(distancesBinary, arena);
  }

  setCentres(centres: Dense): void {
    this.count = centres.rows;
    this.centres.copy(centres, 0, centres.rows);
  }

  /** Of as many rows from the given one on. */
  measure(first: number, length: number): Float64Array {
    if (this.kernel) {
      this.rows.copy(this.X, first, length);
      this.run(this.kernel, length);
    } else for (let index = 0; index < length; index++) this.measureRow(first + index, index);
    return this.distances;
  }

  private run(kernel: DistanceKernel, length: number): void {
    const { rows, centres, distances, width } = this;
    kernel.squaredDistances(
      rows.data.byteOffset,
      length,
      8 * rows.stride,
      centres.data.byteOffset,
      width,
      distances.byteOffset,
    );
  }

  /** The kernel's twin. */
  private measureRow(row: number, index: number): void {
    const { X, centres, distances, width, count } = this;
    for (let centre = 0; centre < count; centre++)
      distances[index * width + centre] = squaredDistance(
        X.data,
        row * X.columns,
        centres.data,
        centre * centres.stride,
        X.columns,
      );
  }
}
