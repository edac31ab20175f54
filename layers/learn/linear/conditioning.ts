import type { Dense } from '../matrix.ts';
import { columnMoments } from '../moments.ts';

/** The same problem in other coordinates, in which every feature is about as long as the others. */
export interface Conditioned {
  /** Features centred and scaled, with a last column of ones for the intercept (zeros without one): n × (p + 1). */
  readonly Z: Dense;
  /** Strength of the L2 penalty on each of the p + 1 weights. */
  readonly penalty: Float64Array;
  /** Weights of Z as weights and intercept of the features as they were given. */
  restore(weights: Float64Array): { coef: Float64Array; intercept: number };
}

/**
 * Diagonal preconditioning, without which gradient descent on columns of different size takes for ever. The optimum stays
 * where it was: a centred feature only moves the intercept, which is not penalized, and the penalty is scaled along.
 *
 * @param strength λ of the penalty λ |w|² / 2
 */
export function condition(X: Dense, strength: number, fitIntercept: boolean): Conditioned {
  const { rows, columns } = X;
  const { means, deviations } = columnMoments(X);
  const centre = fitIntercept ? means : new Float64Array(columns);
  // With the penalty's share, no weight is curved more than another, and a constant column divides by no zero.
  const scale = deviations.map((deviation, column) =>
    Math.sqrt(deviation ** 2 + (means[column]! - centre[column]!) ** 2 + 4 * strength),
  );
  const width = columns + 1;
  const data = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const constant = fitIntercept && deviations[column] === 0;
      data[row * width + column] = constant
        ? 0
        : (X.data[row * columns + column]! - centre[column]!) / scale[column]!;
    }
    data[row * width + columns] = fitIntercept ? 1 : 0;
  }
  return {
    Z: { rows, columns: width, data },
    penalty: Float64Array.from([...scale.map((one) => strength / one ** 2), 0]),
    restore: (weights) => {
      const coef = scale.map((one, column) => weights[column]! / one);
      const moved = coef.reduce((sum, weight, column) => sum + weight * centre[column]!, 0);
      return { coef, intercept: weights[columns]! - moved };
    },
  };
}
