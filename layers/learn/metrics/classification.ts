import { InvalidInput } from '../errors.ts';

/** Probabilities are kept this far from 0 and 1, as scikit-learn's log_loss does for doubles. */
const epsilon = Number.EPSILON;

export interface ClassificationMetrics {
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly auc: number;
  readonly logLoss: number;
}

/**
 * Metrics of a binary classifier. A ratio without a denominator is 0, as scikit-learn's `zero_division`.
 *
 * @param actual 1 for rows of the positive class, else 0
 * @param probability of the positive class
 * @throws InvalidInput without rows
 */
export function classificationMetrics(actual: Uint8Array, probability: Float64Array): ClassificationMetrics {
  const n = actual.length;
  if (n === 0 || n !== probability.length)
    throw new InvalidInput(`${n} targets and ${probability.length} predictions cannot be compared`);
  let [truePositive, falsePositive, falseNegative, loss] = [0, 0, 0, 0];
  for (let row = 0; row < n; row++) {
    const predicted = probability[row]! > 0.5;
    if (predicted && actual[row] === 1) truePositive++;
    else if (predicted) falsePositive++;
    else if (actual[row] === 1) falseNegative++;
    const p = Math.min(1 - epsilon, Math.max(epsilon, probability[row]!));
    loss -= actual[row] === 1 ? Math.log(p) : Math.log(1 - p);
  }
  const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    accuracy: (n - falsePositive - falseNegative) / n,
    precision: ratio(truePositive, truePositive + falsePositive),
    recall: ratio(truePositive, truePositive + falseNegative),
    f1: ratio(2 * truePositive, 2 * truePositive + falsePositive + falseNegative),
    auc: areaUnderCurve(actual, probability),
    logLoss: loss / n,
  };
}

/** Area under the ROC curve by ranks (Mann and Whitney), ties counted half; 0.5 when there is one class only. */
export function areaUnderCurve(actual: Uint8Array, probability: Float64Array): number {
  const order = Int32Array.from({ length: actual.length }, (_, row) => row).sort(
    (a, b) => probability[a]! - probability[b]!,
  );
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && probability[order[end]!] === probability[order[start]!]) end++;
    const rank = (start + 1 + end) / 2;
    for (let index = start; index < end; index++) {
      if (actual[order[index]!] !== 1) continue;
      positives++;
      rankSum += rank;
    }
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
