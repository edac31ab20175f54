import type { Dense } from '../matrix.ts';

/**
 * The lower triangle of Z'Z for Z = X less its means. Columns that are mostly zero, as one-hot columns are, are multiplied
 * as they stand, so that only what is not zero costs time, and their means taken off afterwards: Σ x x' - n m m'. That
 * cancels nothing that matters, as such a column's variance is no smaller than its squared mean.
 *
 * @param Z the centred data; X itself without an intercept
 * @param means of the columns of X, or zeros
 */
export function gramOf(X: Dense, Z: Dense, means: Float64Array): Float64Array[] {
  const { rows, columns } = X;
  const sparse = mostlyZero(X);
  const gram = Array.from({ length: columns }, (_, i) => new Float64Array(i + 1));
  const places = new Int32Array(columns);
  const values = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let count = 0;
    for (let column = 0; column < columns; column++) {
      const value = (sparse[column] === 1 ? X : Z).data[start + column]!;
      if (value === 0) continue;
      places[count] = column;
      values[count++] = value;
    }
    for (let i = 0; i < count; i++) {
      const sums = gram[places[i]!]!;
      const value = values[i]!;
      for (let j = 0; j <= i; j++) sums[places[j]!]! += value * values[j]!;
    }
  }
  for (const [i, sums] of gram.entries()) {
    if (sparse[i] === 0) continue;
    for (let j = 0; j <= i; j++) if (sparse[j] === 1) sums[j]! -= rows * means[i]! * means[j]!;
  }
  return gram;
}

/** 1 for each column of which half of the rows or more are zero. */
function mostlyZero({ rows, columns, data }: Dense): Uint8Array {
  const zeros = new Uint32Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      if (data[row * columns + column] === 0) zeros[column]! += 1;
  }
  return Uint8Array.from(zeros, (count) => Number(2 * count >= rows));
}
