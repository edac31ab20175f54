/** R of X = QR, whose columns Q are orthonormal, and what Q makes of y. */
export interface Triangle {
  /** The first min(n, p) rows of R, one after the other. */
  readonly R: readonly Float64Array[];
  /** Q'y: as many numbers. */
  readonly rotated: Float64Array;
  /** The squared length of the part of y that no columns of X reach. */
  readonly residual: number;
}

/**
 * Triangulates X with y by reflections (Householder, 1958).
 *
 * @param columns of X, each of n numbers, and y as the last; overwritten
 */
export function householder(columns: Float64Array[]): Triangle {
  const y = columns.at(-1)!;
  const width = columns.length - 1;
  const rank = Math.min(y.length, width);
  for (let step = 0; step < rank; step++) {
    const pivot = columns[step]!;
    const length = Math.sqrt(squareFrom(pivot, step));
    if (length === 0) continue;
    // The reflection turns the column into one with a single number; its vector takes the column's place below that.
    const head = pivot[step]! > 0 ? -length : length;
    pivot[step]! -= head;
    const half = -head * pivot[step]!;
    for (let other = step + 1; other <= width; other++) {
      const column = columns[other]!;
      let product = 0;
      for (let row = step; row < y.length; row++) product += pivot[row]! * column[row]!;
      const factor = product / half;
      if (factor !== 0) for (let row = step; row < y.length; row++) column[row]! -= factor * pivot[row]!;
    }
    pivot[step] = head;
  }
  const R = Array.from({ length: rank }, (_, row) =>
    Float64Array.from({ length: width }, (__, column) => (column < row ? 0 : columns[column]![row]!)),
  );
  return { R, rotated: y.slice(0, rank), residual: squareFrom(y, rank) };
}

function squareFrom(values: Float64Array, start: number): number {
  let sum = 0;
  for (let row = start; row < values.length; row++) sum += values[row]! * values[row]!;
  return sum;
}
