import { InvalidInput } from '../errors.ts';
import type { Parameters } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { Folded, makeEstimator } from '../modelSelection/folds.ts';
import { permutation, seededRandom } from '../random.ts';
import { runSteps, type Steps } from '../steps.ts';
import {
  type Judged,
  judge,
  resultOf,
  type SearchFitOptions,
  type SearchOptions,
  type SearchResult,
} from './candidates.ts';
import { combinations, type Grid } from './ParameterGrid.ts';
import { checkSpace, drawFrom, type SearchSpace } from './space.ts';

export interface RandomizedSearchOptions extends SearchOptions {
  /** Distributions to draw from, or lists of values, of which no combination is drawn twice. */
  readonly paramDistributions: SearchSpace | Grid;
  /** @default 10 */
  readonly nIter?: number;
  /** @default 0 */
  readonly seed?: number;
}

/**
 * Tries parameters drawn at random (Bergstra and Bengio, 2012).
 *
 * @example
 * const paramDistributions = { alpha: { type: 'log-uniform', low: 1e-3, high: 1e3 } } as const;
 * const { bestParams } = new RandomizedSearchCV({ estimator: new Ridge(), paramDistributions, nIter: 20 }).fit(X, y)
 */
export class RandomizedSearchCV {
  readonly params: RandomizedSearchOptions;

  constructor(options: RandomizedSearchOptions) {
    this.params = options;
  }

  fit(X: Features, y: LabelsLike, options: SearchFitOptions = {}): SearchResult {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  /** A step a candidate. */
  *fitSteps(X: Features, y: LabelsLike, options: SearchFitOptions = {}): Steps<SearchResult> {
    const { estimator, cv = 5 } = this.params;
    const candidates = candidatesOf(this.params);
    const { type } = makeEstimator(estimator, candidates[0]);
    const data = new Folded(type, X, y, { cv, ...options });
    const judged: Judged[] = [];
    for (const params of candidates) {
      judged.push(judge(this.params, data, params));
      yield { done: judged.length, total: candidates.length };
    }
    return resultOf(this.params, data, judged);
  }
}

function candidatesOf({ paramDistributions, nIter = 10, seed = 0 }: RandomizedSearchOptions): Parameters[] {
  if (!(Number.isInteger(nIter) && nIter > 0))
    throw new InvalidInput(`nIter must be a whole number above 0, not ${nIter}`);
  const random = seededRandom(seed);
  if (Object.values(paramDistributions).every(Array.isArray)) {
    const all = combinations(paramDistributions as Grid);
    return [...permutation(all.length, random).slice(0, nIter)].map((index) => all[index]!);
  }
  const space = paramDistributions as SearchSpace;
  checkSpace(space);
  return Array.from({ length: nIter }, () => drawFrom(space, random));
}
