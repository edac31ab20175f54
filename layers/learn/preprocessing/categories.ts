import { checkSize } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import { anyOf, between, type Check, count, oneOf, orNull } from '../parameters.ts';
import type { Cell, CellColumn, CellMatrix } from './cells.ts';

/** What an encoder knows of a column. */
export interface Categories {
  /** Each once; null, for what is missing, among them where it is one. */
  readonly categories: readonly Cell[];
  /** How many rows have each. */
  readonly counts: readonly number[];
}

export type GivenCategories = 'auto' | readonly (readonly Cell[])[];

const lists: Check = (value) =>
  Array.isArray(value) && value.every((one) => Array.isArray(one) && one.length > 0 && one.every(isCell))
    ? undefined
    : 'must be a list of texts, finite numbers or nulls for each feature';

function isCell(value: unknown): boolean {
  return value === null || typeof value === 'string' || Number.isFinite(value);
}

/** Parameters that encoders share. */
export const categoryParameters = {
  categories: anyOf(oneOf('auto'), lists),
  minFrequency: orNull(anyOf(count, between(0, 1, 'both'))),
  maxCategories: orNull(count),
};

/**
 * The categories of each column: those given, or those that occur, numbers by size and texts by code unit, null at the end.
 *
 * @throws InvalidInput for duplicates, and with `strict` for a value that is none of those given
 */
export function learnCategories(X: CellMatrix, given: GivenCategories, strict: boolean): Categories[] {
  checkSize(X);
  if (given !== 'auto' && given.length !== X.columns)
    throw new InvalidInput(
      `categories has ${given.length} lists for ${X.columns} features: give each its own`,
    );
  return X.cells.map((column, index) => {
    const tally = new Map<Cell, number>();
    for (const code of column.codes) {
      const value = code === -1 ? null : column.values[code]!;
      tally.set(value, (tally.get(value) ?? 0) + 1);
    }
    const categories = given === 'auto' ? inOrder([...tally.keys()]) : unique(given[index]!, index);
    if (strict) positionsOf(column, categories, index);
    return { categories, counts: categories.map((category) => tally.get(category) ?? 0) };
  });
}

/** Numbers by size and texts by code unit, null at the end. */
function inOrder(cells: readonly Cell[]): Cell[] {
  const present = cells.filter((cell) => cell !== null);
  const sorted =
    typeof present[0] === 'number'
      ? (present as number[]).sort((a, b) => a - b)
      : (present as string[]).sort();
  return present.length < cells.length ? [...sorted, null] : sorted;
}

function unique(categories: readonly Cell[], column: number): readonly Cell[] {
  const twice = categories.find((category, index) => categories.includes(category, index + 1));
  if (twice === undefined) return categories;
  throw new InvalidInput(
    `categories of feature ${column} has ${JSON.stringify(twice)} twice: name each once`,
  );
}

/**
 * The position among the categories of each value of the column, and at the end that of a missing one. Values that are no
 * category are at -1, unless the column is given to name those that occur in an error.
 */
export function positionsOf(column: CellColumn, categories: readonly Cell[], strictFor?: number): Int32Array {
  const known = new Map(categories.map((category, position) => [category, position]));
  const values: readonly Cell[] = [...column.values, null];
  const positions = Int32Array.from(values, (value) => known.get(value) ?? -1);
  if (strictFor !== undefined) {
    const missing = values.length - 1;
    const row = column.codes.findIndex((code) => positions[code === -1 ? missing : code] === -1);
    if (row !== -1) {
      const code = column.codes[row]!;
      const value = code === -1 ? null : column.values[code]!;
      throw new InvalidInput(
        `feature ${strictFor} of row ${row} is ${JSON.stringify(value)}, which is none of its categories: add it to them, or let handleUnknown say what to do`,
      );
    }
  }
  return positions;
}

/** What rare categories are called that are one together, as in scikit-learn. */
export const infrequentName = 'infrequent_sklearn';

/** Of each category the number of its group: itself alone, or the last, which rare ones share. */
export interface Grouping {
  readonly groups: readonly number[];
  /** Those that are not rare. */
  readonly frequent: number;
}

/**
 * @param minFrequency rows of a category that is not rare, or below 1 a share of all rows
 * @param maxCategories groups at most, that of the rare ones among them
 */
export function groupRare(
  counts: readonly number[],
  rows: number,
  minFrequency: number | null,
  maxCategories: number | null,
): Grouping {
  const least = minFrequency === null ? 0 : minFrequency < 1 ? minFrequency * rows : minFrequency;
  const rare = new Set([...counts.keys()].filter((position) => counts[position]! < least));
  if (maxCategories !== null && maxCategories < counts.length - rare.size + 1) {
    // Of two as frequent the one that comes first is rarer.
    const byCount = [...counts.keys()].sort((a, b) => counts[a]! - counts[b]!);
    for (const position of byCount.slice(0, counts.length - (maxCategories - 1))) rare.add(position);
  }
  const frequent = counts.length - rare.size;
  let next = 0;
  return { groups: counts.map((_, position) => (rare.has(position) ? frequent : next++)), frequent };
}
