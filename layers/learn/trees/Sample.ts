import type { BinnedColumns } from './BinnedColumns.ts';

/** Codes of classes, or numbers. */
export type Target = Int32Array | Float64Array;

/** The rows that a tree, or a part of it, is grown on. Growing reorders rows, targets and weights together. */
export interface Sample {
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
export function sampleOf(columns: BinnedColumns, target: Target, weight: Float64Array): Sample {
  let size = 0;
  for (let row = 0; row < weight.length; row++) if (weight[row]! > 0) size++;
  const chosen = new Int32Array(size);
  for (let row = 0, index = 0; row < weight.length; row++) if (weight[row]! > 0) chosen[index++] = row;
  return {
    size,
    bins: takeBins(columns.bins, columns.columns, columns.rows, chosen),
    rows: numbersTo(size),
    target: target instanceof Int32Array ? takeCodes(target, chosen) : takeNumbers(target, chosen),
    weight: takeNumbers(weight, chosen),
  };
}

/** A node's rows by themselves, so that the many small nodes below it find all of their data in the cache. */
export function partOf(sample: Sample, columns: number, start: number, end: number): Sample {
  return {
    size: end - start,
    bins: takeBins(sample.bins, columns, sample.size, sample.rows.subarray(start, end)),
    rows: numbersTo(end - start),
    target: sample.target.slice(start, end),
    weight: sample.weight.slice(start, end),
  };
}

function numbersTo(size: number): Int32Array {
  const rows = new Int32Array(size);
  for (let row = 0; row < size; row++) rows[row] = row;
  return rows;
}

function takeBins(bins: Uint16Array, columns: number, size: number, rows: Int32Array): Uint16Array {
  const taken = new Uint16Array(columns * rows.length);
  for (let column = 0, index = 0; column < columns; column++) {
    const start = column * size;
    for (let row = 0; row < rows.length; row++) taken[index++] = bins[start + rows[row]!]!;
  }
  return taken;
}

function takeCodes(codes: Int32Array, rows: Int32Array): Int32Array {
  const taken = new Int32Array(rows.length);
  for (let index = 0; index < rows.length; index++) taken[index] = codes[rows[index]!]!;
  return taken;
}

function takeNumbers(numbers: Float64Array, rows: Int32Array): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) taken[index] = numbers[rows[index]!]!;
  return taken;
}
