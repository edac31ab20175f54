import { InvalidInput } from '../errors.ts';
import type { LabelsLike } from '../labels.ts';
import { compareLabels, type MetricOptions } from './compared.ts';

/** How often labels of two partitions meet, by weight; only the pairs that do. */
interface Contingency {
  readonly pairs: ReadonlyMap<number, number>;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly total: number;
}

/**
 * How well two partitions agree on pairs of rows, 0 for chance and 1 for equal ones (Hubert and Arabie, 1985).
 *
 * @example adjustedRandScore([0, 0, 1, 1], [5, 5, 7, 8]) // 0.571…
 */
export function adjustedRandScore(
  labelsTrue: LabelsLike,
  labelsPred: LabelsLike,
  options: MetricOptions = {},
): number {
  const { pairs, first, second, total } = contingencyOf(labelsTrue, labelsPred, options);
  const squares = (weights: Iterable<number>) => [...weights].reduce((sum, weight) => sum + weight ** 2, 0);
  // Ordered pairs of different rows: together in both, in one only, in the other only, in none.
  const both = squares(pairs.values()) - total;
  const one = squares(first) - total - both;
  const other = squares(second) - total - both;
  if (one === 0 && other === 0) return 1;
  const none = total ** 2 - total - both - one - other;
  return (2 * (both * none - one * other)) / ((both + one) * (one + none) + (both + other) * (other + none));
}

/**
 * Mutual information over a mean of the entropies: 1 for equal partitions.
 *
 * @example normalizedMutualInfoScore([0, 0, 1, 1], ['a', 'a', 'b', 'b']) // 1
 */
export function normalizedMutualInfoScore(
  labelsTrue: LabelsLike,
  labelsPred: LabelsLike,
  {
    averageMethod = 'arithmetic',
    ...options
  }: MetricOptions & { readonly averageMethod?: keyof typeof means } = {},
): number {
  if (!Object.hasOwn(means, averageMethod))
    throw new InvalidInput(
      `averageMethod must be one of ${Object.keys(means).join(', ')}, not ${averageMethod}`,
    );
  const { information, first, second } = entropiesOf(contingencyOf(labelsTrue, labelsPred, options));
  if (first === 0 && second === 0) return 1;
  return information <= Number.EPSILON ? 0 : information / means[averageMethod](first, second);
}

const means = {
  arithmetic: (a: number, b: number) => (a + b) / 2,
  geometric: (a: number, b: number) => Math.sqrt(a * b),
  min: Math.min,
  max: Math.max,
};

/** In nats. @example mutualInfoScore([0, 0, 1, 1], [0, 0, 1, 1]) // 0.693… */
export function mutualInfoScore(
  labelsTrue: LabelsLike,
  labelsPred: LabelsLike,
  options: MetricOptions = {},
): number {
  return entropiesOf(contingencyOf(labelsTrue, labelsPred, options)).information;
}

/** Whether each cluster holds one class only. @example homogeneityScore([0, 0, 1, 1], [0, 0, 1, 2]) // 1 */
export function homogeneityScore(
  labelsTrue: LabelsLike,
  labelsPred: LabelsLike,
  options: MetricOptions = {},
): number {
  const { information, first } = entropiesOf(contingencyOf(labelsTrue, labelsPred, options));
  return first === 0 ? 1 : information / first;
}

/** Whether each class lies in one cluster. @example completenessScore([0, 0, 1, 1], [0, 0, 0, 0]) // 1 */
export function completenessScore(
  labelsTrue: LabelsLike,
  labelsPred: LabelsLike,
  options: MetricOptions = {},
): number {
  return homogeneityScore(labelsPred, labelsTrue, options);
}

/**
 * The harmonic mean of homogeneity and completeness, which counts `beta` times as much (Rosenberg and Hirschberg, 2007).
 *
 * @example vMeasureScore([0, 0, 1, 1], [0, 0, 1, 2]) // 0.8
 */
export function vMeasureScore(
  labelsTrue: LabelsLike,
  labelsPred: LabelsLike,
  { beta = 1, ...options }: MetricOptions & { readonly beta?: number } = {},
): number {
  const homogeneity = homogeneityScore(labelsTrue, labelsPred, options);
  const completeness = completenessScore(labelsTrue, labelsPred, options);
  const whole = beta * homogeneity + completeness;
  return whole === 0 ? 0 : ((1 + beta) * homogeneity * completeness) / whole;
}

function contingencyOf(labelsTrue: LabelsLike, labelsPred: LabelsLike, options: MetricOptions): Contingency {
  // Labels of clusters are names only, so that those of both sides need not be of one type.
  const named = (labels: LabelsLike) => Array.from(labels as ArrayLike<number>, String);
  const { classes, actual, predicted, weights } = compareLabels(
    named(labelsTrue),
    named(labelsPred),
    options,
  );
  const pairs = new Map<number, number>();
  const [first, second] = [new Float64Array(classes.length), new Float64Array(classes.length)];
  let total = 0;
  for (const [row, code] of actual.entries()) {
    const weight = weights ? weights[row]! : 1;
    if (weight === 0) continue;
    const other = predicted[row]!;
    const pair = code * classes.length + other;
    pairs.set(pair, (pairs.get(pair) ?? 0) + weight);
    first[code]! += weight;
    second[other]! += weight;
    total += weight;
  }
  return { pairs, first, second, total };
}

/** Mutual information and both entropies, in nats. */
function entropiesOf({ pairs, first, second, total }: Contingency) {
  const entropy = (weights: Float64Array) => {
    const present = weights.filter((weight) => weight > 0);
    if (present.length === 1) return 0;
    return -present.reduce((sum, weight) => sum + (weight / total) * Math.log(weight / total), 0);
  };
  let information = 0;
  for (const [pair, weight] of pairs) {
    const expected = (first[Math.floor(pair / first.length)]! * second[pair % first.length]!) / total;
    information += (weight / total) * Math.log(weight / expected);
  }
  const isRounding = Math.abs(information) < Number.EPSILON;
  return {
    information: isRounding ? 0 : Math.max(0, information),
    first: entropy(first),
    second: entropy(second),
  };
}
