/** The factor of a symmetric positive semidefinite matrix: L L' of the columns that do not depend on those before them. */
export interface Cholesky {
  readonly independent: readonly number[];
  readonly dependent: readonly number[];
  /** Rows of L, as many as there are independent columns. */
  readonly lower: readonly Float64Array[];
}

/** A pivot smaller than this share of its diagonal says that the column depends on others, as nearly as can be told. */
const smallestPivot = 1e-10;

/** Factors a matrix of which the lower triangle is given. */
export function choleskyOf(matrix: readonly Float64Array[]): Cholesky {
  const independent: number[] = [];
  const dependent: number[] = [];
  const lower: Float64Array[] = [];
  for (const [i, given] of matrix.entries()) {
    const row = new Float64Array(lower.length + 1);
    let pivot = given[i]!;
    for (const [k, other] of lower.entries()) {
      let sum = given[independent[k]!]!;
      for (let m = 0; m < k; m++) sum -= row[m]! * other[m]!;
      row[k] = sum / other[k]!;
      pivot -= row[k]! * row[k]!;
    }
    if (pivot > smallestPivot * given[i]!) {
      row[lower.length] = Math.sqrt(pivot);
      lower.push(row);
      independent.push(i);
    } else dependent.push(i);
  }
  return { independent, dependent, lower };
}

/** Solves L L' w = b. */
export function solveCholesky({ lower }: Cholesky, b: Float64Array): Float64Array {
  const solution = Float64Array.from(b);
  for (const [i, row] of lower.entries()) {
    for (let k = 0; k < i; k++) solution[i]! -= row[k]! * solution[k]!;
    solution[i]! /= row[i]!;
  }
  for (let i = lower.length - 1; i >= 0; i--) {
    const row = lower[i]!;
    solution[i]! /= row[i]!;
    for (let k = 0; k < i; k++) solution[k]! -= row[k]! * solution[i]!;
  }
  return solution;
}
