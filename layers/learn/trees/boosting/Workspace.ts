import type { Arena } from '../../kernels/Arena.ts';
import type { BinnedRows, ColumnBins } from '../binning.ts';
import { type Bundle, bundleColumns } from './bundles.ts';

/** What a column is to the kernels: four whole numbers of the layout. */
export const [firstBinOf, countOf, flagsOf, monotonicOf, layoutWidth] = [0, 1, 2, 3, 4];
/** Flags of a column: rows miss it; it is a number, which the current node may be split on. */
export const [isMissing, isOpen] = [1, 2];

/** Columns whose histograms are filled at once: they take half of a processor's first cache. */
export const tileWidth = 4;

/** The arrays of one fit, which the kernels work on. */
export interface Workspace {
  readonly rows: number;
  readonly columns: number;
  /** Column by column, as rows are partitioned. */
  readonly bins: Uint8Array;
  /** Columns that share a byte of `rowBins`, for each of its bytes that is in use. */
  readonly bundles: readonly Bundle[];
  /** Row by row, as histograms are filled: `stride` bytes each, a multiple of 4. */
  readonly rowBins: Uint8Array;
  readonly stride: number;
  /** Four numbers for each column: see above. */
  readonly layout: Int32Array;
  /** Bins of all columns. */
  readonly totalBins: number;
  /** For each byte of a row that is in use the place of its first bin in a histogram, and how many bins it has. */
  readonly slots: Uint32Array;
  /** Rows in the order of the nodes they are in. */
  readonly index: Uint32Array;
  /** Room for as many, and a few more that kernels write beyond. */
  readonly spare: Uint32Array;
  /** Gradient and hessian of each row as whole numbers. */
  readonly pairs: Int32Array;
  /** What the sums of a bin's hessians stay below, as a power of 2: above it is the number of its rows, in kernels that keep both in 64 bits. */
  readonly countShift: number;
  /** Bits of a gradient and of a hessian, so that no sum of all rows overflows, nor is rounded in 53 bits. */
  readonly gradientBits: number;
  readonly hessianBits: number;
}

/** Rows below which joint histograms cost more than they save. */
const fewRows = 8192;

export function makeWorkspace(
  arena: Arena,
  { bins, rows }: BinnedRows,
  columns: readonly ColumnBins[],
  missing: readonly boolean[],
  monotonic: ArrayLike<number>,
): Workspace {
  const layout = arena.allocate(Int32Array, columns.length * layoutWidth);
  let totalBins = 0;
  for (const [column, { count }] of columns.entries()) {
    layout.set(
      [totalBins, count, missing[column] ? isMissing : 0, monotonic[column] ?? 0],
      column * layoutWidth,
    );
    totalBins += count + 1;
  }
  const widths = columns.map(({ count }, column) => count + Number(missing[column]));
  const bundles = rows < fewRows ? bundleColumns(widths, 1) : bundleColumns(widths);
  const stride = tileWidth * Math.ceil(bundles.length / tileWidth);
  const slots = arena.allocate(Uint32Array, 2 * bundles.length);
  let end = totalBins;
  for (const [byte, { columns: own, count }] of bundles.entries()) {
    const isJoint = own.length > 1;
    slots.set([isJoint ? end : layout[own[0]! * layoutWidth + firstBinOf]!, count], 2 * byte);
    if (isJoint) end += count;
  }
  // Any order will do, as long as all rows are there.
  const index = arena.allocate(Uint32Array, rows);
  for (let row = 0; row < rows; row++) index[row] = row;
  // Bits of the number of rows.
  const countBits = 32 - Math.clz32(rows);
  return {
    rows,
    columns: columns.length,
    bins,
    rowBins: arena.allocate(Uint8Array, rows * stride),
    bundles,
    stride,
    layout,
    totalBins,
    slots,
    index,
    spare: arena.allocate(Uint32Array, rows + 3),
    pairs: arena.allocate(Int32Array, 2 * paddedLength(rows)),
    countShift: 63 - countBits,
    gradientBits: Math.min(30, 52 - countBits),
    hessianBits: Math.min(30, 63 - 2 * countBits),
  };
}

/** Bins of a histogram: those of all columns, then those of bytes that columns share. */
export function histogramBins({ totalBins, bundles }: Workspace): number {
  const joint = bundles.filter(({ columns }) => columns.length > 1);
  return joint.reduce((sum, { count }) => sum + count, totalBins);
}

/** Of arrays with a number for each row: kernels take four at once. */
export function paddedLength(rows: number): number {
  return 4 * Math.ceil(rows / 4);
}
