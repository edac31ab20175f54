import { InvalidInput } from '../errors.ts';
import type { Classes } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { MetricOptions } from './compared.ts';
import { confusionMatrix, type Tallies, tallyLabels } from './tallies.ts';

/**
 * The share of rows of which the label is right; with `normalize: false` their number.
 *
 * @example accuracyScore(['a', 'b'], ['a', 'a']) // 0.5
 */
export function accuracyScore(
  yTrue: LabelsLike,
  yPred: LabelsLike,
  { normalize = true, ...options }: MetricOptions & { readonly normalize?: boolean } = {},
): number {
  const tallies = tallyLabels(yTrue, yPred, options);
  return hitsOf(tallies) / (normalize ? tallies.total : 1);
}

/** The weight of the rows of which the label is right. */
export function hitsOf({ hits }: Tallies): number {
  return hits.reduce((sum, hit) => sum + hit, 0);
}

/**
 * The mean recall of the classes that the target has; `adjusted` so that chance gives 0.
 *
 * @example balancedAccuracyScore([0, 0, 0, 1], [0, 0, 0, 0]) // 0.5
 */
export function balancedAccuracyScore(
  yTrue: LabelsLike,
  yPred: LabelsLike,
  { adjusted = false, ...options }: MetricOptions & { readonly adjusted?: boolean } = {},
): number {
  const { hits, actual } = tallyLabels(yTrue, yPred, options);
  const recalls = hits.map((hit, code) => hit / actual[code]!).filter((recall) => !Number.isNaN(recall));
  const mean = recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
  if (!adjusted) return mean;
  if (recalls.length === 1) throw new InvalidInput('one class alone has no chance to adjust for');
  const chance = 1 / recalls.length;
  return (mean - chance) / (1 - chance);
}

/**
 * The correlation of labels and predictions (Gorodkin, 2004, for more than two classes); 0 where either is constant.
 *
 * @example matthewsCorrcoef([1, 1, 1, 0], [1, 0, 1, 1]) // -0.333…
 */
export function matthewsCorrcoef(yTrue: LabelsLike, yPred: LabelsLike, options: MetricOptions = {}): number {
  const tallies = tallyLabels(yTrue, yPred, options);
  const { actual, predicted, total } = tallies;
  // Shares, not counts, so that no square of a count is rounded.
  const dot = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, code) => sum + (value / total) * (b[code]! / total), 0);
  const isConstant = [actual, predicted].some((side) => side.filter((weight) => weight > 0).length < 2);
  if (isConstant) return 0;
  const covariance = hitsOf(tallies) / total - dot(actual, predicted);
  return covariance / Math.sqrt((1 - dot(actual, actual)) * (1 - dot(predicted, predicted)));
}

export interface KappaOptions extends MetricOptions {
  readonly labels?: Classes;
  /** How much worse a label further away in order is. @default null: as bad as any other */
  readonly weights?: 'linear' | 'quadratic' | null;
}

/**
 * The agreement of two labellings beyond chance (Cohen, 1960).
 *
 * @example cohenKappaScore(['a', 'b', 'b'], ['a', 'b', 'a']) // 0.4
 */
export function cohenKappaScore(
  y1: LabelsLike,
  y2: LabelsLike,
  { labels, weights = null, sampleWeight }: KappaOptions = {},
): number {
  const { rows: size, data } = confusionMatrix(y1, y2, { ...(labels && { labels }), sampleWeight });
  const [first, second] = [new Float64Array(size), new Float64Array(size)];
  let total = 0;
  for (const [cell, weight] of data.entries()) {
    first[Math.floor(cell / size)]! += weight;
    second[cell % size]! += weight;
    total += weight;
  }
  let [observed, expected] = [0, 0];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const distance = distances[weights ?? 'none'](i - j);
      observed += distance * data[i * size + j]!;
      expected += (distance * first[i]! * second[j]!) / total;
    }
  }
  if (!(expected > 0))
    throw new InvalidInput('both labellings are of one and the same class: there is no chance to measure by');
  return 1 - observed / expected;
}

const distances: Readonly<Record<'none' | 'linear' | 'quadratic', (steps: number) => number>> = {
  none: (steps) => Number(steps !== 0),
  linear: Math.abs,
  quadratic: (steps) => steps * steps,
};
