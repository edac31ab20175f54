import { InvalidInput } from '../errors.ts';
import type { Estimator, FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Dense, Features } from '../matrix.ts';
import { crossValScore } from '../modelSelection/crossValidate.ts';
import { Folded, type Folds, foldsCheck, type Scoring, scoringCheck } from '../modelSelection/folds.ts';
import { anyOf, between, checkParameters, count, finite, oneOf, orNull } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { checkSupervised, estimatorCheck, hasMissing } from './importances.ts';
import { featuresToSelect } from './RFE.ts';
import { columnsAt, SelectionModel } from './SelectionModel.ts';
import { requireTarget } from './target.ts';

export interface SequentialOptions {
  readonly estimator: Estimator;
  /** A number, a share below 1, or 'auto': half, or with `tol` as many as help. @default 'auto' */
  readonly nFeaturesToSelect?: number | 'auto';
  /** Ends when the score rises by less than this. @default null */
  readonly tol?: number | null;
  /** Adds one feature after the other to none, or takes them from all. @default 'forward' */
  readonly direction?: 'forward' | 'backward';
  /** @default 'accuracy' for classifiers, 'r2' for regressors */
  readonly scoring?: Scoring | null;
  /** @default 5 */
  readonly cv?: Folds;
}

/**
 * Takes in each round the feature, of those left, with which (or without which) the estimator does best in cross-validation.
 *
 * @example new SequentialFeatureSelector({ estimator: new LinearRegression(), nFeaturesToSelect: 3 }).fit(X, y).indices
 */
export class SequentialFeatureSelector implements Transformer {
  static readonly parameters = {
    estimator: estimatorCheck,
    nFeaturesToSelect: anyOf(count, between(0, 1, 'both'), oneOf('auto')),
    tol: orNull(finite),
    direction: oneOf('forward', 'backward'),
    scoring: scoringCheck,
    cv: foldsCheck,
  };
  readonly kind = 'sequential-feature-selector';
  readonly type = 'transformer';
  readonly params: Readonly<Required<SequentialOptions>>;

  constructor({
    estimator,
    nFeaturesToSelect = 'auto',
    tol = null,
    direction = 'forward',
    scoring = null,
    cv = 5,
  }: SequentialOptions) {
    this.params = { estimator, nFeaturesToSelect, tol, direction, scoring, cv };
  }

  fit(X: Features, y?: LabelsLike, options: FitOptions = {}): SelectionModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  /** A step a round. */
  *fitSteps(features: Features, y?: LabelsLike, { sampleWeight }: FitOptions = {}): Steps<SelectionModel> {
    checkParameters(this.kind, this.params, SequentialFeatureSelector.parameters);
    const { estimator, nFeaturesToSelect, tol, direction } = this.params;
    const isForward = direction === 'forward';
    if (isForward && tol !== null && tol < 0)
      throw new InvalidInput(`tol is ${tol}: only backwards may the score fall, so give a number above 0`);
    const target = requireTarget(this.kind, y);
    const X = checkSupervised(estimator, features, target);
    const asManyAsHelp = nFeaturesToSelect === 'auto' && tol !== null;
    const wanted = featuresToSelect(nFeaturesToSelect === 'auto' ? null : nFeaturesToSelect, X.columns);
    const most = Math.max(1, X.columns - 1);
    const rounds = asManyAsHelp ? most : isForward ? wanted : X.columns - wanted;
    const scoreOf = this.#scorer(X, target, sampleWeight);
    const moved = new Set<number>();
    const every = [...Array(X.columns).keys()];
    let before = Number.NEGATIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      let best = { column: -1, score: Number.NEGATIVE_INFINITY };
      for (const column of every) {
        if (moved.has(column)) continue;
        const score = scoreOf(every.filter((one) => (one === column || moved.has(one)) === isForward));
        if (best.column === -1 || score > best.score) best = { column, score };
      }
      if (asManyAsHelp && best.score - before < tol) break;
      before = best.score;
      moved.add(best.column);
      yield { done: round + 1, total: rounds, loss: -best.score };
    }
    const support = every.map((column) => moved.has(column) === isForward);
    return new SelectionModel({ kind: this.kind, support, allowsMissing: hasMissing(X) });
  }

  /** The mean score of some of the features, in the same folds each time. */
  #scorer(X: Dense, y: LabelsLike, sampleWeight: FitOptions['sampleWeight']) {
    const { estimator, scoring, cv } = this.params;
    const { splits } = new Folded(estimator.type, X, y, { cv });
    const options = {
      cv: splits,
      ...(scoring !== null && { scoring }),
      ...(sampleWeight && { sampleWeight }),
    };
    return (columns: readonly number[]) => {
      const scores = crossValScore(estimator, columnsAt(X, columns), y, options);
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    };
  }
}
