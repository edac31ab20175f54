import type { Column, Table } from '../contracts/columns.ts';
import { type Predictions, predictionAt } from '../contracts/predictions.ts';

/** What a number column looked like in training. */
export interface NumberProfile {
  readonly kind: 'number';
  readonly rows: number;
  readonly missing: number;
  /** Inner edges of bins that hold equal shares of the reference. */
  readonly edges: readonly number[];
  /** Reference rows of each bin: one more than edges. */
  readonly counts: readonly number[];
  /** Sorted values, evenly taken, for the Kolmogorov-Smirnov test. */
  readonly sample: readonly number[];
}

/** What a category column looked like in training. */
export interface CategoryProfile {
  readonly kind: 'category';
  readonly rows: number;
  readonly missing: number;
  readonly counts: Readonly<Record<string, number>>;
}

export type ColumnProfile = NumberProfile | CategoryProfile;

/** The reference that a version is watched against; stored beside it. */
export interface ReferenceProfile {
  readonly format: 'millrace-profile';
  readonly version: 1;
  readonly task: 'regression' | 'classification';
  readonly target: string;
  readonly columns: Readonly<Record<string, ColumnProfile>>;
  readonly prediction: ColumnProfile;
  /** Metrics on the test set. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Class of two that counted as positive in them. */
  readonly positive?: string;
}

const bins = 10;
const sampleSize = 1000;

/**
 * Profiles the rows that a model was trained on and its predictions of them. Bins are quantiles of the reference, so that
 * one wild value cannot hide a shift in the rest, as it does with bins of equal width.
 */
export function buildProfile(
  table: Table,
  predictions: Predictions,
  context: Pick<ReferenceProfile, 'task' | 'target' | 'metrics' | 'positive'>,
): ReferenceProfile {
  const columns = Object.entries(table.columns).filter(([name]) => name !== context.target);
  return {
    format: 'millrace-profile',
    version: 1,
    ...context,
    columns: Object.fromEntries(columns.map(([name, column]) => [name, profileColumn(column)])),
    prediction: profileColumn(
      predictionColumn(Array.from({ length: table.length }, (_, row) => predictionAt(predictions, row))),
    ),
  };
}

interface PredictedClass {
  readonly label: string;
  readonly probabilities: Readonly<Record<string, number>>;
}

/** Predictions as a column: the numbers, the probability of the last class of two, or the labels of more. */
export function predictionColumn(predictions: readonly unknown[]): Column {
  if (typeof predictions[0] === 'number')
    return { kind: 'number', values: Float64Array.from(predictions as number[]) };
  const predicted = predictions as readonly PredictedClass[];
  const categories = Object.keys(predicted[0]?.probabilities ?? {});
  if (categories.length > 2) {
    const codes = Int32Array.from(predicted, ({ label }) => categories.indexOf(label));
    return { kind: 'category', codes, categories };
  }
  const last = categories.at(-1) ?? '';
  return {
    kind: 'number',
    values: Float64Array.from(predicted, ({ probabilities }) => probabilities[last] ?? Number.NaN),
  };
}

function profileColumn(column: Column): ColumnProfile {
  if (column.kind === 'category') {
    const counts = countCategories(column);
    const present = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { kind: 'category', rows: column.codes.length, missing: column.codes.length - present, counts };
  }
  const sorted = presentNumbers(column.values).sort();
  const edges = edgesOf(sorted);
  const size = Math.min(sampleSize, sorted.length);
  return {
    kind: 'number',
    rows: column.values.length,
    missing: column.values.length - sorted.length,
    edges,
    counts: countBins(sorted, edges),
    sample: Array.from(
      { length: size },
      (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / size)]!,
    ),
  };
}

/**
 * Deciles of the sorted reference. A value that fills a tenth of it gets a bin of its own, or a shift away from it, as of
 * a flag or a constant, would stay in one bin.
 */
function edgesOf(sorted: Float64Array): number[] {
  if (sorted.length === 0) return [];
  const share = sorted.length / bins;
  const deciles = Array.from({ length: bins - 1 }, (_, bin) => sorted[Math.floor((bin + 1) * share)]!);
  const edges = [...new Set(deciles)].flatMap((value) => {
    const rows = sorted.findLastIndex((one) => one <= value) + 1 - sorted.indexOf(value);
    return rows >= share
      ? [value, value + Math.max(Math.abs(value) * Number.EPSILON, Number.MIN_VALUE)]
      : [value];
  });
  return [...new Set(edges)];
}

export function presentNumbers(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

/** Values of each bin; a bin holds its lower edge. */
export function countBins(values: Iterable<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    let bin = 0;
    while (bin < edges.length && value >= edges[bin]!) bin++;
    counts[bin]! += 1;
  }
  return counts;
}

export function countCategories({
  codes,
  categories,
}: Extract<Column, { kind: 'category' }>): Record<string, number> {
  const counts = new Float64Array(categories.length);
  for (const code of codes) if (code !== -1) counts[code]! += 1;
  return Object.fromEntries(
    categories.map((name, code) => [name, counts[code]!] as const).filter(([, count]) => count > 0),
  );
}
