import { InvalidInput } from '../errors.ts';
import type { Classes } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { MetricOptions } from './compared.ts';
import { type Tallies, tallyLabels } from './tallies.ts';

export interface AverageOptions extends MetricOptions {
  /**
   * 'binary': of the class `posLabel` alone; 'micro': of all rows together; 'macro': the mean of the classes; 'weighted': their
   * mean by rows; null: one number for each class. @default 'binary'
   */
  readonly average?: Average | null;
  /** @default 1 */
  readonly posLabel?: number | string;
  /** Classes to report or to average over, in this order. @default all there are, in order */
  readonly labels?: Classes;
  /** What a ratio without a denominator is: 0, 1, or NaN, which means leave out. @default 0 */
  readonly zeroDivision?: number;
}

type Average = 'binary' | 'micro' | 'macro' | 'weighted';
type OneForEach = AverageOptions & { readonly average: null };

/** Ratio of one class's weights. */
type Ratio = (hits: number, actual: number, predicted: number) => readonly [part: number, whole: number];

const precision: Ratio = (hits, _, predicted) => [hits, predicted];
const recall: Ratio = (hits, actual) => [hits, actual];
const fBeta =
  (beta: number): Ratio =>
  (hits, actual, predicted) => [(1 + beta ** 2) * hits, beta ** 2 * actual + predicted];

/**
 * The share of rows said to be of a class that are.
 *
 * @example precisionScore(['no', 'yes', 'no'], ['no', 'yes', 'yes'], { posLabel: 'yes' }) // 0.5
 */
export function precisionScore(yTrue: LabelsLike, yPred: LabelsLike, options: OneForEach): Float64Array;
export function precisionScore(yTrue: LabelsLike, yPred: LabelsLike, options?: AverageOptions): number;
export function precisionScore(yTrue: LabelsLike, yPred: LabelsLike, options: AverageOptions = {}) {
  return averaged(yTrue, yPred, options, precision);
}

/**
 * The share of rows of a class that are found.
 *
 * @example recallScore([0, 1, 1], [0, 1, 0]) // 0.5
 */
export function recallScore(yTrue: LabelsLike, yPred: LabelsLike, options: OneForEach): Float64Array;
export function recallScore(yTrue: LabelsLike, yPred: LabelsLike, options?: AverageOptions): number;
export function recallScore(yTrue: LabelsLike, yPred: LabelsLike, options: AverageOptions = {}) {
  return averaged(yTrue, yPred, options, recall);
}

/**
 * The harmonic mean of precision and recall.
 *
 * @example f1Score([0, 1, 2, 2], [0, 1, 2, 1], { average: 'macro' }) // 0.777…
 */
export function f1Score(yTrue: LabelsLike, yPred: LabelsLike, options: OneForEach): Float64Array;
export function f1Score(yTrue: LabelsLike, yPred: LabelsLike, options?: AverageOptions): number;
export function f1Score(yTrue: LabelsLike, yPred: LabelsLike, options: AverageOptions = {}) {
  return averaged(yTrue, yPred, options, fBeta(1));
}

/**
 * The harmonic mean of precision and recall, in which recall counts `beta` times as much.
 *
 * @example fbetaScore([0, 1, 1], [0, 1, 0], { beta: 2 }) // 0.555…
 */
export function fbetaScore(
  yTrue: LabelsLike,
  yPred: LabelsLike,
  options: OneForEach & { readonly beta: number },
): Float64Array;
export function fbetaScore(
  yTrue: LabelsLike,
  yPred: LabelsLike,
  options: AverageOptions & { readonly beta: number },
): number;
export function fbetaScore(
  yTrue: LabelsLike,
  yPred: LabelsLike,
  { beta, ...options }: AverageOptions & { readonly beta: number },
) {
  if (!(beta >= 0 && beta < Number.POSITIVE_INFINITY))
    throw new InvalidInput(`beta must be a finite number of 0 or more, not ${beta}`);
  return averaged(yTrue, yPred, options, fBeta(beta));
}

/** Precision, recall and F1 of one class; 0 where there is no denominator. */
export function ratiosOf(tallies: Tallies, code: number): { precision: number; recall: number; f1: number } {
  const of = (ratio: Ratio) => divide(ratio(...rowsOf(tallies, code)), 0);
  return { precision: of(precision), recall: of(recall), f1: of(fBeta(1)) };
}

function averaged(
  yTrue: LabelsLike,
  yPred: LabelsLike,
  { average = 'binary', posLabel = 1, labels, zeroDivision = 0, sampleWeight }: AverageOptions,
  ratio: Ratio,
): number | Float64Array {
  const tallies = tallyLabels(yTrue, yPred, { labels, sampleWeight });
  const { classes } = tallies;
  if (average === 'binary') {
    const code = (classes as readonly unknown[]).indexOf(posLabel);
    if (classes.length > 2)
      throw new InvalidInput(
        `there are ${classes.length} classes: choose an average, micro, macro, weighted or null, as binary is for two`,
      );
    if (code === -1)
      throw new InvalidInput(
        `posLabel is ${JSON.stringify(posLabel)}, which is none of the classes ${classes.join(', ')}`,
      );
    return divide(ratio(...rowsOf(tallies, code)), zeroDivision);
  }
  const codes = [...(labels ?? classes).keys()];
  if (average === 'micro') {
    const sumOf = (values: Float64Array) => codes.reduce((sum, code) => sum + values[code]!, 0);
    return divide(ratio(sumOf(tallies.hits), sumOf(tallies.actual), sumOf(tallies.predicted)), zeroDivision);
  }
  const scores = Float64Array.from(codes, (code) => divide(ratio(...rowsOf(tallies, code)), zeroDivision));
  if (average === null) return scores;
  const weights = average === 'macro' ? scores.map(() => 1) : tallies.actual;
  return meanOf(scores, weights, zeroDivision);
}

function rowsOf(tallies: Tallies, code: number) {
  return [tallies.hits[code]!, tallies.actual[code]!, tallies.predicted[code]!] as const;
}

function divide([part, whole]: readonly [number, number], zeroDivision: number): number {
  return whole === 0 ? zeroDivision : part / whole;
}

/** The mean of the scores that are there. */
function meanOf(scores: Float64Array, weights: Float64Array, zeroDivision: number): number {
  let [sum, total] = [0, 0];
  for (const [code, score] of scores.entries()) {
    if (Number.isNaN(score)) continue;
    sum += weights[code]! * score;
    total += weights[code]!;
  }
  return divide([sum, total], zeroDivision);
}
