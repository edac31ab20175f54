import { InvalidInput } from '../errors.ts';
import type { LabelsLike } from '../labels.ts';
import { type Cumulated, cumulate, type RankingOptions, rankingOf, sidesOf } from './ranked.ts';

export interface RocCurve {
  /** False positive rate, rising from 0 to 1. */
  readonly fpr: Float64Array;
  readonly tpr: Float64Array;
  /** A row is said to be positive when its score reaches the threshold; the first is infinite. */
  readonly thresholds: Float64Array;
}

export interface PrecisionRecallCurve {
  /** Ends with 1, where nothing is said to be positive. */
  readonly precision: Float64Array;
  /** Falls to 0. */
  readonly recall: Float64Array;
  /** Rising; one fewer than the points. */
  readonly thresholds: Float64Array;
}

interface CurveOptions extends RankingOptions {
  /** Leaves out points that lie on the line between others. @default true for rocCurve, false for precisionRecallCurve */
  readonly dropIntermediate?: boolean;
}

/** @example rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).tpr // 0, 0.5, 0.5, 1, 1 */
export function rocCurve(
  yTrue: LabelsLike,
  yScore: ArrayLike<number>,
  { dropIntermediate = true, ...options }: CurveOptions = {},
): RocCurve {
  const all = cumulate(rankingOf(yTrue, yScore, options));
  const [positives, negatives] = sidesOf(all);
  const points = dropIntermediate ? corners(all) : all;
  return {
    fpr: Float64Array.from([0, ...points.falsePositives.map((weight) => weight / negatives)]),
    tpr: Float64Array.from([0, ...points.truePositives.map((weight) => weight / positives)]),
    thresholds: Float64Array.from([Number.POSITIVE_INFINITY, ...points.thresholds]),
  };
}

/** @example precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).precision // 0.5, 0.666…, 0.5, 1, 1 */
export function precisionRecallCurve(
  yTrue: LabelsLike,
  yScore: ArrayLike<number>,
  { dropIntermediate = false, ...options }: CurveOptions = {},
): PrecisionRecallCurve {
  const all = cumulate(rankingOf(yTrue, yScore, options));
  const positives = positivesOf(all);
  const { thresholds, truePositives, falsePositives } = dropIntermediate ? changes(all) : all;
  const precision = truePositives.map((weight, place) => weight / (weight + falsePositives[place]!));
  const recall = truePositives.map((weight) => weight / positives);
  return {
    precision: Float64Array.from([...precision.reverse(), 1]),
    recall: Float64Array.from([...recall.reverse(), 0]),
    thresholds: thresholds.toReversed(),
  };
}

/** @throws InvalidInput when there are none */
export function positivesOf({ truePositives }: Cumulated): number {
  const positives = truePositives.at(-1)!;
  if (positives > 0) return positives;
  throw new InvalidInput(
    'there is no row of the positive class: recall needs one, so look at the target, or stratify the split',
  );
}

/** Ends, and points at which either rate changes its slope. */
function corners(points: Cumulated): Cumulated {
  const { truePositives, falsePositives } = points;
  const bends = (values: Float64Array, at: number) =>
    values[at + 1]! - 2 * values[at]! + values[at - 1]! !== 0;
  return pick(
    points,
    (at, last) => at === 0 || at === last || bends(falsePositives, at) || bends(truePositives, at),
  );
}

/** Ends, and points before or at which more positive rows are found. */
function changes(points: Cumulated): Cumulated {
  const { truePositives: found } = points;
  return pick(
    points,
    (at, last) => at === 0 || at === last || found[at] !== found[at - 1] || found[at + 1] !== found[at],
  );
}

function pick(points: Cumulated, isKept: (at: number, last: number) => boolean): Cumulated {
  const last = points.thresholds.length - 1;
  const kept = (values: Float64Array) => values.filter((_, at) => isKept(at, last));
  return {
    thresholds: kept(points.thresholds),
    truePositives: kept(points.truePositives),
    falsePositives: kept(points.falsePositives),
  };
}
