import { checkTraining, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Regressor } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { columnMoments, moments } from '../moments.ts';
import { checkParameters, flag } from '../parameters.ts';
import { gramOf } from './gram.ts';
import { LinearModel } from './LinearModel.ts';
import { leastNorm } from './leastNorm.ts';
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

  fit(features: Features, targets: ArrayLike<number>, { sampleWeight }: FitOptions = {}): LinearModel {
    checkParameters(this.kind, this.params, LinearRegression.parameters);
    const [X, y] = [toDense(features), Float64Array.from(targets)];
    checkTraining(X, y);
    refuseWeights(this.kind, sampleWeight);
    const { fitIntercept } = this.params;
    const means = fitIntercept ? columnMoments(X) : undefined;
    const mean = fitIntercept ? moments(y).mean : 0;
    const centred = means ? centre(X, means) : X;
    const target = y.map((value) => value - mean);
    const gram = gramOf(X, centred, means?.means ?? new Float64Array(X.columns));
    const coef = solveNormalEquation(centred, target, gram) ?? leastNorm(centred, target);
    const intercept = means
      ? coef.reduce((rest, weight, column) => rest - weight * means.means[column]!, mean)
      : 0;
    if (!coef.every(Number.isFinite) || !Number.isFinite(intercept)) {
      throw new InvalidInput(
        'the weights are not finite: look for huge values in the features or the target, or scale them',
      );
    }
    return new LinearModel(this.kind, coef, intercept);
  }
}

/** Columns less their means; a constant one is exactly 0, so that it gets no weight. */
function centre(X: Dense, { means, deviations }: ReturnType<typeof columnMoments>): Dense {
  const { rows, columns } = X;
  const data = new Float64Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    if (deviations[column] === 0) continue;
    for (let index = column; index < data.length; index += columns) {
      data[index] = X.data[index]! - means[column]!;
    }
  }
  return { rows, columns, data };
}
