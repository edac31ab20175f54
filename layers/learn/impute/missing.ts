import { checkFinite, checkNotInfinite } from '../checkData.ts';
import type { Dense } from '../matrix.ts';
import { anyOf, type Check, finite, flag } from '../parameters.ts';

/** What imputers have in common. */
export interface MissingOptions {
  /** What stands for a missing value: NaN or a number. @default NaN */
  readonly missingValues?: number;
  /** Adds a column for each that has missing values, 1 where they were. @default false */
  readonly addIndicator?: boolean;
  /** Keeps columns without a value, filled with 0, which are left out otherwise. @default false */
  readonly keepEmptyFeatures?: boolean;
}

const nan: Check = (value) => (Number.isNaN(value) ? undefined : 'must be NaN');

export const missingParameters = {
  missingValues: anyOf(nan, finite),
  addIndicator: flag,
  keepEmptyFeatures: flag,
};

/** The same numbers, NaN where one is missing. @throws InvalidInput for those that are infinite, or NaN beside missing ones */
export function withHoles(X: Dense, missingValues: number): Dense {
  if (Number.isNaN(missingValues)) {
    checkNotInfinite(X);
    return X;
  }
  checkFinite(X);
  return { ...X, data: X.data.map((value) => (value === missingValues ? Number.NaN : value)) };
}

/** How many values of each column are missing. */
export function countMissing({ rows, columns, data }: Dense): Int32Array {
  const counts = new Int32Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      if (Number.isNaN(data[row * columns + column]!)) counts[column]! += 1;
  }
  return counts;
}

/** A copy in which the missing values of each column are one number. */
export function fillColumns({ columns, data }: Dense, fills: Float64Array): Float64Array {
  const filled = data.slice();
  for (let start = 0; start < data.length; start += columns) {
    for (let column = 0; column < columns; column++)
      if (Number.isNaN(filled[start + column]!)) filled[start + column] = fills[column]!;
  }
  return filled;
}

/** Some columns, in the given order. */
export function columnsAt(X: Dense, places: readonly number[]): Dense {
  if (places.length === X.columns && places.every((place, index) => place === index)) return X;
  const data = new Float64Array(X.rows * places.length);
  for (const [index, place] of places.entries()) {
    for (let row = 0; row < X.rows; row++)
      data[row * places.length + index] = X.data[row * X.columns + place]!;
  }
  return { rows: X.rows, columns: places.length, data };
}
