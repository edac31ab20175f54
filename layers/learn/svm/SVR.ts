import { checkTraining, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Regressor } from '../estimator.ts';
import { denseRows, type Features, toDense } from '../matrix.ts';
import { checkParameters, nonNegative } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { interceptsFor } from './DecisionFunctions.ts';
import { DualDescent, type DualProblem } from './DualDescent.ts';
import { KernelMatrix } from './KernelMatrix.ts';
import { centreOf } from './KernelRows.ts';
import {
  gammaOf,
  type SupportVectorOptions,
  supportVectorChecks,
  supportVectorDefaults,
} from './parameters.ts';
import { SupportVectors } from './SupportVectors.ts';
import { SVRModel, sumOf } from './SVRModel.ts';

export interface SVROptions extends SupportVectorOptions {
  /** Errors up to it are none. @default 0.1 */
  readonly epsilon?: number;
}

/**
 * Support vector regression as LIBSVM's and scikit-learn's SVR: |w|² / 2 + C Σ max(0, |error| - ε), in the feature space of a kernel.
 * Features should be scaled.
 *
 * @example new SVR({ C: 10, epsilon: 0.5 }).fit(X, y).predict(X)
 */
export class SVR implements Regressor {
  static readonly parameters = { ...supportVectorChecks, epsilon: nonNegative };
  readonly kind = 'svr';
  readonly type = 'regressor';
  readonly params: Readonly<Required<SVROptions>>;

  constructor(options: SVROptions = {}) {
    this.params = { ...supportVectorDefaults, epsilon: 0.1, ...options };
  }

  fit(X: Features, y: ArrayLike<number>, options: FitOptions = {}): SVRModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(
    features: Features,
    targets: ArrayLike<number>,
    { sampleWeight }: FitOptions = {},
  ): Steps<SVRModel> {
    const { params } = this;
    checkParameters(this.kind, params, SVR.parameters);
    const [X, y] = [toDense(features), Float64Array.from(targets)];
    checkTraining(X, y);
    const { kernel, degree, coef0, cacheSize, C, epsilon } = params;
    const weights = weightsOf(sampleWeight, X.rows) ?? new Float64Array(X.rows).fill(1);
    const rows = Int32Array.from(weights.keys()).filter((row) => weights[row]! > 0);
    const fitted = { kernel, degree, coef0, gamma: gammaOf(params.gamma, X) };
    const centre = centreOf(X, fitted);
    const matrix = new KernelMatrix(denseRows(X, rows), fitted, centre, cacheSize * 2 ** 20);
    const problem = dualProblem(
      Float64Array.from(rows, (row) => y[row]!),
      Float64Array.from(rows, (row) => C * weights[row]!),
      epsilon,
    );
    const { beta, intercept, iterations } = yield* new DualDescent(matrix, problem, params).solve();
    const sums = Float64Array.from(rows, (_, place) => beta[place]! + beta[rows.length + place]!);
    if (!sums.every(Number.isFinite) || !Number.isFinite(intercept))
      throw new InvalidInput(
        'the coefficients are not finite: look for huge values in the data, or scale it',
      );
    const places = rows.map((_, place) => place).filter((place) => sums[place] !== 0);
    const vectors = SupportVectors.of(
      fitted,
      places.map((place) => rows[place]!),
      X,
      { rows: 1, columns: places.length, data: Float64Array.from(places, (place) => sums[place]!) },
    );
    const [moved] = interceptsFor(vectors, [sumOf(vectors)], [intercept], centre);
    return new SVRModel(vectors, moved!, iterations);
  }
}

/** Two variables for each row: one pulls its prediction up, when it is more than ε too low, the other down. */
function dualProblem(y: Float64Array, costs: Float64Array, epsilon: number): DualProblem {
  const n = y.length;
  const each = (up: (row: number) => number, down: (row: number) => number) =>
    Float64Array.from({ length: 2 * n }, (_, index) => (index < n ? up(index) : down(index - n)));
  return {
    places: Int32Array.from({ length: 2 * n }, (_, index) => index % n),
    slopes: each(
      (row) => y[row]! - epsilon,
      (row) => y[row]! + epsilon,
    ),
    low: each(
      () => 0,
      (row) => -costs[row]!,
    ),
    high: each(
      (row) => costs[row]!,
      () => 0,
    ),
  };
}
