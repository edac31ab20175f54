import { type Dense, denseRows } from '../matrix.ts';

export interface ClassGroups {
  /** Rows of each class, in order of the data. */
  readonly groups: readonly Dense[];
  /** k × p. */
  readonly means: Dense;
}

/** Rows by their class, and each class's mean. */
export function groupByClass(X: Dense, codes: Int32Array, k: number): ClassGroups {
  const rows = Array.from({ length: k }, (): number[] => []);
  for (const [row, code] of codes.entries()) rows[code]!.push(row);
  const groups = rows.map((own) => denseRows(X, own));
  const data = new Float64Array(k * X.columns);
  for (const [code, group] of groups.entries()) data.set(meanOf(group), code * X.columns);
  return { groups, means: { rows: k, columns: X.columns, data } };
}

/** In two passes, of which the second takes off what the first one rounded. */
export function meanOf({ rows, columns, data }: Dense): Float64Array {
  const means = new Float64Array(columns);
  for (let pass = 0; pass < 2; pass++) {
    const sums = new Float64Array(columns);
    for (let at = 0; at < data.length; at++) sums[at % columns]! += data[at]! - means[at % columns]!;
    for (let column = 0; column < columns; column++) means[column]! += sums[column]! / rows;
  }
  return means;
}

/** All rows less the mean of their class, class after class. */
export function withinClasses({ groups, means }: ClassGroups): Dense {
  const { columns } = means;
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  const data = new Float64Array(rows * columns);
  let at = 0;
  for (const [code, group] of groups.entries()) {
    for (let place = 0; place < group.data.length; place++, at++)
      data[at] = group.data[place]! - means.data[code * columns + (place % columns)]!;
  }
  return { rows, columns, data };
}
