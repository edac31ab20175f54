import { InvalidInput } from '../errors.ts';
import { moments } from '../moments.ts';
import type { CategoryColumn, Column, NumberColumn } from '../table.ts';

/** How a column becomes numbers: imputed, then scaled or encoded. */
export interface ColumnSpec {
  readonly name: string;
  readonly kind: 'number' | 'category';
  readonly impute: 'mean' | 'median' | 'most-frequent' | 'none';
  readonly scale: 'standard' | 'min-max' | 'none';
  readonly encode: 'one-hot';
}

/** Fitted to a number column: (x - offset) / scale, missing values first replaced by `fill`. */
export interface FittedNumber {
  readonly kind: 'number';
  readonly name: string;
  /** Null when missing values are an error. */
  readonly fill: number | null;
  readonly offset: number;
  readonly scale: number;
}

/** Fitted to a category column: one output column for each category; an unseen category is none of them. */
export interface FittedCategory {
  readonly kind: 'category';
  readonly name: string;
  readonly fill: string | null;
  readonly categories: readonly string[];
}

export type FittedColumn = FittedNumber | FittedCategory;

/** Learns imputation and scaling or encoding of one column. @throws InvalidInput naming the column */
export function fitColumn(spec: ColumnSpec, column: Column | undefined): FittedColumn {
  if (!column) throw new InvalidInput(`there is no column ${JSON.stringify(spec.name)}`);
  if (spec.kind === 'category') return fitCategory(spec, asCategories(column));
  if (column.kind !== 'number')
    throw new InvalidInput(`column ${spec.name} holds text where numbers are needed: give it kind category`);
  return fitNumber(spec, column);
}

/** Output columns of a fitted column. */
export function widthOf(column: FittedColumn): number {
  return column.kind === 'number' ? 1 : column.categories.length;
}

/** Names of the output columns, as scikit-learn's get_feature_names_out has them. */
export function featureNames(column: FittedColumn): string[] {
  return column.kind === 'number'
    ? [column.name]
    : column.categories.map((category) => `${column.name}_${category}`);
}

/** Numbers used as categories are written as numbers. */
export function asCategories(column: Column): CategoryColumn {
  if (column.kind === 'category') return column;
  const categories = [...new Set(column.values)]
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const codes = new Map(categories.map((value, code) => [value, code]));
  return {
    kind: 'category',
    codes: Int32Array.from(column.values, (value) => codes.get(value) ?? -1),
    categories: categories.map(String),
  };
}

function fitNumber({ name, impute, scale }: ColumnSpec, { values }: NumberColumn): FittedNumber {
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length === 0)
    throw new InvalidInput(`column ${name} has no value: remove it from the features`);
  if (present.length < values.length && impute === 'none')
    throw new InvalidInput(`column ${name} has missing values and impute is none`);
  const infinite = present.find((value) => !Number.isFinite(value));
  if (infinite !== undefined)
    throw new InvalidInput(`column ${name} holds ${infinite}: remove or replace infinite values`);
  const fill = impute === 'none' ? null : fills[impute](present);
  const filled = fill === null ? values : values.map((value) => (Number.isNaN(value) ? fill : value));
  const { offset, scale: divisor } = scalers[scale](filled);
  // Adding 0 makes 0 of -0, which JSON does not know.
  return { kind: 'number', name, fill: fill === null ? null : fill + 0, offset: offset + 0, scale: divisor };
}

const fills: Readonly<Record<'mean' | 'median' | 'most-frequent', (present: Float64Array) => number>> = {
  mean: (present) => moments(present).mean,
  median: (present) => {
    const sorted = present.toSorted();
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  },
  // The smallest of the most frequent, as scikit-learn's SimpleImputer.
  'most-frequent': (present) => {
    const counts = new Map<number, number>();
    for (const value of present.toSorted()) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
  },
};

/** A constant column is only shifted, as in scikit-learn. */
const scalers: Readonly<
  Record<ColumnSpec['scale'], (values: Float64Array) => { offset: number; scale: number }>
> = {
  standard: (values) => {
    const { mean, deviation } = moments(values);
    return { offset: mean, scale: deviation > 0 ? deviation : 1 };
  },
  'min-max': (values) => {
    const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    return { offset: low, scale: high > low ? high - low : 1 };
  },
  none: () => ({ offset: 0, scale: 1 }),
};

function fitCategory({ name, impute }: ColumnSpec, { codes, categories }: CategoryColumn): FittedCategory {
  const counts = new Float64Array(categories.length);
  let missing = 0;
  for (const code of codes) {
    if (code === -1) missing++;
    else counts[code]! += 1;
  }
  // Categories that no row of the table has are none of the model's.
  const seen = [...categories.keys()].filter((code) => counts[code]! > 0);
  if (seen.length === 0) throw new InvalidInput(`column ${name} has no value: remove it from the features`);
  if (impute === 'none' && missing > 0)
    throw new InvalidInput(`column ${name} has missing values and impute is none`);
  if (impute === 'mean' || impute === 'median')
    throw new InvalidInput(
      `column ${name} is a category, which has no ${impute}: impute it by most-frequent`,
    );
  const frequent = seen.reduce((best, one) => (counts[one]! > counts[best]! ? one : best));
  return {
    kind: 'category',
    name,
    fill: impute === 'none' ? null : categories[frequent]!,
    categories: seen.map((code) => categories[code]!),
  };
}
