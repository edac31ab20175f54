import type { Estimator, FitOptions, Model, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Dense, Features } from '../matrix.ts';
import { anyOf, between, checkParameters, count, orNull } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { checkSupervised, estimatorCheck, fitTo, hasMissing, importancesOf } from './importances.ts';
import { columnsAt, SelectionModel } from './SelectionModel.ts';
import { requireTarget } from './target.ts';

export interface RFEOptions {
  /** Of which models have `coef` or `featureImportances`. */
  readonly estimator: Estimator;
  /** A number, a share below 1, or null: half. @default null */
  readonly nFeaturesToSelect?: number | null;
  /** Features that go in each round, or a share below 1 of all. @default 1 */
  readonly step?: number;
}

/**
 * Recursive feature elimination (Guyon et al., 2002): fits, drops the features that the model makes least of, and again.
 *
 * @example new RFE({ estimator: new LinearRegression(), nFeaturesToSelect: 5 }).fit(X, y).ranking
 */
export class RFE implements Transformer {
  static readonly parameters = {
    estimator: estimatorCheck,
    nFeaturesToSelect: orNull(anyOf(count, between(0, 1, 'both'))),
    step: anyOf(count, between(0, 1, 'both')),
  };
  readonly kind = 'rfe';
  readonly type = 'transformer';
  readonly params: Readonly<Required<RFEOptions>>;

  constructor({ estimator, nFeaturesToSelect = null, step = 1 }: RFEOptions) {
    this.params = { estimator, nFeaturesToSelect, step };
  }

  fit(X: Features, y?: LabelsLike, options: FitOptions = {}): SelectionModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  /** A step a round. */
  *fitSteps(features: Features, y?: LabelsLike, { sampleWeight }: FitOptions = {}): Steps<SelectionModel> {
    checkParameters(this.kind, this.params, RFE.parameters);
    const { estimator, nFeaturesToSelect, step } = this.params;
    const target = requireTarget(this.kind, y);
    const X = checkSupervised(estimator, features, target);
    const wanted = featuresToSelect(nFeaturesToSelect, X.columns);
    const ranking = new Float64Array(X.columns).fill(1);
    for (const { columns } of eliminate(estimator, X, target, { wanted, step, sampleWeight })) {
      const stays = new Set(columns);
      // Of the rounds to come, those that a feature is not in.
      for (let column = 0; column < X.columns; column++) if (!stays.has(column)) ranking[column]! += 1;
      yield { done: X.columns - columns.length, total: X.columns - wanted };
    }
    const support = Array.from(ranking, (rank) => rank === 1);
    return new SelectionModel({ kind: this.kind, support, ranking, allowsMissing: hasMissing(X) });
  }
}

/** A number, a share, or half; one at least. */
export function featuresToSelect(given: number | null, features: number): number {
  const wanted = given === null ? features / 2 : given < 1 ? given * features : given;
  return Math.min(features, Math.max(1, Math.floor(wanted)));
}

export interface Elimination {
  readonly wanted: number;
  readonly step: number;
  readonly sampleWeight: FitOptions['sampleWeight'];
}

/** The features of each round and the model fitted to them, from all to as many as wanted. The last model is fitted only when it is asked for. */
export function* eliminate(
  estimator: Estimator,
  X: Dense,
  y: LabelsLike,
  { wanted, step, sampleWeight }: Elimination,
): Generator<{ readonly columns: readonly number[]; readonly model: () => Model }> {
  const perRound = step < 1 ? Math.max(1, Math.floor(step * X.columns)) : step;
  const fit = (chosen: readonly number[]) => fitTo(estimator, columnsAt(X, chosen), y, sampleWeight);
  for (let columns = [...Array(X.columns).keys()]; ; ) {
    const current = columns;
    let fitted: Model | undefined;
    const model = () => {
      fitted ??= fit(current);
      return fitted;
    };
    yield { columns, model };
    if (columns.length <= wanted) return;
    const importances = importancesOf(model(), columns.length, sumOfSquares);
    const order = [...importances.keys()].sort((a, b) => importances[a]! - importances[b]!);
    const leaving = new Set(order.slice(0, Math.min(perRound, columns.length - wanted)));
    columns = columns.filter((_, place) => !leaving.has(place));
  }
}

function sumOfSquares(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight * weight, 0);
}
