import { InvalidInput } from '../errors.ts';
import type { Classes } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Dense } from '../matrix.ts';
import { compareLabels, type MetricOptions } from './compared.ts';

/** Weights of the rows of each class: what all metrics of labels but the confusion matrix need, in room that grows with the classes only. */
export interface Tallies {
  /** Rows of the class, found as such. */
  readonly hits: Float64Array;
  /** Rows of the class. */
  readonly actual: Float64Array;
  /** Rows said to be of the class. */
  readonly predicted: Float64Array;
  readonly total: number;
}

export function tallyCodes(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
  weights?: Float64Array,
): Tallies {
  const tallies = {
    hits: new Float64Array(classes),
    actual: new Float64Array(classes),
    predicted: new Float64Array(classes),
  };
  let total = 0;
  for (let row = 0; row < actual.length; row++) {
    const weight = weights ? weights[row]! : 1;
    const [is, said] = [actual[row]!, predicted[row]!];
    tallies.actual[is]! += weight;
    tallies.predicted[said]! += weight;
    if (is === said) tallies.hits[is]! += weight;
    total += weight;
  }
  return { ...tallies, total };
}

export function tallyLabels(
  yTrue: LabelsLike,
  yPred: LabelsLike,
  options: MetricOptions & { readonly labels?: Classes | undefined } = {},
): Tallies & { readonly classes: Classes } {
  const { classes, actual, predicted, weights } = compareLabels(yTrue, yPred, options);
  return { classes, ...tallyCodes(actual, predicted, classes.length, weights) };
}

export interface ConfusionOptions extends MetricOptions {
  /** Classes of the rows and columns, in their order; others are left out. @default all there are, in order */
  readonly labels?: Classes;
  /** Divides by the sum of the row, of the column, or of all. @default null, which gives counts */
  readonly normalize?: 'true' | 'pred' | 'all' | null;
}

/**
 * The weight of rows of class i said to be of class j, at row i, column j.
 *
 * @example confusionMatrix(['a', 'b', 'b'], ['a', 'a', 'b']).data // 1, 0, 1, 1
 */
export function confusionMatrix(
  yTrue: LabelsLike,
  yPred: LabelsLike,
  { labels, normalize = null, sampleWeight }: ConfusionOptions = {},
): Dense {
  const { classes, actual, predicted, weights } = compareLabels(yTrue, yPred, { labels, sampleWeight });
  const size = labels?.length ?? classes.length;
  if (!actual.some((code) => code < size))
    throw new InvalidInput(`none of the labels ${JSON.stringify(labels)} is in the target`);
  const data = new Float64Array(size * size);
  for (let row = 0; row < actual.length; row++) {
    const [is, said] = [actual[row]!, predicted[row]!];
    if (is < size && said < size) data[is * size + said]! += weights ? weights[row]! : 1;
  }
  const sumOf = normalize && sums[normalize];
  if (!sumOf) return { rows: size, columns: size, data };
  const groups = new Float64Array(size);
  for (const [cell, weight] of data.entries()) groups[sumOf(cell, size)]! += weight;
  return {
    rows: size,
    columns: size,
    data: data.map((weight, cell) => weight / groups[sumOf(cell, size)]! || 0),
  };
}

/** The sum that a cell belongs to. */
const sums: Readonly<Record<'true' | 'pred' | 'all', (cell: number, size: number) => number>> = {
  true: (cell, size) => Math.floor(cell / size),
  pred: (cell, size) => cell % size,
  all: () => 0,
};
