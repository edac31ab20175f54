/**
 * Typed columns: how tables travel between rooms. Reading (`layers/tables`), learning
 * (`layers/learn`) and watching (`layers/watch`) agree on this shape and nothing else.
 */

/** Numbers; `NaN` is missing. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly values: Float64Array;
}

/** Categories, dictionary encoded: `categories[codes[i]]`; code `-1` is missing. */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

export type Column = NumberColumn | CategoryColumn;

/** Columns of equal length, in order. */
export interface Table {
  readonly length: number;
  readonly columns: Readonly<Record<string, Column>>;
}
