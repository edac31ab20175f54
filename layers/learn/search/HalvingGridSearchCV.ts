import { InvalidInput } from '../errors.ts';
import type { Parameters } from '../estimator.ts';
import { encodeLabels, type LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { Folded, makeEstimator } from '../modelSelection/folds.ts';
import type { Split } from '../modelSelection/split.ts';
import { permutation, type Random, seededRandom } from '../random.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type Judged, judge, resultOf, type SearchFitOptions, type SearchResult } from './candidates.ts';
import type { GridSearchOptions } from './GridSearchCV.ts';
import { combinations } from './ParameterGrid.ts';

export interface HalvingOptions extends GridSearchOptions {
  /** One of so many candidates goes on to the next round, which has so many times the resources. @default 3 */
  readonly factor?: number;
  /** Rows, or a parameter of the estimator, such as `nEstimators`. @default 'nSamples' */
  readonly resource?: string;
  /** Of a parameter, the most to give. @default 'auto': all rows */
  readonly maxResources?: number | 'auto';
  /** What the first round has: as much as lets the last one have all, or as little as makes sense. @default 'exhaust' */
  readonly minResources?: number | 'exhaust' | 'smallest';
  /** Goes through the first round again and again where there are too many candidates to end with few. @default false */
  readonly aggressiveElimination?: boolean;
  /** Of the rows drawn. @default 0 */
  readonly seed?: number;
}

export interface HalvingResult extends SearchResult {
  /** Of each round. */
  readonly nCandidates: readonly number[];
  readonly nResources: readonly number[];
}

/**
 * Successive halving (Jamieson and Talwalkar, 2016): all candidates with few resources, the best of them with more. The best is
 * the one of the last round.
 *
 * @example
 * new HalvingGridSearchCV({ estimator: new LogisticRegression(), paramGrid: { C: [0.01, 0.1, 1, 10] }, factor: 2 }).fit(X, y)
 */
export class HalvingGridSearchCV {
  readonly params: HalvingOptions;

  constructor(options: HalvingOptions) {
    this.params = options;
  }

  fit(X: Features, y: LabelsLike, options: SearchFitOptions = {}): HalvingResult {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  /** A step a candidate of a round. */
  *fitSteps(X: Features, y: LabelsLike, options: SearchFitOptions = {}): Steps<HalvingResult> {
    const { estimator, paramGrid, cv = 5, factor = 3, resource = 'nSamples', seed = 0 } = this.params;
    let candidates = combinations(paramGrid);
    const { type } = makeEstimator(estimator, candidates[0]);
    const data = new Folded(type, X, y, { cv, ...options });
    const least = 2 * data.splits.length * (type === 'classifier' ? encodeLabels(y).classes.length : 1);
    const nResources = roundsOf(this.params, candidates.length, y.length, least);
    const total = nResources.reduce(
      (sum, _, round) => sum + Math.ceil(candidates.length / factor ** round),
      0,
    );
    const random = seededRandom(seed);
    const judged: Judged[] = [];
    const nCandidates: number[] = [];
    let round: Judged[] = [];
    for (const amount of nResources) {
      nCandidates.push(candidates.length);
      const isRows = resource === 'nSamples';
      const splits = isRows ? drawn(data.splits, amount / y.length, random) : data.splits;
      round = [];
      for (const params of candidates) {
        const given: Parameters = isRows ? params : { ...params, [resource]: amount };
        round.push(judge(this.params, data, given, splits));
        yield { done: judged.length + round.length, total };
      }
      judged.push(...round);
      const best = round
        .map((_, index) => index)
        .sort((a, b) => round[b]!.meanTestScore - round[a]!.meanTestScore);
      const kept = best.slice(0, Math.ceil(candidates.length / factor)).sort((a, b) => a - b);
      candidates = kept.map((index) => candidates[index]!);
    }
    return { ...resultOf(this.params, data, judged, round), nCandidates, nResources };
  }
}

/** Resources of each round, as scikit-learn has them. */
function roundsOf(
  {
    factor = 3,
    resource = 'nSamples',
    maxResources = 'auto',
    minResources = 'exhaust',
    aggressiveElimination = false,
  }: HalvingOptions,
  candidates: number,
  rows: number,
  leastRows: number,
): number[] {
  if (!(factor > 1)) throw new InvalidInput(`factor must be a number above 1, not ${factor}`);
  if (maxResources === 'auto' && resource !== 'nSamples')
    throw new InvalidInput(`say as maxResources how much ${resource} there may be`);
  const most = maxResources === 'auto' ? rows : maxResources;
  const smallest = resource === 'nSamples' ? leastRows : 1;
  // A whole power must not fall below itself by rounding.
  const powers = (number: number) => Math.floor(Math.log(number) / Math.log(factor) + 1e-9);
  const needed = 1 + powers(candidates);
  const exhausting = Math.max(smallest, Math.floor(most / factor ** (needed - 1)));
  const first = { exhaust: exhausting, smallest }[minResources as 'exhaust'] ?? (minResources as number);
  if (!(first >= 1 && first <= most))
    throw new InvalidInput(
      `the first round would have ${first} of ${resource}, of which there are ${most}: set minResources and maxResources so that it has fewer`,
    );
  const possible = 1 + powers(Math.floor(most / first));
  const rounds = aggressiveElimination ? needed : Math.min(possible, needed);
  return Array.from({ length: rounds }, (_, round) => {
    const power = aggressiveElimination ? Math.max(0, round - needed + possible) : round;
    return Math.min(most, Math.floor(factor ** power * first));
  });
}

/** A share of both parts of each fold. */
function drawn(splits: readonly Split[], share: number, random: Random): Split[] {
  if (share >= 1) return [...splits];
  const some = (rows: Int32Array) =>
    permutation(rows.length, random)
      .slice(0, Math.max(1, Math.floor(share * rows.length)))
      .map((place) => rows[place]!)
      .sort();
  return splits.map(({ train, test }) => ({ train: some(train), test: some(test) }));
}
