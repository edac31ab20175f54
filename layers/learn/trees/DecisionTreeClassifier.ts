import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type ClassWeight, classWeightCheck } from '../linear/classWeight.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, oneOf } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type ClassCriterionName, classifierSteps } from './classifierSteps.ts';
import { lone } from './lone.ts';
import type { TreeClassifierModel } from './TreeClassifierModel.ts';
import { classCriterion, type TreeOptions, treeChecks, treeDefaults } from './treeParameters.ts';

export interface DecisionTreeClassifierOptions extends TreeOptions {
  /** Impurity that splits lessen; log_loss is entropy. @default 'gini' */
  readonly criterion?: ClassCriterionName;
  /** @default 'best' */
  readonly splitter?: 'best' | 'random';
  /** Null, 'balanced', or a weight for each label. @default null */
  readonly classWeight?: ClassWeight;
}

/**
 * One tree, as scikit-learn's (Breiman, Friedman, Olshen and Stone, 1984), in double precision: exact up to 4,096 rows, and where a
 * column has no more than 2,047 values; other columns are cut at as many quantiles. Missing values go where they lessen the impurity most.
 *
 * @example new DecisionTreeClassifier({ maxDepth: 3 }).fit(X, ['no', 'yes', 'no']).featureImportances
 */
export class DecisionTreeClassifier implements ProbabilisticClassifier {
  static readonly parameters = {
    ...treeChecks,
    criterion: classCriterion,
    splitter: oneOf('best', 'random'),
    classWeight: classWeightCheck,
  };
  readonly kind = 'decision-tree-classifier';
  readonly type = 'classifier';
  readonly params: Readonly<Required<DecisionTreeClassifierOptions>>;

  constructor(options: DecisionTreeClassifierOptions = {}) {
    this.params = { ...treeDefaults, splitter: 'best', criterion: 'gini', classWeight: null, ...options };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): TreeClassifierModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: LabelsLike, options: FitOptions = {}): Steps<TreeClassifierModel> {
    checkParameters(this.kind, this.params, DecisionTreeClassifier.parameters);
    return yield* classifierSteps(
      this.kind,
      { ...this.params, ...lone },
      this.params.splitter,
      X,
      y,
      options,
    );
  }
}
