import type { Classes } from './estimator.ts';
import { decodeLabels, type Labels } from './labels.ts';
import type { Dense } from './matrix.ts';

/** The column of each row's greatest number, the first of equal ones. */
export function likeliest({ rows, columns, data }: Dense): Int32Array {
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let best = 0;
    for (let code = 1; code < columns; code++) if (data[start + code]! > data[start + best]!) best = code;
    codes[row] = best;
  }
  return codes;
}

/** The class of each row's greatest score. */
export function likeliestLabels(scores: Dense, classes: Classes): Labels {
  return decodeLabels(likeliest(scores), classes);
}
