import type { FitOptions, Model, Parameters } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import {
  type EstimatorMaker,
  type Folded,
  type FoldedOptions,
  makeEstimator,
  type Scoring,
  scorerOf,
} from '../modelSelection/folds.ts';
import type { Split } from '../modelSelection/split.ts';

/** What every search takes. */
export interface SearchOptions extends Pick<FoldedOptions, 'cv'> {
  /** An estimator, of which the other parameters stay, or a function that makes one of parameters. */
  readonly estimator: EstimatorMaker;
  readonly scoring?: Scoring;
}

export interface SearchFitOptions extends FitOptions {
  /** The group of each row, for splitters that keep groups together. */
  readonly groups?: LabelsLike;
}

/** How parameters did in cross-validation. */
export interface Candidate {
  readonly params: Parameters;
  readonly splitTestScores: Float64Array;
  readonly meanTestScore: number;
  readonly stdTestScore: number;
  /** 1 is the best; equals share the better rank. */
  readonly rankTestScore: number;
}

/** All candidates, and the model of the best, fitted to all rows. */
export interface SearchResult {
  readonly bestIndex: number;
  readonly bestParams: Parameters;
  readonly bestScore: number;
  readonly model: Model;
  readonly cvResults: readonly Candidate[];
}

/** A candidate before the others are known. */
export type Judged = Omit<Candidate, 'rankTestScore'>;

export function judge(
  { estimator, scoring }: SearchOptions,
  data: Folded,
  params: Parameters,
  splits: readonly Split[] = data.splits,
): Judged {
  const made = makeEstimator(estimator, params);
  const scorer = scorerOf(made, scoring);
  const splitTestScores = Float64Array.from(splits, ({ train, test }) =>
    data.score(scorer, data.fit(made, train), test),
  );
  const meanTestScore = splitTestScores.reduce((sum, value) => sum + value, 0) / splits.length;
  const variance =
    splitTestScores.reduce((sum, value) => sum + (value - meanTestScore) ** 2, 0) / splits.length;
  return { params, splitTestScores, meanTestScore, stdTestScore: Math.sqrt(variance) };
}

/** The first of the best is fitted to all rows. @param among those that may be the best; all by default */
export function resultOf(
  { estimator }: SearchOptions,
  data: Folded,
  judged: readonly Judged[],
  among: readonly Judged[] = judged,
): SearchResult {
  const best = among.reduce((most, one) => (one.meanTestScore > most.meanTestScore ? one : most));
  const everyRow = Int32Array.from({ length: data.y.length }, (_, row) => row);
  return {
    bestIndex: judged.indexOf(best),
    bestParams: best.params,
    bestScore: best.meanTestScore,
    model: data.fit(makeEstimator(estimator, best.params), everyRow),
    cvResults: judged.map((one) => ({
      ...one,
      rankTestScore: 1 + judged.filter(({ meanTestScore }) => meanTestScore > one.meanTestScore).length,
    })),
  };
}
