import { refuseWeights } from '../checkData.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { anyOf, atLeast, checkParameters, oneOf } from '../parameters.ts';
import { SelectionModel } from './SelectionModel.ts';
import { type ScoreFunction, scoreFeatures, scoreFunction } from './scoreFunctions.ts';
import { requireTarget } from './target.ts';

export interface SelectKBestOptions {
  /** @default 'f_classif' */
  readonly scoreFunc?: ScoreFunction;
  /** Features to keep; all of them where there are fewer. @default 10 */
  readonly k?: number | 'all';
}

/**
 * Keeps the features of the k highest scores; of equal ones the last.
 *
 * @example new SelectKBest({ scoreFunc: 'chi2', k: 100 }).fit(X, y).transform(X)
 */
export class SelectKBest implements Transformer {
  static readonly parameters = { scoreFunc: scoreFunction, k: anyOf(atLeast(0), oneOf('all')) };
  readonly kind = 'select-k-best';
  readonly type = 'transformer';
  readonly params: Readonly<Required<SelectKBestOptions>>;

  constructor({ scoreFunc = 'f_classif', k = 10 }: SelectKBestOptions = {}) {
    this.params = { scoreFunc, k };
  }

  fit(X: Features, y?: LabelsLike, { sampleWeight }: FitOptions = {}): SelectionModel {
    checkParameters(this.kind, this.params, SelectKBest.parameters);
    refuseWeights(this.kind, sampleWeight);
    const found = scoreFeatures(this.params.scoreFunc, X, requireTarget(this.kind, y));
    const { k } = this.params;
    const { scores } = found;
    const best = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || b - a);
    const kept = new Set(k === 'all' ? best : best.slice(0, k));
    const support = Array.from(scores, (_, column) => kept.has(column));
    return new SelectionModel({ kind: this.kind, support, ...found });
  }
}
