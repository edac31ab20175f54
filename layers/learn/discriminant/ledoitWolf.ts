import type { Dense } from '../matrix.ts';

/** How far a covariance is drawn to a multiple of the identity with the same trace: not at all for 0, all of it for 1. */
export type Shrinkage = number | 'auto' | null;

/** The covariance of centred rows, drawn to the identity; 'auto' is as far as Ledoit and Wolf's lemma says is best. */
export function shrunkCovariance(Z: Dense, shrinkage: Shrinkage): Float64Array {
  if (shrinkage === 'auto') return ledoitWolf(Z);
  return shrink(covariance(Z), Z.columns, shrinkage ?? 0);
}

/** Of the columns brought to variance 1, and scaled back. */
function ledoitWolf({ rows, columns: p, data }: Dense): Float64Array {
  const variances = new Float64Array(p);
  for (let at = 0; at < data.length; at++) variances[at % p]! += data[at]! ** 2 / rows;
  const scales = variances.map((variance) => Math.sqrt(variance) || 1);
  const standard = { rows, columns: p, data: data.map((value, at) => value / scales[at % p]!) };
  const empirical = covariance(standard);
  const shrunk = shrink(empirical, p, bestShrinkage(standard, empirical));
  return shrunk.map((value, at) => value * scales[Math.floor(at / p)]! * scales[at % p]!);
}

/**
 * Ledoit and Wolf, 2004, "A well-conditioned estimator for large-dimensional covariance matrices": the expected error of the
 * covariance as a share of its distance from the identity.
 */
function bestShrinkage({ rows, columns: p, data }: Dense, empirical: Float64Array): number {
  const mean = trace(empirical, p) / p;
  const squares = empirical.reduce((sum, value) => sum + value * value, 0);
  const distance = squares / p - mean * mean;
  // Σ over rows of |z|⁴ is Σ over pairs of columns of Σ z_i² z_j².
  let fourth = 0;
  for (let start = 0; start < data.length; start += p) {
    let square = 0;
    for (let column = 0; column < p; column++) square += data[start + column]! ** 2;
    fourth += square * square;
  }
  const error = Math.min((fourth / rows - squares) / (p * rows), distance);
  return error <= 0 || distance <= 0 ? 0 : error / distance;
}

function covariance({ rows, columns: p, data }: Dense): Float64Array {
  const sums = new Float64Array(p * p);
  for (let start = 0; start < data.length; start += p) {
    for (let i = 0; i < p; i++) {
      const value = data[start + i]!;
      for (let j = 0; j <= i; j++) sums[i * p + j]! += value * data[start + j]!;
    }
  }
  for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) sums[j * p + i] = sums[i * p + j]!;
  return sums.map((sum) => sum / rows);
}

function shrink(covariance: Float64Array, p: number, share: number): Float64Array {
  const mean = trace(covariance, p) / p;
  return covariance.map((value, at) => (1 - share) * value + (at % (p + 1) === 0 ? share * mean : 0));
}

function trace(matrix: Float64Array, p: number): number {
  let sum = 0;
  for (let i = 0; i < p; i++) sum += matrix[i * p + i]!;
  return sum;
}
