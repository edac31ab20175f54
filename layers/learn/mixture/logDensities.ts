import type { Dense } from '../matrix.ts';
import { type CovarianceType, covarianceTypes, type Whitening } from './covarianceTypes.ts';

/** Normal distributions and the share of each. */
export interface Mixture {
  readonly covarianceType: CovarianceType;
  /** k shares that sum to 1. */
  readonly weights: Float64Array;
  /** k × p. */
  readonly means: Dense;
  /** k matrices below each other for 'full', p × p for 'tied', k × p for 'diag', k × 1 for 'spherical'. */
  readonly covariances: Dense;
}

/** Logarithms of each component's weighted density, at one row after another. */
export class LogDensities {
  private readonly means: Dense;
  private readonly whitening: Whitening;
  private readonly constants: Float64Array;
  private readonly centred: Float64Array;

  /** @throws InvalidInput for a component without variance in some direction */
  constructor({ covarianceType, weights, means, covariances }: Mixture) {
    const { rows: k, columns: p } = means;
    this.means = means;
    this.whitening = covarianceTypes[covarianceType].whiten(covariances, k, p);
    this.constants = weights.map(
      (weight, component) =>
        Math.log(weight) + this.whitening.logDeterminants[component]! - (p / 2) * Math.log(2 * Math.PI),
    );
    this.centred = new Float64Array(p);
  }

  /**
   * Writes them for the row at `start` to `out` from `place` on.
   *
   * @returns the logarithm of their sum
   */
  write(data: Float64Array, start: number, out: Float64Array, place: number): number {
    const { means, constants } = this;
    const { rows: k, columns: p } = means;
    let largest = Number.NEGATIVE_INFINITY;
    for (let component = 0; component < k; component++) {
      for (let column = 0; column < p; column++)
        this.centred[column] = data[start + column]! - means.data[component * p + column]!;
      const log = constants[component]! - this.squareOf(component) / 2;
      out[place + component] = log;
      if (log > largest) largest = log;
    }
    let sum = 0;
    for (let component = 0; component < k; component++) sum += Math.exp(out[place + component]! - largest);
    return largest + Math.log(sum);
  }

  /** The squared length of the centred row in the component's own measure. */
  private squareOf(component: number): number {
    const { centred, whitening } = this;
    const inverse = whitening.inverses[component]!;
    const p = centred.length;
    let square = 0;
    for (let i = 0; i < p; i++) {
      let value = 0;
      if (whitening.isDiagonal) value = inverse[i]! * centred[i]!;
      else for (let j = 0, at = i * p; j <= i; j++) value += inverse[at + j]! * centred[j]!;
      square += value * value;
    }
    return square;
  }
}
