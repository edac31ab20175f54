import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { Folded, makeEstimator } from '../modelSelection/folds.ts';
import { runSteps, type Steps } from '../steps.ts';
import {
  type Judged,
  judge,
  resultOf,
  type SearchFitOptions,
  type SearchOptions,
  type SearchResult,
} from './candidates.ts';
import type { SearchSpace } from './space.ts';
import { type TpeOptions, TpeSampler } from './TpeSampler.ts';

export interface TpeSearchOptions extends SearchOptions, Omit<TpeOptions, 'direction'> {
  readonly paramDistributions: SearchSpace;
  /** @default 10 */
  readonly nIter?: number;
}

/**
 * Tries parameters that TpeSampler chooses by the scores of those before.
 *
 * @example
 * const paramDistributions = { C: { type: 'log-uniform', low: 1e-3, high: 1e3 } } as const;
 * new TpeSearchCV({ estimator: new LogisticRegression(), paramDistributions, nIter: 50 }).fit(X, y).bestParams
 */
export class TpeSearchCV {
  readonly params: TpeSearchOptions;

  constructor(options: TpeSearchOptions) {
    this.params = options;
  }

  fit(X: Features, y: LabelsLike, options: SearchFitOptions = {}): SearchResult {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  /** A step a candidate. */
  *fitSteps(X: Features, y: LabelsLike, options: SearchFitOptions = {}): Steps<SearchResult> {
    const { estimator, paramDistributions, nIter = 10, cv = 5, scoring: _, ...tpe } = this.params;
    const sampler = new TpeSampler(paramDistributions, { ...tpe, direction: 'maximize' });
    const judged: Judged[] = [];
    let data: Folded | undefined;
    while (judged.length < nIter) {
      const trial = sampler.ask();
      data ??= new Folded(makeEstimator(estimator, trial.params).type, X, y, { cv, ...options });
      const one = judge(this.params, data, trial.params);
      sampler.tell(trial, one.meanTestScore);
      judged.push(one);
      yield { done: judged.length, total: nIter };
    }
    return resultOf(this.params, data!, judged);
  }
}
