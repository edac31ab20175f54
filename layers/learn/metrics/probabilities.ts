import { InvalidInput } from '../errors.ts';
import type { Classes } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { type ClassScores, scoresOf } from './classScores.ts';
import type { MetricOptions } from './compared.ts';
import { type RankingOptions, rankingOf } from './ranked.ts';

/** n probabilities of the second of two classes, or n × k of them, a column for each class in order. */
type Probabilities = ArrayLike<number> | Features;

export interface ProbabilityOptions extends MetricOptions {
  /** Classes of the columns, in order. @default those of the target */
  readonly labels?: Classes;
}

/**
 * The mean negative logarithm of the probability given to the class of each row, or with `normalize: false` the sum.
 * Probabilities are kept a hair away from 0.
 *
 * @example logLoss(['ham', 'spam'], [[0.9, 0.1], [0.2, 0.8]]) // 0.164…
 */
export function logLoss(
  yTrue: LabelsLike,
  yProba: Probabilities,
  { normalize = true, ...options }: ProbabilityOptions & { readonly normalize?: boolean } = {},
): number {
  const given = probabilitiesOf(yTrue, yProba, options);
  const { columns, data } = given.scores;
  let [sum, total] = [0, 0];
  for (const [row, code] of given.codes.entries()) {
    const weight = given.weights ? given.weights[row]! : 1;
    sum += weight * surprise(data[row * columns + code]!);
    total += weight;
  }
  return normalize ? sum / total : sum;
}

/** -ln p, kept as far from infinity as scikit-learn's log_loss keeps it. */
export function surprise(probability: number): number {
  return -Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, probability)));
}

export interface BrierOptions extends ProbabilityOptions {
  /** The class that n probabilities are of. @default 1, or the second class where there are columns */
  readonly posLabel?: number | string;
  /** Half the sum over the classes, so that it is from 0 to 1. @default 'auto': for two classes */
  readonly scaleByHalf?: boolean | 'auto';
}

/**
 * The mean squared difference between probabilities and what came true (Brier, 1950).
 *
 * @example brierScoreLoss([0, 1, 1], [0.1, 0.9, 0.8]) // 0.02
 */
export function brierScoreLoss(
  yTrue: LabelsLike,
  yProba: Probabilities,
  { posLabel, scaleByHalf = 'auto', ...options }: BrierOptions = {},
): number {
  // Of two classes either may be the one that the probabilities are of.
  const target =
    posLabel === undefined
      ? yTrue
      : rankingOf(yTrue, probabilitiesOf(yTrue, yProba).of(1), { posLabel }).actual;
  const given = probabilitiesOf(target, yProba, options);
  const { columns, data } = given.scores;
  let [sum, total] = [0, 0];
  for (const [row, code] of given.codes.entries()) {
    const weight = given.weights ? given.weights[row]! : 1;
    for (let column = 0; column < columns; column++)
      sum += weight * (data[row * columns + column]! - Number(column === code)) ** 2;
    total += weight;
  }
  const isHalved = scaleByHalf === 'auto' ? columns === 2 : scaleByHalf;
  return sum / total / (isHalved ? 2 : 1);
}

export interface CalibrationOptions extends RankingOptions {
  /** @default 5 */
  readonly nBins?: number;
  /** Bins of equal width, or of equally many rows. @default 'uniform' */
  readonly strategy?: 'uniform' | 'quantile';
}

export interface CalibrationCurve {
  /** The share of positive rows in each bin that is not empty. */
  readonly probTrue: Float64Array;
  /** The mean probability in each of them. */
  readonly probPred: Float64Array;
}

/**
 * Whether what has a probability of 0.7 comes true seven times in ten.
 *
 * @example calibrationCurve([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], { nBins: 2 }) // probTrue 0, 1; probPred 0.15, 0.85
 */
export function calibrationCurve(
  yTrue: LabelsLike,
  yProba: ArrayLike<number>,
  { nBins = 5, strategy = 'uniform', ...options }: CalibrationOptions = {},
): CalibrationCurve {
  if (!(Number.isInteger(nBins) && nBins > 0))
    throw new InvalidInput(`nBins must be a whole number above 0, not ${nBins}`);
  const { actual, score, weights } = rankingOf(yTrue, yProba, options);
  checkProbabilities(score);
  const edges = edgesOf[strategy](score, nBins);
  const [sums, found, predicted] = [0, 1, 2].map(() => new Float64Array(nBins)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (const [row, probability] of score.entries()) {
    const bin = edges.findIndex((edge) => probability <= edge);
    const weight = weights ? weights[row]! : 1;
    sums[bin]! += weight;
    found[bin]! += weight * actual[row]!;
    predicted[bin]! += weight * probability;
  }
  const shares = (of: Float64Array) =>
    of.map((sum, bin) => sum / sums[bin]!).filter((_, bin) => sums[bin]! > 0);
  return { probTrue: shares(found), probPred: shares(predicted) };
}

/** Upper edges of the bins; of quantiles, by linear interpolation, rows count alike whatever their weight. */
const edgesOf: Readonly<
  Record<'uniform' | 'quantile', (score: Float64Array, bins: number) => readonly number[]>
> = {
  uniform: (_, bins) =>
    Array.from({ length: bins }, (__, bin) =>
      bin + 1 === bins ? Number.POSITIVE_INFINITY : (bin + 1) * (1 / bins),
    ),
  quantile: (score, bins) => {
    const sorted = score.toSorted();
    return Array.from({ length: bins }, (_, bin) => {
      if (bin + 1 === bins) return Number.POSITIVE_INFINITY;
      const place = ((bin + 1) / bins) * (sorted.length - 1);
      const below = sorted[Math.floor(place)]!;
      return below + (place % 1) * (sorted[Math.ceil(place)]! - below);
    });
  },
};

function probabilitiesOf(
  yTrue: LabelsLike,
  yProba: Probabilities,
  options: ProbabilityOptions = {},
): ClassScores {
  const given = scoresOf(yTrue, yProba, options);
  const { rows, columns, data } = given.scores;
  checkProbabilities(data);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += data[row * columns + column]!;
    if (Math.abs(sum - 1) > 1e-6)
      throw new InvalidInput(
        `the probabilities of row ${row} sum to ${sum}, not to 1: give those of all classes`,
      );
  }
  return given;
}

function checkProbabilities(values: Float64Array): void {
  const odd = values.find((value) => value < 0 || value > 1);
  if (odd !== undefined) throw new InvalidInput(`${odd} is no probability: give numbers from 0 to 1`);
}
