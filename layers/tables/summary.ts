import type { Column } from '../contracts/columns.ts';

/** What of a column decides whether it can be learned from. */
export interface ColumnSummary {
  readonly present: number;
  readonly missing: number;
  /** Distinct values, each with its rows: numbers as numbers, categories by their names. */
  readonly counts: ReadonlyMap<number | string, number>;
}

export function summarize(column: Column): ColumnSummary {
  const counts = new Map<number, number>();
  let missing = 0;
  const values = column.kind === 'number' ? column.values : column.codes;
  const absent = column.kind === 'number' ? Number.NaN : -1;
  for (const value of values) {
    if (Object.is(value, absent)) missing++;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const named =
    column.kind === 'number'
      ? counts
      : new Map([...counts].map(([code, count]) => [column.categories[code]!, count]));
  return { present: values.length - missing, missing, counts: named };
}

/** Squares of larger numbers, and sums of these, are not finite. */
const largest = 1e150;

/** A number that cannot be calculated with. */
export function wildNumber(counts: ColumnSummary['counts']): number | undefined {
  return [...counts.keys()].find((value): value is number => !(Math.abs(Number(value)) <= largest));
}
