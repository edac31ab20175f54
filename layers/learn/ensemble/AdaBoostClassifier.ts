import { weightsOf } from '../checkData.ts';
import { fitPart, isEstimatorOf } from '../compose/part.ts';
import type { ClassificationModel, Classifier, FitOptions } from '../estimator.ts';
import { checkRows } from '../featureRows.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, count, positive, seed } from '../parameters.ts';
import { seededRandom } from '../random.ts';
import { runSteps, type Steps } from '../steps.ts';
import { DecisionTreeClassifier } from '../trees/DecisionTreeClassifier.ts';
import { AdaBoostClassifierModel } from './AdaBoostClassifierModel.ts';
import { predictedCodes } from './classScores.ts';
import { reseeded } from './reseeded.ts';

export interface AdaBoostClassifierOptions {
  /** What each member is: it must take sample weights. @default new DecisionTreeClassifier({ maxDepth: 1 }) */
  readonly estimator?: Classifier;
  /** Members at most. @default 50 */
  readonly nEstimators?: number;
  /** Factor of each member's weight. @default 1 */
  readonly learningRate?: number;
  /** Of members that choose at random. @default 0 */
  readonly seed?: number;
}

/**
 * Classifiers of which each looks hardest at the rows that those before had wrong: SAMME (J. Zhu, H. Zou, S. Rosset and
 * T. Hastie, Multi-class AdaBoost, 2009). Where even the first is no better than guessing it stands alone, where
 * scikit-learn's is an error.
 *
 * @example new AdaBoostClassifier({ nEstimators: 100, learningRate: 0.5 }).fit(X, y)
 */
export class AdaBoostClassifier implements Classifier {
  static readonly parameters = {
    estimator: (value: unknown) => (isEstimatorOf('classifier')(value) ? undefined : 'must be a classifier'),
    nEstimators: count,
    learningRate: positive,
    seed,
  };
  readonly kind = 'ada-boost-classifier';
  readonly type = 'classifier';
  readonly params: Readonly<Required<AdaBoostClassifierOptions>>;

  constructor(options: AdaBoostClassifierOptions = {}) {
    const estimator = new DecisionTreeClassifier({ maxDepth: 1 });
    this.params = { estimator, nEstimators: 50, learningRate: 1, seed: 0, ...options };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): AdaBoostClassifierModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: LabelsLike, options: FitOptions = {}): Steps<AdaBoostClassifierModel> {
    checkParameters(this.kind, this.params, AdaBoostClassifier.parameters);
    checkRows(X, y.length);
    const { classes, codes } = encodeClasses(y);
    const { estimator, nEstimators, learningRate } = this.params;
    const random = seededRandom(this.params.seed);
    const given = weightsOf(options.sampleWeight, y.length) ?? new Float64Array(y.length).fill(1);
    let weights = normalized(given);
    const models: ClassificationModel[] = [];
    const [memberWeights, errors]: [number[], number[]] = [[], []];
    const guess = 1 - 1 / classes.length;
    while (models.length < nEstimators) {
      const member = reseeded(estimator, Math.floor(random() * 2 ** 31));
      const progress = { done: models.length, total: nEstimators };
      const fitted = { ...options, sampleWeight: weights };
      const model: ClassificationModel = yield* fitPart(
        [`estimator ${models.length}`, member],
        [X, y],
        fitted,
        progress,
      );
      const wrong = predictedCodes(model, X, classes).map((code, row) => Number(code !== codes[row]));
      const error = wrong.reduce((sum, isWrong, row) => sum + isWrong * weights[row]!, 0);
      if (error >= guess && models.length > 0) break;
      const isLast = error <= 0 || error >= guess;
      const weight = isLast
        ? 1
        : learningRate * (Math.log((1 - error) / error) + Math.log(classes.length - 1));
      models.push(model);
      memberWeights.push(weight);
      errors.push(error);
      if (isLast) break;
      weights = normalized(weights.map((own, row) => own * Math.exp(weight * wrong[row]!)));
      // So that no row is lost for good.
      weights = weights.map((own, row) => (given[row] === 0 ? 0 : Math.max(own, Number.EPSILON)));
    }
    return new AdaBoostClassifierModel(classes, models, memberWeights, errors);
  }
}

function normalized(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
