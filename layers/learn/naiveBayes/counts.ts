import { checkFinite } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import { type Dense, type Features, isSparse, type Sparse, toDense } from '../matrix.ts';

/** What counts come in: texts are mostly zeros. */
export type Counts = Dense | Sparse;

export function countsOf(X: Features): Counts {
  return isSparse(X) ? X : toDense(X);
}

/** @throws InvalidInput naming the first number that is not finite, or negative where it must not be */
export function checkCounts(X: Counts, isNonNegative: boolean): void {
  if (!isSparse(X)) checkFinite(X as Dense);
  forEntries(X, null, (row, column, value) => {
    if (Number.isFinite(value) && !(isNonNegative && value < 0)) return;
    throw new InvalidInput(
      `feature ${column} of row ${row} is ${value}: counts are finite numbers of 0 or more`,
    );
  });
}

/**
 * Every entry that is not zero.
 *
 * @param binarize above it an entry is 1 and else 0; null leaves it as it is
 */
export function forEntries(
  X: Counts,
  binarize: number | null,
  visit: (row: number, column: number, value: number) => void,
): void {
  const seen = (value: number) => (binarize === null ? value : Number(value > binarize));
  // What a sparse matrix leaves out is 0, which is above a negative threshold.
  const from = isSparse(X) && binarize !== null && binarize < 0 ? toDense(X) : X;
  for (let row = 0; row < from.rows; row++) {
    if (isSparse(from)) {
      for (let place = from.indptr[row]!; place < from.indptr[row + 1]!; place++) {
        const value = seen(from.values[place]!);
        if (value !== 0) visit(row, from.indices[place]!, value);
      }
    } else {
      const { columns, data } = from as Dense;
      for (let column = 0; column < columns; column++) {
        const value = seen(data[row * columns + column]!);
        if (value !== 0) visit(row, column, value);
      }
    }
  }
}
