import type { BinnedColumns } from './BinnedColumns.ts';
import type { Workspace } from './Workspace.ts';

/** Codes of classes, or numbers. */
export type Target = Int32Array | Float64Array;

/** The rows that a tree, or a part of it, is grown on. Growing reorders rows, targets and weights together. */
export interface Sample {
  /** Rows; the arrays may be longer. */
  readonly size: number;
  /** `bins[column * size + row]` */
  readonly bins: Uint16Array;
  readonly rows: Int32Array;
  /** In the order of `rows`. */
  readonly target: Target;
  /** In the order of `rows`; all above 0. */
  readonly weight: Float64Array;
}

/** The rows of weight above 0. */
export function sampleOf(
  { columns, rows, bins }: BinnedColumns,
  target: Target,
  weight: Float64Array,
  workspace: Workspace,
): Sample {
  const arrays = workspace.sample(0, rows);
  let size = 0;
  for (let row = 0; row < rows; row++) {
    if (!(weight[row]! > 0)) continue;
    arrays.rows[size] = row;
    arrays.target[size] = target[row]!;
    arrays.weight[size++] = weight[row]!;
  }
  return takeBins({ ...arrays, size }, bins, columns, rows);
}

/** Rows that a part of a sample has at most: of level 1, of the parts of those and so on. */
export function partRows(level: number): number {
  return 8192 >>> (4 * (level - 1));
}

/** A node's rows by themselves, so that the many small nodes below it find all of their data in the cache. */
export function partOf(
  sample: Sample,
  columns: number,
  start: number,
  end: number,
  workspace: Workspace,
  level: number,
): Sample {
  const arrays = workspace.sample(level, partRows(level));
  const size = end - start;
  for (let index = 0; index < size; index++) {
    arrays.rows[index] = sample.rows[start + index]!;
    arrays.target[index] = sample.target[start + index]!;
    arrays.weight[index] = sample.weight[start + index]!;
  }
  return takeBins({ ...arrays, size }, sample.bins, columns, sample.size);
}

/** Takes the bins of the rows listed, and numbers the rows anew. */
function takeBins(sample: Sample, from: Uint16Array, columns: number, stride: number): Sample {
  const { size, bins, rows } = sample;
  for (let column = 0, index = 0; column < columns; column++) {
    const start = column * stride;
    for (let row = 0; row < size; row++) bins[index++] = from[start + rows[row]!]!;
  }
  for (let row = 0; row < size; row++) rows[row] = row;
  return sample;
}
