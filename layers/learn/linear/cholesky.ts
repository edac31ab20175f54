/** A pivot smaller than this share of its diagonal says that the matrix is (nearly) singular. */
const smallestPivot = 1e-10;

/**
 * Factors a symmetric positive definite matrix, of which the lower triangle is given, into L L'.
 * Undefined when it is singular to working precision: the caller knows what to do then.
 */
export function choleskyOf(lower: readonly Float64Array[]): Float64Array[] | undefined {
  const factor = lower.map((row) => Float64Array.from(row));
  for (const [i, row] of factor.entries()) {
    for (let j = 0; j <= i; j++) {
      const other = factor[j]!;
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!;
      if (j < i) row[j] = sum / other[j]!;
      else if (sum > smallestPivot * lower[i]![i]! && sum > 0) row[i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return factor;
}

/** Solves L L' w = b. */
export function solveCholesky(factor: readonly Float64Array[], b: Float64Array): Float64Array {
  const size = b.length;
  const solution = Float64Array.from(b);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) solution[i]! -= factor[i]![k]! * solution[k]!;
    solution[i]! /= factor[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) solution[i]! -= factor[k]![i]! * solution[k]!;
    solution[i]! /= factor[i]![i]!;
  }
  return solution;
}
