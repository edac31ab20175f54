import { InvalidInput } from '../errors.ts';
import type { Classes } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { sortOrder } from '../sortOrder.ts';
import { type ClassScores, scoresOf } from './classScores.ts';
import type { MetricOptions } from './compared.ts';
import { positivesOf, rocCurve } from './curves.ts';
import { checkSides, cumulate, rankingOf } from './ranked.ts';

/** n numbers, or n × k of them, a column for each class in order. */
type Scores = ArrayLike<number> | Features;

export interface RocAucOptions extends MetricOptions {
  /** Of the classes' areas, where there are more than two. @default 'macro' */
  readonly average?: 'macro' | 'weighted' | 'micro' | null;
  /** The area up to this false positive rate, so scaled that chance is 0.5 (McClish, 1989); for two classes. @default null */
  readonly maxFpr?: number | null;
  /** Each class against the rest, or each against each other (Hand and Till, 2001), which more than two classes need. @default 'raise' */
  readonly multiClass?: 'raise' | 'ovr' | 'ovo';
  /** Classes of the columns, in order. @default those of the target */
  readonly labels?: Classes;
}

/**
 * The area under the ROC curve: the chance that a row of the positive class, the second in order, gets a higher score than
 * another.
 *
 * @example rocAucScore(['no', 'no', 'yes', 'yes'], [0.1, 0.4, 0.35, 0.8]) // 0.75
 */
export function rocAucScore(
  yTrue: LabelsLike,
  yScore: Scores,
  options: RocAucOptions & { readonly average: null },
): Float64Array;
export function rocAucScore(yTrue: LabelsLike, yScore: Scores, options?: RocAucOptions): number;
export function rocAucScore(yTrue: LabelsLike, yScore: Scores, options: RocAucOptions = {}) {
  const { average = 'macro', maxFpr = null, multiClass = 'raise', labels, sampleWeight } = options;
  const scores = scoresOf(yTrue, yScore, { labels, sampleWeight });
  if (scores.classes.length <= 2) return binaryArea(scores, maxFpr);
  if (maxFpr !== null && maxFpr !== 1) throw new InvalidInput('maxFpr is for two classes: leave it out');
  if (multiClass === 'raise')
    throw new InvalidInput(`there are ${scores.classes.length} classes: set multiClass to ovr or ovo`);
  if (multiClass === 'ovr') return overClasses(scores, average, areaOf);
  if (sampleWeight !== undefined)
    throw new InvalidInput('one class against another takes no sample weights: choose ovr');
  if (average === 'micro' || average === null)
    throw new InvalidInput(`one class against another has no ${average} average: choose macro or weighted`);
  return overPairs(scores, average);
}

export interface AveragePrecisionOptions extends MetricOptions {
  /** Of the classes, where there are more than two. @default 'macro' */
  readonly average?: 'macro' | 'weighted' | 'micro' | null;
  /** The positive class of two. @default 1 */
  readonly posLabel?: number | string;
}

/**
 * The precision at each threshold, averaged by the recall that it adds.
 *
 * @example averagePrecisionScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) // 0.833…
 */
export function averagePrecisionScore(
  yTrue: LabelsLike,
  yScore: Scores,
  options: AveragePrecisionOptions & { readonly average: null },
): Float64Array;
export function averagePrecisionScore(
  yTrue: LabelsLike,
  yScore: Scores,
  options?: AveragePrecisionOptions,
): number;
export function averagePrecisionScore(
  yTrue: LabelsLike,
  yScore: Scores,
  { average = 'macro', posLabel, sampleWeight }: AveragePrecisionOptions = {},
) {
  const scores = scoresOf(yTrue, yScore, { sampleWeight });
  if (scores.classes.length > 2) return overClasses(scores, average, precisionOf);
  const { actual } = rankingOf(yTrue, scores.of(1), { ...(posLabel !== undefined && { posLabel }) });
  return precisionOf(actual, scores.of(1), scores.weights);
}

/** Area under the ROC curve by ranks (Mann and Whitney), ties counted half; 0.5 when there is one class only. */
export function areaUnderCurve(
  actual: ArrayLike<number>,
  score: Float64Array,
  weights?: Float64Array,
): number {
  const order = sortOrder(score);
  let [positives, negatives, wins] = [0, 0, 0];
  for (let start = 0; start < order.length; ) {
    let [end, positive, negative] = [start, 0, 0];
    for (; end < order.length && score[order[end]!] === score[order[start]!]; end++) {
      const weight = weights ? weights[order[end]!]! : 1;
      if (actual[order[end]!] === 1) positive += weight;
      else negative += weight;
    }
    wins += positive * (negatives + negative / 2);
    positives += positive;
    negatives += negative;
    start = end;
  }
  return positives === 0 || negatives === 0 ? 0.5 : wins / (positives * negatives);
}

type BinaryScore = (actual: Uint8Array, score: Float64Array, weights?: Float64Array) => number;

/** @throws InvalidInput when rows are of one class only, where there is nothing to rank */
const areaOf: BinaryScore = (actual, score, weights) => {
  const sides: [number, number] = [0, 0];
  for (const [row, side] of actual.entries()) sides[1 - side]! += weights ? weights[row]! : 1;
  checkSides(sides);
  return areaUnderCurve(actual, score, weights);
};

const precisionOf: BinaryScore = (actual, score, weights) => {
  const points = cumulate({ actual, score, weights });
  const positives = positivesOf(points);
  let [sum, before] = [0, 0];
  for (const [place, found] of points.truePositives.entries()) {
    sum += ((found - before) / positives) * (found / (found + points.falsePositives[place]!));
    before = found;
  }
  return sum;
};

function binaryArea(scores: ClassScores, maxFpr: number | null): number {
  const [actual, score] = [scores.isOf(1), scores.of(1)];
  const area = areaOf(actual, score, scores.weights);
  if (maxFpr === null || maxFpr === 1) return area;
  if (!(maxFpr > 0 && maxFpr < 1))
    throw new InvalidInput(`maxFpr must be a number above 0 and to 1, not ${maxFpr}`);
  const { fpr, tpr } = rocCurve(actual, score, { sampleWeight: scores.weights });
  let part = 0;
  for (let at = 1; at < fpr.length && fpr[at - 1]! < maxFpr; at++) {
    const width = Math.min(maxFpr, fpr[at]!) - fpr[at - 1]!;
    const slope = width === 0 ? 0 : (tpr[at]! - tpr[at - 1]!) / (fpr[at]! - fpr[at - 1]!);
    part += width * (tpr[at - 1]! + (slope * width) / 2);
  }
  const chance = maxFpr ** 2 / 2;
  return 0.5 * (1 + (part - chance) / (maxFpr - chance));
}

function overClasses(
  scores: ClassScores,
  average: 'macro' | 'weighted' | 'micro' | null,
  metric: BinaryScore,
): number | Float64Array {
  const codes = [...scores.classes.keys()];
  const { weights } = scores;
  if (average === 'micro') {
    const together = (of: (code: number) => ArrayLike<number>) =>
      codes.flatMap((code) => Array.from(of(code)));
    return metric(
      Uint8Array.from(together((code) => scores.isOf(code))),
      Float64Array.from(together((code) => scores.of(code))),
      weights && Float64Array.from(together(() => weights)),
    );
  }
  const each = Float64Array.from(codes, (code) => metric(scores.isOf(code), scores.of(code), weights));
  if (average === null) return each;
  return meanOf(each, average === 'macro' ? each.map(() => 1) : Float64Array.from(codes, scores.weightOf));
}

/** Each pair's mean of both areas; weighted by the rows of the pair. */
function overPairs(scores: ClassScores, average: 'macro' | 'weighted'): number {
  const [areas, sizes]: [number[], number[]] = [[], []];
  for (let a = 0; a < scores.classes.length; a++) {
    for (let b = a + 1; b < scores.classes.length; b++) {
      const rows = Array.from(scores.codes.keys()).filter((row) => [a, b].includes(scores.codes[row]!));
      const against = (code: number) => {
        const score = scores.of(code);
        return areaOf(
          Uint8Array.from(rows, (row) => Number(scores.codes[row] === code)),
          Float64Array.from(rows, (row) => score[row]!),
        );
      };
      areas.push((against(a) + against(b)) / 2);
      sizes.push(average === 'macro' ? 1 : rows.length);
    }
  }
  return meanOf(areas, sizes);
}

function meanOf(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let [sum, total] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    sum += weights[index]! * values[index]!;
    total += weights[index]!;
  }
  return sum / total;
}
