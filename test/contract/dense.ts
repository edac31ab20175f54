import type { Dense } from '../../layers/learn/matrix.ts';

/** Rows as an estimator takes them. */
export function dense(rows: readonly (readonly number[])[], columns = rows[0]?.length ?? 0): Dense {
  return { rows: rows.length, columns, data: Float64Array.from(rows.flat()) };
}
