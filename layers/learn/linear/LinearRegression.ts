import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { InvalidInput } from '../errors.ts';
import type { Estimator } from '../estimator.ts';
import type { Dense } from '../matrix.ts';
import { solveCholesky } from './cholesky.ts';
import { LinearModel } from './LinearModel.ts';

export interface LinearRegressionOptions {
  /** @default true */
  readonly fitIntercept?: boolean;
}

/**
 * Ordinary least squares. The normal equation of the centred data, solved by Cholesky; where columns depend on
 * each other, as one-hot columns do, the least-squares solution of least norm by SVD, as scikit-learn's
 * LinearRegression (scipy.linalg.lstsq) finds it.
 */
export class LinearRegression implements Estimator {
  readonly kind = 'linear-regression';
  readonly predicts = 'number';
  readonly params: { readonly fitIntercept: boolean };

  constructor({ fitIntercept = true }: LinearRegressionOptions = {}) {
    this.params = { fitIntercept };
  }

  fit(X: Dense, y: Float64Array): LinearModel {
    if (X.rows === 0) throw new InvalidInput('there are no rows to fit');
    const means = this.params.fitIntercept ? columnMeans(X) : new Float64Array(X.columns);
    const mean = this.params.fitIntercept ? y.reduce((sum, value) => sum + value, 0) / y.length : 0;
    const { gram, moment } = normalEquation(X, y, means, mean);
    const coef = solveCholesky(gram, moment) ?? leastNorm(X, y, means, mean);
    const intercept = mean - coef.reduce((sum, weight, column) => sum + weight * means[column]!, 0);
    if (!coef.every(Number.isFinite)) {
      throw new InvalidInput(
        'the weights are not finite: look for infinite or huge values in the features, or scale them',
      );
    }
    return new LinearModel(this.kind, coef, intercept);
  }
}

function columnMeans({ rows, columns, data }: Dense): Float64Array {
  const means = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) means[column]! += data[row * columns + column]!;
  }
  return means.map((sum) => sum / rows);
}

/** X'X and X'y of the centred data. */
function normalEquation(
  { rows, columns, data }: Dense,
  y: Float64Array,
  means: Float64Array,
  mean: number,
): { gram: Float64Array[]; moment: Float64Array } {
  const gram = Array.from({ length: columns }, () => new Float64Array(columns));
  const moment = new Float64Array(columns);
  const centred = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      centred[column] = data[row * columns + column]! - means[column]!;
    const target = y[row]! - mean;
    for (let i = 0; i < columns; i++) {
      const value = centred[i]!;
      if (value === 0) continue;
      const sums = gram[i]!;
      for (let j = 0; j <= i; j++) sums[j]! += value * centred[j]!;
      moment[i]! += value * target;
    }
  }
  return { gram, moment };
}

/** Singular values below this share of the largest count as zero: machine epsilon times the longer side, as NumPy's lstsq. */
function leastNorm(X: Dense, y: Float64Array, means: Float64Array, mean: number): Float64Array {
  const centred = new Matrix(X.rows, X.columns);
  for (let row = 0; row < X.rows; row++) {
    for (let column = 0; column < X.columns; column++) {
      centred.set(row, column, X.data[row * X.columns + column]! - means[column]!);
    }
  }
  const {
    leftSingularVectors: U,
    diagonal,
    rightSingularVectors: V,
  } = new SingularValueDecomposition(centred, { autoTranspose: true });
  const cutoff = Number.EPSILON * Math.max(X.rows, X.columns) * Math.max(...diagonal);
  const coef = new Float64Array(X.columns);
  for (const [index, value] of diagonal.entries()) {
    if (value <= cutoff) continue;
    let projection = 0;
    for (let row = 0; row < X.rows; row++) projection += U.get(row, index) * (y[row]! - mean);
    for (let column = 0; column < X.columns; column++)
      coef[column]! += (V.get(column, index) * projection) / value;
  }
  return coef;
}
