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

export interface ExtraTreesClassifierOptions extends ForestOptions {
  /** Impurity that splits lessen; log_loss is entropy. @default 'gini' */
  readonly criterion?: ClassCriterionName;
  /** Null, 'balanced', 'balanced_subsample' by each tree's rows, or a weight for each label. @default null */
  readonly classWeight?: ClassWeight | 'balanced_subsample';
}

/**
 * Trees each of whose splits is the best of random thresholds, one for each of some columns (Geurts, Ernst and Wehenkel, 2006).
 *
 * @example new ExtraTreesClassifier({ minSamplesLeaf: 2 }).fit(X, y).predictProba(X)
 */
export class ExtraTreesClassifier implements ProbabilisticClassifier {
  static readonly parameters = {
    ...forestChecks,
    criterion: classCriterion,
    classWeight: forestClassWeight,
  };
  readonly kind = 'extra-trees-classifier';
  readonly type = 'classifier';
  readonly params: Readonly<Required<ExtraTreesClassifierOptions>>;

  constructor(options: ExtraTreesClassifierOptions = {}) {
    this.params = {
      ...forestDefaults,
      maxFeatures: 'sqrt',
      bootstrap: false,
      criterion: 'gini',
      classWeight: null,
      ...options,
    };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): TreeClassifierModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: LabelsLike, options: FitOptions = {}): Steps<TreeClassifierModel> {
    checkParameters(this.kind, this.params, ExtraTreesClassifier.parameters);
    return yield* classifierSteps(this.kind, this.params, 'random', X, y, options);
  }
}
