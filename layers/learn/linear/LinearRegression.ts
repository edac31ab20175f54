import type { FitOptions, Regressor } from '../estimator.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, flag } from '../parameters.ts';
import { LinearModel } from './LinearModel.ts';
import { leastNorm } from './leastNorm.ts';
import { centredCopy, type LeastSquares, leastSquares } from './leastSquares.ts';
import { solveNormalEquation } from './normalEquation.ts';

export interface LinearRegressionOptions {
  /** @default true */
  readonly fitIntercept?: boolean;
}

/**
 * Ordinary least squares: the normal equation of the centred data, and where columns depend on each other, as one-hot
 * columns do, the solution of least norm, as scikit-learn's LinearRegression.
 *
 * @example new LinearRegression().fit([[1], [2], [3]], [3, 5, 7]).predict([[4]]) // 9
 */
export class LinearRegression implements Regressor {
  static readonly parameters = { fitIntercept: flag };
  readonly kind = 'linear-regression';
  readonly type = 'regressor';
  readonly params: { readonly fitIntercept: boolean };

  constructor({ fitIntercept = true }: LinearRegressionOptions = {}) {
    this.params = { fitIntercept };
  }

  fit(X: Features, y: ArrayLike<number>, { sampleWeight }: FitOptions = {}): LinearModel {
    checkParameters(this.kind, this.params, LinearRegression.parameters);
    const problem = leastSquares(X, y, sampleWeight, this.params.fitIntercept);
    const coef = solve(problem);
    return new LinearModel(this.kind, coef, problem.interceptOf(coef));
  }
}

/** Weights of least squares, and of these the ones of least norm. */
export function solve(problem: LeastSquares): Float64Array {
  const { X, y, gram, centre, moment } = problem;
  return solveNormalEquation(X, y, gram, centre, moment) ?? leastNorm(centredCopy(problem), y);
}
