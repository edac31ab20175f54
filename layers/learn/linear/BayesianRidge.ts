import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { checkTraining, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Regressor } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { checkParameters, count, flag, nonNegative, orNull, positive } from '../parameters.ts';
import { BayesianRidgeModel } from './BayesianRidgeModel.ts';
import { householder } from './householder.ts';

export interface BayesianRidgeOptions {
  /** @default 300 */
  readonly maxIter?: number;
  /** Sum of the changes of the weights that ends the rounds. @default 1e-3 */
  readonly tol?: number;
  /** Shape of the gamma prior of the noise's precision, and its rate. @default 1e-6 */
  readonly alpha1?: number;
  /** @default 1e-6 */
  readonly alpha2?: number;
  /** Shape of the gamma prior of the weights' precision, and its rate. @default 1e-6 */
  readonly lambda1?: number;
  /** @default 1e-6 */
  readonly lambda2?: number;
  /** The noise's precision at first; null for 1 / the variance of the target. @default null */
  readonly alphaInit?: number | null;
  /** The weights' precision at first; null for 1. @default null */
  readonly lambdaInit?: number | null;
  /** @default true */
  readonly fitIntercept?: boolean;
}

/**
 * Ridge regression whose strength is learned: precisions of noise and weights are those of greatest evidence (MacKay, 1992).
 * X is triangulated and then decomposed once, after which a round costs p² whatever the number of rows.
 *
 * @example new BayesianRidge().fit([[1], [2], [3]], [3, 5, 7]).predict([[4]]) // nearly 9
 */
export class BayesianRidge implements Regressor {
  static readonly parameters = {
    maxIter: count,
    tol: positive,
    alpha1: nonNegative,
    alpha2: nonNegative,
    lambda1: nonNegative,
    lambda2: nonNegative,
    alphaInit: orNull(nonNegative),
    lambdaInit: orNull(nonNegative),
    fitIntercept: flag,
  };
  readonly kind = 'bayesian-ridge';
  readonly type = 'regressor';
  readonly params: Required<BayesianRidgeOptions>;

  constructor({
    maxIter = 300,
    tol = 1e-3,
    alpha1 = 1e-6,
    alpha2 = 1e-6,
    lambda1 = 1e-6,
    lambda2 = 1e-6,
    alphaInit = null,
    lambdaInit = null,
    fitIntercept = true,
  }: BayesianRidgeOptions = {}) {
    this.params = { maxIter, tol, alpha1, alpha2, lambda1, lambda2, alphaInit, lambdaInit, fitIntercept };
  }

  fit(features: Features, targets: ArrayLike<number>, { sampleWeight }: FitOptions = {}): BayesianRidgeModel {
    checkParameters(this.kind, this.params, BayesianRidge.parameters);
    const [X, y] = [toDense(features), Float64Array.from(targets)];
    checkTraining(X, y);
    const weights = weightsOf(sampleWeight, X.rows);
    const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : X.rows;
    const { maxIter, tol, alpha1, alpha2, lambda1, lambda2, fitIntercept } = this.params;
    const columns = [...Array.from({ length: X.columns }, (_, column) => columnOf(X, column)), y.slice()];
    const means = columns.map((column) => meanOf(column, weights, total));
    const variance = meanOf(
      y.map((value) => (value - means.at(-1)!) ** 2),
      weights,
      total,
    );
    for (const [index, column] of columns.entries()) {
      for (let row = 0; row < column.length; row++) {
        if (fitIntercept) column[row]! -= means[index]!;
        if (weights) column[row]! *= Math.sqrt(weights[row]!);
      }
    }
    const { R, rotated, residual } = householder(columns);
    const { values, V, projected } = decompose(R, rotated);

    let alpha = this.params.alphaInit ?? 1 / (variance + Number.EPSILON);
    let lambda = this.params.lambdaInit ?? 1;
    let coef: Float64Array | undefined;
    let nIter = 0;
    let hasConverged = false;
    const solve = () => {
      const ratio = lambda / alpha;
      const shrunk = projected.map((value, k) => (values[k]! * value) / (values[k]! ** 2 + ratio || 1));
      return { ratio, shrunk, weights: times(V, shrunk) };
    };
    while (nIter < maxIter && !hasConverged) {
      nIter++;
      const { ratio, shrunk, weights: next } = solve();
      let [errors, effective, length] = [residual, 0, 0];
      for (const [k, value] of values.entries()) {
        const part = ratio / (value ** 2 + ratio || 1);
        errors += (projected[k]! * part) ** 2;
        effective += (alpha * value ** 2) / (lambda + alpha * value ** 2 || 1);
        length += shrunk[k]! ** 2;
      }
      lambda = (effective + 2 * lambda1) / (length + 2 * lambda2);
      alpha = (total - effective + 2 * alpha1) / (errors + 2 * alpha2);
      if (coef) hasConverged = next.reduce((sum, weight, j) => sum + Math.abs(weight - coef![j]!), 0) < tol;
      coef = next;
    }
    const learned = solve().weights;
    const offset = Float64Array.from(means.slice(0, -1), (mean) => (fitIntercept ? mean : 0));
    const intercept = fitIntercept
      ? learned.reduce((rest, weight, j) => rest - weight * offset[j]!, means.at(-1)!)
      : 0;
    const sigma = covariance(V, values, alpha, lambda);
    for (const number of [...learned, intercept, alpha, lambda, ...sigma]) {
      if (!Number.isFinite(number))
        throw new InvalidInput(
          'the weights are not finite: look for huge values in the features or the target, or scale them',
        );
    }
    return new BayesianRidgeModel(learned, intercept, { alpha, lambda, sigma, offset, nIter });
  }
}

function columnOf({ rows, columns, data }: Dense, column: number): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = data[row * columns + column]!;
  return values;
}

/** Corrected for its rounding, so that a constant column less its mean is 0. */
function meanOf(values: Float64Array, weights: Float64Array | undefined, total: number): number {
  let mean = 0;
  for (let pass = 0; pass < 2; pass++) {
    let sum = 0;
    for (let row = 0; row < values.length; row++)
      sum += (weights ? weights[row]! : 1) * (values[row]! - mean);
    mean += sum / total;
  }
  return mean;
}

/** R = U S V': singular values, the columns of V, and U' of the rotated target. */
function decompose(R: readonly Float64Array[], rotated: Float64Array) {
  const decomposition = new SingularValueDecomposition(new Matrix(R.map((row) => [...row])), {
    autoTranspose: true,
  });
  const { leftSingularVectors: U, rightSingularVectors: V } = decomposition;
  const values = Float64Array.from(decomposition.diagonal);
  const projected = values.map((_, k) => rotated.reduce((sum, value, row) => sum + value * U.get(row, k), 0));
  const columns = Array.from(values, (_, k) => Float64Array.from(V.getColumn(k)));
  return { values, V: columns, projected };
}

/** V w, given the columns of V. */
function times(V: readonly Float64Array[], w: Float64Array): Float64Array {
  const product = new Float64Array(V[0]!.length);
  for (const [k, column] of V.entries())
    for (let j = 0; j < product.length; j++) product[j]! += column[j]! * w[k]!;
  return product;
}

/** (alpha X'X + lambda I)⁻¹. */
function covariance(V: readonly Float64Array[], values: Float64Array, alpha: number, lambda: number) {
  const width = V[0]!.length;
  const sigma = new Float64Array(width * width);
  for (let j = 0; j < width; j++) sigma[j * width + j] = 1 / lambda;
  for (const [k, column] of V.entries()) {
    const change = 1 / (alpha * values[k]! ** 2 + lambda) - 1 / lambda;
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) sigma[i * width + j]! += change * column[i]! * column[j]!;
  }
  return sigma;
}
