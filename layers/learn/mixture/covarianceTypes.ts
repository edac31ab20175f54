import { InvalidInput } from '../errors.ts';
import type { Dense } from '../matrix.ts';

/** One matrix for each component, one for all, their diagonals, or one variance for each component. */
export type CovarianceType = 'full' | 'tied' | 'diag' | 'spherical';

/** What turns the distance from a component's mean into one of variance 1 in every direction. */
export interface Whitening {
  /** Of each component: the inverse of its covariance's Cholesky factor, row by row, or of its deviations. */
  readonly inverses: readonly Float64Array[];
  readonly isDiagonal: boolean;
  /** Of each component: the sum of the logarithms of that inverse's diagonal. */
  readonly logDeterminants: Float64Array;
}

interface Shape {
  /** Rows and columns of all covariances, one below the other. */
  readonly shape: (k: number, p: number) => readonly [number, number];
  /** Free parameters. */
  readonly freedom: (k: number, p: number) => number;
  readonly whiten: (covariances: Dense, k: number, p: number) => Whitening;
}

export const covarianceTypes: Readonly<Record<CovarianceType, Shape>> = {
  full: {
    shape: (k, p) => [k * p, p],
    freedom: (k, p) => (k * p * (p + 1)) / 2,
    whiten: ({ data }, k, p) =>
      triangular(
        Array.from({ length: k }, (_, component) =>
          inverseFactor(data.subarray(component * p * p, (component + 1) * p * p), p, component),
        ),
        p,
      ),
  },
  tied: {
    shape: (_, p) => [p, p],
    freedom: (_, p) => (p * (p + 1)) / 2,
    whiten: ({ data }, k, p) => triangular(Array(k).fill(inverseFactor(data, p, 0)), p),
  },
  diag: {
    shape: (k, p) => [k, p],
    freedom: (k, p) => k * p,
    whiten: ({ data }, k, p) =>
      diagonal(
        Array.from({ length: k }, (_, component) => data.subarray(component * p, (component + 1) * p)),
      ),
  },
  spherical: {
    shape: (k) => [k, 1],
    freedom: (k) => k,
    whiten: ({ data }, k, p) =>
      diagonal(Array.from({ length: k }, (_, component) => new Float64Array(p).fill(data[component]!))),
  },
};

function triangular(inverses: Float64Array[], p: number): Whitening {
  const logDeterminants = Float64Array.from(inverses, (inverse) => {
    let sum = 0;
    for (let i = 0; i < p; i++) sum += Math.log(inverse[i * p + i]!);
    return sum;
  });
  return { inverses, isDiagonal: false, logDeterminants };
}

function diagonal(variances: readonly Float64Array[]): Whitening {
  const inverses = variances.map((own, component) =>
    own.map((variance) => {
      if (!(variance > 0 && variance < Number.POSITIVE_INFINITY)) throw collapsed(component, variance);
      return 1 / Math.sqrt(variance);
    }),
  );
  const logDeterminants = Float64Array.from(inverses, (inverse) =>
    inverse.reduce((sum, value) => sum + Math.log(value), 0),
  );
  return { inverses, isDiagonal: true, logDeterminants };
}

/** The inverse of the lower triangle L of C = L L'. */
function inverseFactor(covariance: Float64Array, p: number, component: number): Float64Array {
  const L = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = covariance[i * p + j]!;
      for (let m = 0; m < j; m++) rest -= L[i * p + m]! * L[j * p + m]!;
      if (i > j) L[i * p + j] = rest / L[j * p + j]!;
      else if (rest > 0 && rest < Number.POSITIVE_INFINITY) L[i * p + i] = Math.sqrt(rest);
      else throw collapsed(component, rest);
    }
  }
  const inverse = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    for (let i = j; i < p; i++) {
      let rest = Number(i === j);
      for (let m = j; m < i; m++) rest -= L[i * p + m]! * inverse[m * p + j]!;
      inverse[i * p + j] = rest / L[i * p + i]!;
    }
  }
  return inverse;
}

function collapsed(component: number, variance: number): InvalidInput {
  return new InvalidInput(
    `component ${component} has a variance of ${variance} in some direction: ask for fewer components, raise regCovar or scale the features`,
  );
}
