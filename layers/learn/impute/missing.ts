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
export function countMissing({ columns, data }: Dense): Int32Array {
  const counts = new Int32Array(columns);
  for (let index = 0; index < data.length; index++)
    if (Number.isNaN(data[index]!)) counts[index % columns]! += 1;
  return counts;
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
