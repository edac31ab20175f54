import { InvalidInput } from '../errors.ts';
import { moments } from '../moments.ts';

/** Mean squared and absolute errors and the coefficient of determination, as scikit-learn defines them. @throws InvalidInput without rows */
export function regressionMetrics(
  actual: Float64Array,
  predicted: Float64Array,
): { mse: number; rmse: number; mae: number; r2: number } {
  const n = actual.length;
  if (n === 0 || n !== predicted.length)
    throw new InvalidInput(`${n} targets and ${predicted.length} predictions cannot be compared`);
  const { mean } = moments(actual);
  let squared = 0;
  let absolute = 0;
  let total = 0;
  for (let row = 0; row < n; row++) {
    const residual = actual[row]! - predicted[row]!;
    squared += residual * residual;
    absolute += Math.abs(residual);
    total += (actual[row]! - mean) ** 2;
  }
  const r2 = total === 0 ? (squared === 0 ? 1 : 0) : 1 - squared / total;
  return { mse: squared / n, rmse: Math.sqrt(squared / n), mae: absolute / n, r2 };
}
