import type { Dense } from '../matrix.ts';

/** The column of each row's greatest number, the first of equal ones. */
export function likeliest({ rows, columns, data }: Dense): Int32Array {
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let code = 1; code < columns; code++)
      if (data[row * columns + code]! > data[row * columns + codes[row]!]!) codes[row] = code;
  }
  return codes;
}
