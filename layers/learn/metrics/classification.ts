import { hitsOf } from './agreement.ts';
import { areaUnderCurve } from './auc.ts';
import { checkRows } from './compared.ts';
import { ratiosOf } from './precisionRecall.ts';
import { surprise } from './probabilities.ts';
import { tallyCodes } from './tallies.ts';

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
  checkRows(actual.length, probability.length);
  const predicted = Uint8Array.from(probability, (value) => Number(value > 0.5));
  const tallies = tallyCodes(actual, predicted, 2);
  const loss = probability.reduce(
    (sum, value, row) => sum + surprise(actual[row] === 1 ? value : 1 - value),
    0,
  );
  return {
    accuracy: hitsOf(tallies) / tallies.total,
    ...ratiosOf(tallies, 1),
    auc: areaUnderCurve(actual, probability),
    logLoss: loss / actual.length,
  };
}

/**
 * The same of three classes or more: means over the classes that the target or the predictions have, the area of each class
 * against the rest over those that the target has; a row of a class that the model does not know costs as one it held for
 * impossible.
 *
 * @param actual the position of each row's class in `probabilities`, -1 for one that the model does not know
 * @param predicted as `actual`
 * @param probabilities of each class
 */
export function multiclassMetrics(
  actual: Int32Array,
  predicted: Int32Array,
  probabilities: readonly Float64Array[],
): ClassificationMetrics {
  checkRows(actual.length, predicted.length);
  // What the model does not know is one class more.
  const unknown = probabilities.length;
  const codes = actual.map((code) => (code === -1 ? unknown : code));
  const tallies = tallyCodes(codes, predicted, unknown + 1);
  const every = [...tallies.actual.keys()];
  const seen = every.filter((code) => tallies.actual[code]! + tallies.predicted[code]! > 0);
  const ratios = seen.map((code) => ratiosOf(tallies, code));
  const ranked = every.filter((code) => code !== unknown && tallies.actual[code]! > 0);
  const loss = actual.reduce((sum, code, row) => sum + surprise(probabilities[code]?.[row] ?? 0), 0);
  return {
    accuracy: hitsOf(tallies) / tallies.total,
    precision: mean(ratios.map(({ precision }) => precision)),
    recall: mean(ratios.map(({ recall }) => recall)),
    f1: mean(ratios.map(({ f1 }) => f1)),
    auc: mean(
      ranked.map((code) =>
        areaUnderCurve(
          actual.map((one) => Number(one === code)),
          probabilities[code]!,
        ),
      ),
    ),
    logLoss: loss / actual.length,
  };
}

/** Of none, as of areas where the model knows no class of the target, the 0.5 of a guess. */
function mean(values: readonly number[]): number {
  return values.length === 0 ? 0.5 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
