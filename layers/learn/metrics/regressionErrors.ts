import { InvalidInput } from '../errors.ts';
import { compareNumbers, type MetricOptions } from './compared.ts';
import { weightedMedian } from './weightedMedian.ts';

type Numbers = ArrayLike<number>;

/** @example meanSquaredError([1, 2], [1, 4]) // 2 */
export function meanSquaredError(yTrue: Numbers, yPred: Numbers, options: MetricOptions = {}): number {
  return meanOf(yTrue, yPred, options, (actual, predicted) => (actual - predicted) ** 2);
}

/** @example rootMeanSquaredError([1, 2], [1, 4]) // 1.414… */
export function rootMeanSquaredError(yTrue: Numbers, yPred: Numbers, options: MetricOptions = {}): number {
  return Math.sqrt(meanSquaredError(yTrue, yPred, options));
}

/** @example meanAbsoluteError([1, 2], [1, 4]) // 1 */
export function meanAbsoluteError(yTrue: Numbers, yPred: Numbers, options: MetricOptions = {}): number {
  return meanOf(yTrue, yPred, options, (actual, predicted) => Math.abs(actual - predicted));
}

/**
 * As a share, not in per cent; a target of 0 counts as the smallest difference of doubles, as scikit-learn has it.
 *
 * @example meanAbsolutePercentageError([2, 4], [1, 4]) // 0.25
 */
export function meanAbsolutePercentageError(
  yTrue: Numbers,
  yPred: Numbers,
  options: MetricOptions = {},
): number {
  return meanOf(
    yTrue,
    yPred,
    options,
    (actual, predicted) => Math.abs(actual - predicted) / Math.max(Math.abs(actual), Number.EPSILON),
  );
}

/** @example medianAbsoluteError([1, 2, 3], [1, 4, 4]) // 1 */
export function medianAbsoluteError(yTrue: Numbers, yPred: Numbers, options: MetricOptions = {}): number {
  const { actual, predicted, weights } = compareNumbers(yTrue, yPred, options);
  return weightedMedian(
    actual.map((value, row) => Math.abs(value - predicted[row]!)),
    weights,
  );
}

/** The largest error of a row that has weight. @example maxError([1, 2], [1, 4]) // 2 */
export function maxError(yTrue: Numbers, yPred: Numbers, options: MetricOptions = {}): number {
  const { actual, predicted, weights } = compareNumbers(yTrue, yPred, options);
  return actual.reduce(
    (most, value, row) => (weights[row]! > 0 ? Math.max(most, Math.abs(value - predicted[row]!)) : most),
    0,
  );
}

/**
 * The loss of which the optimum is the quantile `alpha`; 0.5 by default.
 *
 * @example meanPinballLoss([1, 2], [1, 4], { alpha: 0.9 }) // 0.1
 */
export function meanPinballLoss(
  yTrue: Numbers,
  yPred: Numbers,
  { alpha = 0.5, ...options }: MetricOptions & { readonly alpha?: number } = {},
): number {
  if (!(alpha >= 0 && alpha <= 1)) throw new InvalidInput(`alpha must be a number from 0 to 1, not ${alpha}`);
  return meanOf(yTrue, yPred, options, (actual, predicted) =>
    actual >= predicted ? alpha * (actual - predicted) : (1 - alpha) * (predicted - actual),
  );
}

/**
 * For counts: targets of 0 or more, predictions above 0.
 *
 * @example meanPoissonDeviance([0, 2], [1, 2]) // 1
 */
export function meanPoissonDeviance(yTrue: Numbers, yPred: Numbers, options: MetricOptions = {}): number {
  return meanOf(yTrue, yPred, options, (actual, predicted) => {
    if (actual < 0 || predicted <= 0)
      throw new InvalidInput(
        `a Poisson deviance needs targets of 0 or more and predictions above 0, not ${actual} and ${predicted}`,
      );
    return 2 * ((actual === 0 ? 0 : actual * Math.log(actual / predicted)) - actual + predicted);
  });
}

/**
 * The coefficient of determination; of a constant target 1 for a perfect prediction, else 0.
 *
 * @example r2Score([1, 2, 3], [1, 2, 4]) // 0.5
 */
export function r2Score(yTrue: Numbers, yPred: Numbers, options: MetricOptions = {}): number {
  const { actual, predicted, weights } = compareNumbers(yTrue, yPred, options);
  const mean = weightedMean(actual, weights);
  let [rest, whole] = [0, 0];
  for (const [row, weight] of weights.entries()) {
    rest += weight * (actual[row]! - predicted[row]!) ** 2;
    whole += weight * (actual[row]! - mean) ** 2;
  }
  return explained(rest, whole);
}

/**
 * R² that forgives a constant error.
 *
 * @example explainedVarianceScore([1, 2, 3], [2, 3, 4]) // 1
 */
export function explainedVarianceScore(yTrue: Numbers, yPred: Numbers, options: MetricOptions = {}): number {
  const { actual, predicted, weights } = compareNumbers(yTrue, yPred, options);
  const residuals = actual.map((value, row) => value - predicted[row]!);
  const variance = (values: Float64Array) => {
    const mean = weightedMean(values, weights);
    return values.reduce((sum, value, row) => sum + weights[row]! * (value - mean) ** 2, 0);
  };
  return explained(variance(residuals), variance(actual));
}

/** In two passes, of which the second takes off what the first one rounded: a constant has itself as its mean. */
function weightedMean(values: Float64Array, weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const meanAround = (centre: number) =>
    centre + values.reduce((sum, value, row) => sum + weights[row]! * (value - centre), 0) / total;
  return meanAround(meanAround(0));
}

function explained(rest: number, whole: number): number {
  return whole === 0 ? Number(rest === 0) : 1 - rest / whole;
}

function meanOf(
  yTrue: Numbers,
  yPred: Numbers,
  options: MetricOptions,
  lossOf: (actual: number, predicted: number) => number,
): number {
  const { actual, predicted, weights, total } = compareNumbers(yTrue, yPred, options);
  let sum = 0;
  for (let row = 0; row < actual.length; row++) sum += weights[row]! * lossOf(actual[row]!, predicted[row]!);
  return sum / total;
}
