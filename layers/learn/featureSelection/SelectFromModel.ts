import { InvalidInput } from '../errors.ts';
import type { Estimator, FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { type Check, checkParameters, count, orNull, positive } from '../parameters.ts';
import { checkSupervised, estimatorCheck, fitTo, hasMissing, importancesOf } from './importances.ts';
import { SelectionModel } from './SelectionModel.ts';
import { requireTarget } from './target.ts';

export interface SelectFromModelOptions {
  /** Of which models have `coef` or `featureImportances`. */
  readonly estimator: Estimator;
  /**
   * The least importance that stays: a number, 'mean', 'median', or a multiple such as '1.25*mean'. @default null: 'mean', or of an
   * estimator with an L1 penalty, which makes weights exactly 0, 1e-5
   */
  readonly threshold?: number | string | null;
  /** Of the weights that classes have for a feature. @default 1 */
  readonly normOrder?: number;
  /** The most features to keep. @default null */
  readonly maxFeatures?: number | null;
}

const multiple = /^(?:([0-9.eE+-]+)\s*\*\s*)?(mean|median)$/;

const threshold: Check = (value) =>
  value === null || (typeof value === 'number' && !Number.isNaN(value)) || multiple.test(String(value).trim())
    ? undefined
    : "must be a number, 'mean', 'median', a multiple such as '1.25*mean', or null";

/**
 * Keeps the features that a model makes much of.
 *
 * @example new SelectFromModel({ estimator: new LinearRegression(), threshold: 'median' }).fit(X, y).indices
 */
export class SelectFromModel implements Transformer {
  static readonly parameters = {
    estimator: estimatorCheck,
    threshold,
    normOrder: positive,
    maxFeatures: orNull(count),
  };
  readonly kind = 'select-from-model';
  readonly type = 'transformer';
  readonly params: Readonly<Required<SelectFromModelOptions>>;

  constructor({ estimator, threshold = null, normOrder = 1, maxFeatures = null }: SelectFromModelOptions) {
    this.params = { estimator, threshold, normOrder, maxFeatures };
  }

  fit(features: Features, y?: LabelsLike, { sampleWeight }: FitOptions = {}): SelectionModel {
    checkParameters(this.kind, this.params, SelectFromModel.parameters);
    const { estimator, threshold, normOrder, maxFeatures } = this.params;
    const target = requireTarget(this.kind, y);
    const X = checkSupervised(estimator, features, target);
    const model = fitTo(estimator, X, target, sampleWeight);
    const importances = importancesOf(model, X.columns, (weights) => norm(weights, normOrder));
    const least = thresholdOf(threshold ?? (isSparse(estimator) ? 1e-5 : 'mean'), importances);
    const best = [...importances.keys()].sort((a, b) => importances[b]! - importances[a]!);
    const allowed = new Set(best.slice(0, maxFeatures ?? X.columns));
    const support = Array.from(importances, (value, column) => value >= least && allowed.has(column));
    if (!support.includes(true))
      throw new InvalidInput(
        `no feature has an importance of ${least} or more, the largest is ${Math.max(...importances)}: set a lower threshold`,
      );
    return new SelectionModel({ kind: this.kind, support, importances, allowsMissing: hasMissing(X) });
  }
}

/** Whether its penalty makes weights exactly 0. */
function isSparse({ kind, params }: Estimator): boolean {
  return kind.startsWith('lasso') || params.penalty === 'l1' || params.l1Ratio === 1;
}

function norm(weights: Float64Array, order: number): number {
  if (weights.length === 1) return Math.abs(weights[0]!);
  return weights.reduce((sum, weight) => sum + Math.abs(weight) ** order, 0) ** (1 / order);
}

function thresholdOf(given: number | string, importances: Float64Array): number {
  if (typeof given === 'number') return given;
  const [, factor = '1', reference] = multiple.exec(given.trim())!;
  return Number(factor) * references[reference as 'mean'](importances);
}

const references = {
  mean: (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length,
  median: (values: Float64Array) => {
    const sorted = values.toSorted();
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  },
};
