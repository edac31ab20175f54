import { InvalidInput } from '../errors.ts';
import type { Prediction } from '../pipeline/prediction.ts';
import { labelsOf } from '../pipeline/target.ts';
import type { Column } from '../table.ts';
import { classificationMetrics, multiclassMetrics } from './classification.ts';
import { regressionMetrics } from './regression.ts';

/**
 * Metrics of predictions against the target: mse, rmse, mae and r2, or accuracy, precision, recall, f1, auc and logLoss. Of
 * more than two classes precision, recall and f1 are means over the classes, and auc that of each class against the rest.
 *
 * @param positive which of two classes counts as positive; the last in order by default
 */
export function score(
  task: 'regression' | 'classification',
  target: Column,
  prediction: Prediction,
  positive?: string,
): Record<string, number> {
  if (task === 'regression') {
    if (target.kind !== 'number') throw new InvalidInput('a regression is judged against numbers, not text');
    return regressionMetrics(target.values, prediction.values as Float64Array);
  }
  const { classes = [], probabilities = [] } = prediction;
  const labels = labelsOf(target);
  if (classes.length > 2) {
    const codes = new Map(classes.map((name, code) => [name, code]));
    const codesOf = (names: readonly string[]) => Int32Array.from(names, (name) => codes.get(name) ?? -1);
    return { ...multiclassMetrics(codesOf(labels), codesOf(prediction.values as string[]), probabilities) };
  }
  const chosen = positive ?? classes.at(-1);
  const probability = probabilities[classes.indexOf(chosen ?? '')];
  if (!probability)
    throw new InvalidInput(`${JSON.stringify(chosen)} is none of the classes ${classes.join(', ')}`);
  const actual = Uint8Array.from(labels, (label) => (label === chosen ? 1 : 0));
  return { ...classificationMetrics(actual, probability) };
}
