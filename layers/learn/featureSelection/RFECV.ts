import type { Estimator, FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { denseRows } from '../matrix.ts';
import {
  Folded,
  type Folds,
  foldsCheck,
  labelsAt,
  type Scoring,
  scorerOf,
  scoringCheck,
} from '../modelSelection/folds.ts';
import { anyOf, between, checkParameters, count } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { checkSupervised, estimatorCheck, hasMissing } from './importances.ts';
import { eliminate, RFE } from './RFE.ts';
import { columnsAt, SelectionModel } from './SelectionModel.ts';
import { requireTarget } from './target.ts';

export interface RFECVOptions {
  /** Of which models have `coef` or `featureImportances`. */
  readonly estimator: Estimator;
  /** Features that go in each round, or a share below 1 of all. @default 1 */
  readonly step?: number;
  /** @default 1 */
  readonly minFeaturesToSelect?: number;
  /** @default 5 */
  readonly cv?: Folds;
  /** @default 'accuracy' for classifiers, 'r2' for regressors */
  readonly scoring?: Scoring | null;
}

/**
 * Recursive feature elimination to the number of features that does best in cross-validation, the fewest of equals.
 *
 * @example new RFECV({ estimator: new LinearRegression() }).fit(X, y).indices
 */
export class RFECV implements Transformer {
  static readonly parameters = {
    estimator: estimatorCheck,
    step: anyOf(count, between(0, 1, 'both')),
    minFeaturesToSelect: count,
    cv: foldsCheck,
    scoring: scoringCheck,
  };
  readonly kind = 'rfecv';
  readonly type = 'transformer';
  readonly params: Readonly<Required<RFECVOptions>>;

  constructor({ estimator, step = 1, minFeaturesToSelect = 1, cv = 5, scoring = null }: RFECVOptions) {
    this.params = { estimator, step, minFeaturesToSelect, cv, scoring };
  }

  fit(X: Features, y?: LabelsLike, options: FitOptions = {}): SelectionModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  /** A step a fold, and one for the elimination with all rows. */
  *fitSteps(features: Features, y?: LabelsLike, { sampleWeight }: FitOptions = {}): Steps<SelectionModel> {
    checkParameters(this.kind, this.params, RFECV.parameters);
    const { estimator, step, minFeaturesToSelect, cv, scoring } = this.params;
    const target = requireTarget(this.kind, y);
    const X = checkSupervised(estimator, features, target);
    const wanted = Math.min(minFeaturesToSelect, X.columns);
    const scorer = scorerOf(estimator, scoring ?? undefined);
    const data = new Folded(estimator.type, X, target, { cv, ...(sampleWeight && { sampleWeight }) });
    const sums = new Map<number, number>();
    for (const [fold, { train, test }] of data.splits.entries()) {
      const [learned, judged] = [denseRows(X, train), denseRows(X, test)];
      const weights = sampleWeight && Float64Array.from(train, (row) => sampleWeight[row]!);
      const held = sampleWeight && Float64Array.from(test, (row) => sampleWeight[row]!);
      const options = { wanted, step, sampleWeight: weights };
      for (const { columns, model } of eliminate(estimator, learned, labelsAt(target, train), options)) {
        const score = scorer(model(), columnsAt(judged, columns), labelsAt(target, test), held);
        sums.set(columns.length, (sums.get(columns.length) ?? 0) + score);
      }
      yield { done: fold + 1, total: data.splits.length + 1 };
    }
    const fewestFirst = [...sums].sort(([a], [b]) => a - b);
    const [best] = fewestFirst.reduce((most, one) => (one[1] > most[1] ? one : most));
    const all = new RFE({ estimator, nFeaturesToSelect: best, step });
    const { support, ranking } = all.fit(X, target, sampleWeight ? { sampleWeight } : {});
    yield { done: data.splits.length + 1, total: data.splits.length + 1 };
    const meanTestScores = Float64Array.from(fewestFirst, ([, sum]) => sum / data.splits.length);
    return new SelectionModel({
      kind: this.kind,
      support,
      ranking: ranking!,
      meanTestScores,
      allowsMissing: hasMissing(X),
    });
  }
}
