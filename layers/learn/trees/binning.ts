import { Arena } from '../kernels/Arena.ts';
import { binningBinary } from '../kernels/binning.wasm.ts';
import { instantiate } from '../kernels/instantiate.ts';
import type { Dense } from '../matrix.ts';

/** Bins that a column can have: 255 of values, and one of missing values. */
export const mostBins = 256;

/** How the values of one column become bins. */
export interface ColumnBins {
  /**
   * Ascending, 254 at most for numbers: a number is in the first bin whose edge is not below it, in the last one without an edge, so
   * that `edges[b]` is the threshold of a split after bin b. Of categories the 255 at most there are: bin b is category `edges[b]`.
   */
  readonly edges: Float64Array;
  readonly isCategorical: boolean;
  /** Bins besides the missing values'; at least 1. Missing values and unknown categories are in bin `count`. */
  readonly count: number;
}

/** The bins of rows in tiles of columns, each of which fits the purpose: see `width`. */
export interface BinnedRows {
  readonly rows: number;
  readonly columns: number;
  /**
   * Columns in a tile. The bin of a column in a row is at `(floor(column / width) * rows + row) * width + column % width`: row by row
   * where the width is the number of columns, column by column where it is 1. What is over in the last tile is 0.
   */
  readonly width: number;
  readonly bins: Uint8Array;
}

export interface Layout {
  /** @default all columns, which is row by row */
  readonly width?: number;
  /** Where the bins are to lie. @default an arena of their own */
  readonly arena?: Arena;
}

/**
 * @param columns from findBins, of these or other rows
 *
 * @example binRows(X, findBins(X), { width: 4, arena }).bins
 */
export function binRows(X: Dense, columns: readonly ColumnBins[], layout: Layout = {}): BinnedRows {
  const { width = X.columns, arena = new Arena() } = layout;
  const bins = arena.allocate(Uint8Array, Math.ceil(X.columns / width) * width * X.rows);
  const binned = { rows: X.rows, columns: X.columns, width, bins };
  const kernel = instantiate<BinningKernel>(binningBinary, arena);
  if (kernel) binByKernel(kernel, X, columns, binned, arena);
  else binPlainly(X, columns, binned);
  for (const [column, own] of columns.entries()) if (own.isCategorical) dropUnknown(X, column, own, binned);
  return binned;
}

interface BinningKernel {
  binColumn(
    values: number,
    valueStride: number,
    rows: number,
    edges: number,
    missing: number,
    bins: number,
    binStride: number,
  ): void;
}

/** Rows that are copied at once to where the kernel sees them. */
const blockRows = 1024;

function binByKernel(
  kernel: BinningKernel,
  X: Dense,
  columns: readonly ColumnBins[],
  binned: BinnedRows,
  arena: Arena,
): void {
  const edges = arena.allocate(Float64Array, columns.length * mostBins).fill(Number.POSITIVE_INFINITY);
  for (const [column, own] of columns.entries()) edges.set(own.edges, column * mostBins);
  const block = arena.allocate(Float64Array, Math.min(blockRows, X.rows) * X.columns);
  for (let start = 0; start < X.rows; start += blockRows) {
    const rows = Math.min(blockRows, X.rows - start);
    block.set(X.data.subarray(start * X.columns, (start + rows) * X.columns));
    for (let column = 0; column < X.columns; column++) {
      kernel.binColumn(
        block.byteOffset + column * block.BYTES_PER_ELEMENT,
        X.columns * block.BYTES_PER_ELEMENT,
        rows,
        edges.byteOffset + column * mostBins * edges.BYTES_PER_ELEMENT,
        columns[column]!.count,
        binned.bins.byteOffset + placeOf(binned, start, column),
        binned.width,
      );
    }
  }
}

/** The kernel's twin. */
function binPlainly({ data, rows, columns: p }: Dense, columns: readonly ColumnBins[], binned: BinnedRows) {
  const edges = new Float64Array(mostBins);
  for (const [column, own] of columns.entries()) {
    edges.fill(Number.POSITIVE_INFINITY).set(own.edges);
    let place = placeOf(binned, 0, column);
    for (let row = 0; row < rows; row++, place += binned.width) {
      const value = data[row * p + column]!;
      let bin = 0;
      for (let half = 128; half > 0; half >>= 1) bin += edges[bin + half - 1]! < value ? half : 0;
      binned.bins[place] = Number.isNaN(value) ? own.count : bin;
    }
  }
}

/** A category that was not there when bins were found is as good as missing. */
function dropUnknown(X: Dense, column: number, { edges, count }: ColumnBins, binned: BinnedRows): void {
  let place = placeOf(binned, 0, column);
  for (let row = 0; row < X.rows; row++, place += binned.width) {
    if (edges[binned.bins[place]!] !== X.data[row * X.columns + column]) binned.bins[place] = count;
  }
}

function placeOf({ rows, width }: BinnedRows, row: number, column: number): number {
  return (Math.floor(column / width) * rows + row) * width + (column % width);
}
