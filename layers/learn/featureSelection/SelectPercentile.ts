import { refuseWeights } from '../checkData.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { between, checkParameters } from '../parameters.ts';
import { SelectionModel } from './SelectionModel.ts';
import { type ScoreFunction, scoreFeatures, scoreFunction } from './scoreFunctions.ts';
import { requireTarget } from './target.ts';

export interface SelectPercentileOptions {
  /** @default 'f_classif' */
  readonly scoreFunc?: ScoreFunction;
  /** Per cent of the features to keep. @default 10 */
  readonly percentile?: number;
}

/**
 * Keeps the features whose score is above the percentile; of those that reach it exactly, the first.
 *
 * @example new SelectPercentile({ percentile: 25 }).fit(X, y).transform(X)
 */
export class SelectPercentile implements Transformer {
  static readonly parameters = { scoreFunc: scoreFunction, percentile: between(0, 100) };
  readonly kind = 'select-percentile';
  readonly type = 'transformer';
  readonly params: Readonly<Required<SelectPercentileOptions>>;

  constructor({ scoreFunc = 'f_classif', percentile = 10 }: SelectPercentileOptions = {}) {
    this.params = { scoreFunc, percentile };
  }

  fit(X: Features, y?: LabelsLike, { sampleWeight }: FitOptions = {}): SelectionModel {
    checkParameters(this.kind, this.params, SelectPercentile.parameters);
    refuseWeights(this.kind, sampleWeight);
    const found = scoreFeatures(this.params.scoreFunc, X, requireTarget(this.kind, y));
    const support = supportOf(found.scores, this.params.percentile);
    return new SelectionModel({ kind: this.kind, support, ...found });
  }
}

function supportOf(scores: Float64Array, percentile: number): boolean[] {
  if (percentile === 0 || percentile === 100) return Array.from(scores, () => percentile === 100);
  // By linear interpolation between scores, as numpy's percentile.
  const sorted = scores.toSorted();
  const place = ((100 - percentile) / 100) * (scores.length - 1);
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  const threshold = below === above ? below : below + (place % 1) * (above - below);
  const support = Array.from(scores, (score) => score > threshold);
  let left = Math.floor((scores.length * percentile) / 100) - support.filter(Boolean).length;
  for (const [column, score] of scores.entries()) {
    if (score === threshold && left-- > 0) support[column] = true;
  }
  return support;
}
