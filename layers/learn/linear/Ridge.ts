import type { FitOptions, Regressor } from '../estimator.ts';
import type { Dense, Features } from '../matrix.ts';
import { checkParameters, flag, nonNegative } from '../parameters.ts';
import { choleskyOf, solveCholesky } from './cholesky.ts';
import { gramOf } from './gram.ts';
import { LinearModel } from './LinearModel.ts';
import { solve } from './LinearRegression.ts';
import { leastNorm } from './leastNorm.ts';
import { centredCopy, type LeastSquares, leastSquares } from './leastSquares.ts';

export interface RidgeOptions {
  /** Strength of the penalty α |w|² beside the sum of squared errors. @default 1 */
  readonly alpha?: number;
  /** @default true */
  readonly fitIntercept?: boolean;
}

/**
 * Least squares with an L2 penalty, solved exactly (Hoerl and Kennard, 1970): (X'X + αI) w = X'y of the centred data, of the rows'
 * products where there are more columns than rows, and by decomposing the data where these are all but singular.
 *
 * @example new Ridge({ alpha: 0.5 }).fit(X, y).predict(X)
 */
export class Ridge implements Regressor {
  static readonly parameters = { alpha: nonNegative, fitIntercept: flag };
  readonly kind = 'ridge';
  readonly type = 'regressor';
  readonly params: Readonly<Required<RidgeOptions>>;

  constructor(options: RidgeOptions = {}) {
    this.params = { alpha: 1, fitIntercept: true, ...options };
  }

  fit(X: Features, y: ArrayLike<number>, { sampleWeight }: FitOptions = {}): LinearModel {
    checkParameters(this.kind, this.params, Ridge.parameters);
    const { alpha, fitIntercept } = this.params;
    const problem = leastSquares(X, y, sampleWeight, fitIntercept);
    const coef = alpha === 0 ? solve(problem) : shrunken(problem, alpha);
    return new LinearModel(this.kind, coef, problem.interceptOf(coef));
  }
}

function shrunken(problem: LeastSquares, alpha: number): Float64Array {
  const { X } = problem;
  if (X.columns > X.rows) return byRows(X, problem.y, alpha);
  return (
    solveShrunken(problem.gram, problem.moment, alpha) ??
    leastNorm(...extended(centredCopy(problem), problem.y, alpha))
  );
}

/** w = X' (XX' + αI)⁻¹ y, which is the same with a smaller matrix. */
function byRows(Z: Dense, y: Float64Array, alpha: number): Float64Array {
  const { rows, columns, data } = Z;
  const turned = { rows: columns, columns: rows, data: new Float64Array(data.length) };
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned.data[column * rows + row] = data[row * columns + column]!;
  const dual = solveShrunken(gramOf(turned, turned, new Float64Array(rows)), y, alpha);
  if (!dual) return leastNorm(...extended(Z, y, alpha));
  const coef = new Float64Array(columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      coef[column]! += dual[row]! * data[row * columns + column]!;
  return coef;
}

/** Undefined when the matrix is singular, as nearly as can be told. */
function solveShrunken(
  products: readonly Float64Array[],
  moment: Float64Array,
  alpha: number,
): Float64Array | undefined {
  const shifted = products.map((row, i) => row.map((value, j) => (i === j ? value + alpha : value)));
  if (!shifted.every((row, i) => Number.isFinite(row[i]!))) return undefined;
  const factor = choleskyOf(shifted);
  return factor.dependent.length === 0 ? solveCholesky(factor, moment) : undefined;
}

/** Rows √α I with a target of 0 make the penalty part of the squared errors. */
function extended({ rows, columns, data }: Dense, y: Float64Array, alpha: number): [Dense, Float64Array] {
  const more = new Float64Array((rows + columns) * columns);
  more.set(data);
  for (let column = 0; column < columns; column++)
    more[(rows + column) * columns + column] = Math.sqrt(alpha);
  const target = new Float64Array(rows + columns);
  target.set(y);
  return [{ rows: rows + columns, columns, data: more }, target];
}
