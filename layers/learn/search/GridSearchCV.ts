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
import { combinations, type Grid } from './ParameterGrid.ts';

export interface GridSearchOptions extends SearchOptions {
  readonly paramGrid: Grid | readonly Grid[];
}

/**
 * Tries every combination of values.
 *
 * @example
 * const { bestParams, model } = new GridSearchCV({ estimator: new Ridge(), paramGrid: { alpha: [0.1, 1, 10] } }).fit(X, y)
 */
export class GridSearchCV {
  readonly params: GridSearchOptions;

  constructor(options: GridSearchOptions) {
    this.params = options;
  }

  fit(X: Features, y: LabelsLike, options: SearchFitOptions = {}): SearchResult {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  /** A step a candidate. */
  *fitSteps(X: Features, y: LabelsLike, options: SearchFitOptions = {}): Steps<SearchResult> {
    const { estimator, paramGrid, cv = 5 } = this.params;
    const candidates = combinations(paramGrid);
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
