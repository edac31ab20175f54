import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { ClassWeight } from '../linear/classWeight.ts';
import type { Features } from '../matrix.ts';
import { checkParameters } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type ClassCriterionName, classifierSteps } from './classifierSteps.ts';
import type { TreeClassifierModel } from './TreeClassifierModel.ts';
import {
  classCriterion,
  type ForestOptions,
  forestChecks,
  forestClassWeight,
  forestDefaults,
} from './treeParameters.ts';

export interface RandomForestClassifierOptions extends ForestOptions {
  /** Impurity that splits lessen; log_loss is entropy. @default 'gini' */
  readonly criterion?: ClassCriterionName;
  /** Null, 'balanced', 'balanced_subsample' by each tree's rows, or a weight for each label. @default null */
  readonly classWeight?: ClassWeight | 'balanced_subsample';
}

/**
 * Trees on rows drawn with replacement, each split the best among some columns (Breiman, 2001). Splits are found as
 * DecisionTreeClassifier's are.
 *
 * @example new RandomForestClassifier({ nEstimators: 200, oobScore: true, seed: 7 }).fit(X, y).oobScore
 */
export class RandomForestClassifier implements ProbabilisticClassifier {
  static readonly parameters = {
    ...forestChecks,
    criterion: classCriterion,
    classWeight: forestClassWeight,
  };
  readonly kind = 'random-forest-classifier';
  readonly type = 'classifier';
  readonly params: Readonly<Required<RandomForestClassifierOptions>>;

  constructor(options: RandomForestClassifierOptions = {}) {
    this.params = {
      ...forestDefaults,
      maxFeatures: 'sqrt',
      bootstrap: true,
      criterion: 'gini',
      classWeight: null,
      ...options,
    };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): TreeClassifierModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: LabelsLike, options: FitOptions = {}): Steps<TreeClassifierModel> {
    checkParameters(this.kind, this.params, RandomForestClassifier.parameters);
    return yield* classifierSteps(this.kind, this.params, 'best', X, y, options);
  }
}
