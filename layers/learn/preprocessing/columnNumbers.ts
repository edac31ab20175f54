import { InvalidInput } from '../errors.ts';
import type { Dense } from '../matrix.ts';

/** The numbers of a column that are not missing, in the order of the rows. @throws InvalidInput when there are none */
export function presentOf({ rows, columns, data }: Dense, column: number): Float64Array {
  const present = new Float64Array(rows);
  let count = 0;
  for (let index = column; index < data.length; index += columns) {
    const value = data[index]!;
    if (!Number.isNaN(value)) present[count++] = value;
  }
  if (count === 0) throw new InvalidInput(withoutValue(column));
  return present.subarray(0, count);
}

export function withoutValue(column: number): string {
  return `feature ${column} has no value: remove it from the features`;
}

/** @throws InvalidInput when what was learned of a column is infinite or no number */
export function checkLearned(...learned: readonly Float64Array[]): void {
  for (const numbers of learned) {
    const column = numbers.findIndex((number) => !Number.isFinite(number));
    if (column !== -1)
      throw new InvalidInput(
        `feature ${column} holds values too large or too small to scale: multiply it by a power of ten`,
      );
  }
}

/** Of a fitted array in a document: -0 becomes 0, as JSON does not know it. */
export function listOf(numbers: Float64Array): number[] {
  return Array.from(numbers, (number) => number + 0);
}
