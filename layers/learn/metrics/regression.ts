import { meanAbsoluteError, meanSquaredError, r2Score } from './regressionErrors.ts';

/** Mean squared and absolute errors and the coefficient of determination, as scikit-learn defines them. @throws InvalidInput without rows */
export function regressionMetrics(
  actual: Float64Array,
  predicted: Float64Array,
): { mse: number; rmse: number; mae: number; r2: number } {
  const mse = meanSquaredError(actual, predicted);
  return {
    mse,
    rmse: Math.sqrt(mse),
    mae: meanAbsoluteError(actual, predicted),
    r2: r2Score(actual, predicted),
  };
}
