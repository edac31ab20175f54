import { weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Classes } from '../estimator.ts';
import { encodeLabels, type LabelsLike } from '../labels.ts';
import { sortOrder } from '../sortOrder.ts';
import { checkRows, finiteNumbers, type MetricOptions } from './compared.ts';

export interface RankingOptions extends MetricOptions {
  /** The positive class. @default 1, where the labels are of 0 and 1, or of -1 and 1 */
  readonly posLabel?: number | string;
}

/** A binary target, and scores that are larger the likelier the positive class is. */
interface Ranking {
  /** 1 for rows of the positive class, else 0. */
  readonly actual: Uint8Array;
  readonly score: Float64Array;
  readonly weights: Float64Array | undefined;
}

export function rankingOf(
  yTrue: LabelsLike,
  yScore: ArrayLike<number>,
  { posLabel, sampleWeight }: RankingOptions = {},
): Ranking {
  checkRows(yTrue.length, yScore.length);
  const { classes, codes } = encodeLabels(yTrue);
  if (classes.length > 2)
    throw new InvalidInput(
      `scores of one number a row rank two classes, not the ${classes.length} of the target`,
    );
  const positive = posLabel ?? usualPositive(classes);
  const code = (classes as readonly unknown[]).indexOf(positive);
  return {
    actual: Uint8Array.from(codes, (one) => Number(one === code)),
    score: finiteNumbers(yScore, 'score'),
    weights: weightsOf(sampleWeight, yTrue.length),
  };
}

function usualPositive(classes: Classes): number {
  const isUsual = (usual: readonly unknown[]) => classes.every((label) => usual.includes(label));
  if (isUsual([0, 1]) || isUsual([-1, 1])) return 1;
  throw new InvalidInput(
    `the classes are ${classes.map((label) => JSON.stringify(label)).join(' and ')}: say as posLabel which of them is positive`,
  );
}

/** Weights of the positive and the negative rows of which the score reaches each of the thresholds, which fall. */
export interface Cumulated {
  readonly thresholds: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
}

/** One threshold for each score that a row with weight has. @throws InvalidInput when rows are of one class only, where both are needed */
export function cumulate({ actual, score, weights }: Ranking): Cumulated {
  const sorted = sortOrder(score).reverse();
  const order = weights ? sorted.filter((row) => weights[row] !== 0) : sorted;
  const thresholds = new Float64Array(order.length);
  const truePositives = new Float64Array(order.length);
  const falsePositives = new Float64Array(order.length);
  let [size, positive, negative] = [0, 0, 0];
  for (const [place, row] of order.entries()) {
    const weight = weights ? weights[row]! : 1;
    if (actual[row] === 1) positive += weight;
    else negative += weight;
    if (place + 1 < order.length && score[order[place + 1]!] === score[row]) continue;
    thresholds[size] = score[row]!;
    truePositives[size] = positive;
    falsePositives[size] = negative;
    size++;
  }
  return {
    thresholds: thresholds.slice(0, size),
    truePositives: truePositives.slice(0, size),
    falsePositives: falsePositives.slice(0, size),
  };
}

/** The weights of the positive and the negative rows. @throws InvalidInput when there are none of either */
export function sidesOf({ truePositives, falsePositives }: Cumulated): [positive: number, negative: number] {
  const sides: [number, number] = [truePositives.at(-1)!, falsePositives.at(-1)!];
  checkSides(sides);
  return sides;
}

/** @throws InvalidInput naming the class that has no weight */
export function checkSides(sides: readonly [positive: number, negative: number]): void {
  const missing = sides.indexOf(0);
  if (missing !== -1)
    throw new InvalidInput(
      `there is no row of the ${['positive', 'negative'][missing]} class: rows of both are needed, so look at the target, or stratify the split`,
    );
}
