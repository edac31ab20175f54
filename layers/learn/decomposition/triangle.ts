import type { Dense } from '../matrix.ts';

/** Rows that are reduced at once: they stay in the first cache. */
const batch = 64;

/**
 * The triangle R of X = Q R, p × p: Householder's reflections fold batch after batch of rows into it (Golub and Van Loan,
 * "Matrix Computations", 5.2 and 12.5), so that X is read once and nothing as large as it is written. R has the singular
 * values and right singular vectors of X, without the digits that X'X loses.
 */
export function triangleOf({ rows, columns, data }: Dense): Dense {
  const R = new Float64Array(columns * columns);
  const block = new Float64Array(batch * columns);
  for (let first = 0; first < rows; first += batch) {
    const height = Math.min(batch, rows - first);
    block.set(data.subarray(first * columns, (first + height) * columns));
    fold(R, block, height, columns);
  }
  return { rows: columns, columns, data: R };
}

/** Replaces R by the triangle of R above the block. Column by column, only R's diagonal entry and the block take part. */
function fold(R: Float64Array, block: Float64Array, height: number, columns: number): void {
  for (let pivot = 0; pivot < columns; pivot++) {
    const place = pivot * columns + pivot;
    let square = 0;
    for (let at = pivot; at < height * columns; at += columns) square += block[at]! * block[at]!;
    if (square === 0) continue;
    const first = R[place]!;
    const norm = Math.sqrt(first * first + square);
    // The sign that cancels nothing.
    const diagonal = first > 0 ? -norm : norm;
    const head = first - diagonal;
    const half = norm * (norm + Math.abs(first));
    R[place] = diagonal;
    for (let column = pivot + 1; column < columns; column++) {
      const shift = column - pivot;
      let share = head * R[place + shift]!;
      for (let at = pivot; at < height * columns; at += columns) share += block[at]! * block[at + shift]!;
      share /= half;
      R[place + shift]! -= share * head;
      for (let at = pivot; at < height * columns; at += columns) block[at + shift]! -= share * block[at]!;
    }
  }
}
