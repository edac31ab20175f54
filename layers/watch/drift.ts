import type { Column, Table } from '../contracts/columns.ts';
import { chiSquare } from './chiSquare.ts';
import { kolmogorovSmirnov, type TestResult } from './kolmogorovSmirnov.ts';
import { populationStability } from './populationStability.ts';
import {
  type ColumnProfile,
  countBins,
  countCategories,
  predictionColumn,
  presentNumbers,
  type ReferenceProfile,
} from './profile.ts';

export interface DriftOptions {
  /** PSI above which a column has drifted. */
  readonly threshold: number;
  /** Share of drifted columns from which the data set has drifted. */
  readonly share: number;
  /** Fewer rows decide nothing. */
  readonly minRows: number;
}

export interface ColumnDrift {
  readonly drifted: boolean;
  readonly psi: number;
  readonly test: 'kolmogorov-smirnov' | 'chi-square';
  readonly statistic: number;
  readonly p: number;
  /** Shares of missing values, in training and now. */
  readonly missing: readonly [reference: number, current: number];
  /** Categories that training did not see, with their rows. */
  readonly newCategories?: Readonly<Record<string, number>>;
}

export interface DriftReport {
  readonly rows: number;
  /** False when there were too few rows to say anything. */
  readonly decided: boolean;
  readonly dataDrift: boolean;
  /** Share of columns that drifted. */
  readonly share: number;
  readonly columns: Readonly<Record<string, ColumnDrift>>;
  readonly prediction?: ColumnDrift;
}

/**
 * Level of the tests: beside PSI, which says how much moved, they say whether it can be chance. The columns share it
 * (Bonferroni), as among many some always move.
 */
const level = 0.01;
/** A change in the share of missing values that matters. */
const missingChange = 0.1;

/** Compares a window of rows and predictions with the reference of the version that answered them. */
export function driftReport(
  profile: ReferenceProfile,
  window: { table: Table; predictions: readonly unknown[] },
  options: DriftOptions,
): DriftReport {
  const rows = window.table.length;
  if (rows < Math.max(1, options.minRows))
    return { rows, decided: false, dataDrift: false, share: 0, columns: {} };
  const references = Object.entries(profile.columns);
  const { threshold } = options;
  const columns = Object.fromEntries(
    references.map(([name, reference]) => [
      name,
      compare(reference, window.table.columns[name], rows, { threshold, level: level / references.length }),
    ]),
  );
  const all = Object.values(columns);
  const share = all.length === 0 ? 0 : all.filter(({ drifted }) => drifted).length / all.length;
  return {
    rows,
    decided: true,
    dataDrift: share >= options.share,
    share,
    columns,
    prediction: compare(profile.prediction, predictionColumn(window.predictions), rows, { threshold, level }),
  };
}

function compare(
  reference: ColumnProfile,
  column: Column | undefined,
  rows: number,
  limits: { threshold: number; level: number },
): ColumnDrift {
  const result =
    reference.kind === 'number' ? compareNumbers(reference, column) : compareCategories(reference, column);
  const missing = [reference.missing / reference.rows, (rows - result.present) / rows] as const;
  const missingDrift =
    Math.abs(missing[1] - missing[0]) > missingChange &&
    chiSquare(
      [reference.missing, reference.rows - reference.missing],
      [rows - result.present, result.present],
    ).p < limits.level;
  const { present: _, ...found } = result;
  return {
    drifted: missingDrift || (found.psi > limits.threshold && found.p < limits.level),
    ...found,
    missing,
  };
}

type Compared = Omit<ColumnDrift, 'drifted' | 'missing'> & { readonly present: number };

function compareNumbers(
  reference: Extract<ColumnProfile, { kind: 'number' }>,
  column: Column | undefined,
): Compared {
  const values = column?.kind === 'number' ? presentNumbers(column.values).sort() : new Float64Array();
  const tested: TestResult =
    values.length === 0 ? { statistic: 0, p: 1 } : kolmogorovSmirnov(reference.sample, values);
  const psi =
    values.length === 0 ? 0 : populationStability(reference.counts, countBins(values, reference.edges));
  return { psi, test: 'kolmogorov-smirnov', ...tested, present: values.length };
}

function compareCategories(
  reference: Extract<ColumnProfile, { kind: 'category' }>,
  column: Column | undefined,
): Compared {
  // Maps, since a category may have the name of what every object has.
  const known = new Map(Object.entries(reference.counts));
  const counts = new Map(column?.kind === 'category' ? Object.entries(countCategories(column)) : []);
  const fresh = [...counts].filter(([name]) => !known.has(name));
  // Unseen ones each by itself: together they would be drift wherever training did not see every rare category.
  const unseen = fresh.map(([, count]): Pair => [0, count]);
  const seen = [...known].map(([name, count]): Pair => [count, counts.get(name) ?? 0]);
  const [before, now] = poolRare([...seen, ...unseen]);
  const present = now.reduce((sum, count) => sum + count, 0);
  return {
    psi: present === 0 ? 0 : populationStability(before, now),
    test: 'chi-square',
    ...chiSquare(before, now),
    present,
    ...(fresh.length > 0 && {
      newCategories: Object.fromEntries(fresh.sort((a, b) => b[1] - a[1]).slice(0, 20)),
    }),
  };
}

type Pair = readonly [before: number, now: number];

/** Rows that a category must be expected to have in the window, or the chi-square is none (Cochran, 1954). */
const fewestExpected = 1;

/** Counts before and now, those of rare categories added up: each by itself says nothing, and many of them are noise. */
function poolRare(pairs: readonly Pair[]): [number[], number[]] {
  const total = (which: 0 | 1, of = pairs) => of.reduce((sum, pair) => sum + pair[which], 0);
  const share = total(1) / (total(0) + total(1));
  const isRare = ([before, now]: Pair) => (before + now) * share < fewestExpected;
  const frequent = pairs.filter((pair) => !isRare(pair));
  const rare = pairs.filter(isRare);
  return [
    [...frequent.map(([before]) => before), total(0, rare)],
    [...frequent.map(([, now]) => now), total(1, rare)],
  ];
}
