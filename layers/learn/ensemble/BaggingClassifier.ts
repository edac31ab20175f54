import { isEstimatorOf } from '../compose/part.ts';
import type { Classes, ClassificationModel, Classifier, FitOptions } from '../estimator.ts';
import { checkRows } from '../featureRows.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { checkParameters } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { DecisionTreeClassifier } from '../trees/DecisionTreeClassifier.ts';
import { BaggingClassifierModel } from './BaggingClassifierModel.ts';
import { votesOf } from './classScores.ts';
import {
  type Bag,
  type BaggingOptions,
  type BaggingParams,
  baggingParameters,
  baggingParams,
  fitBag,
  outOfBag,
} from './fitBag.ts';

/**
 * The mean of classifiers that each learn from rows drawn at random. Rows of one class only are drawn again, since there
 * is nothing to learn from them.
 *
 * @example new BaggingClassifier({ estimator: new LogisticRegression(), maxFeatures: 0.5, oobScore: true }).fit(X, y).oobScore
 */
export class BaggingClassifier implements Classifier {
  static readonly parameters = {
    ...baggingParameters,
    estimator: (value: unknown) => (isEstimatorOf('classifier')(value) ? undefined : 'must be a classifier'),
  };
  readonly kind = 'bagging-classifier';
  readonly type = 'classifier';
  readonly params: BaggingParams<Classifier>;

  constructor(options: BaggingOptions<Classifier> = {}) {
    this.params = baggingParams({ estimator: new DecisionTreeClassifier(), ...options });
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): BaggingClassifierModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: LabelsLike, options: FitOptions = {}): Steps<BaggingClassifierModel> {
    checkParameters(this.kind, this.params, BaggingClassifier.parameters);
    checkRows(X, y.length);
    const { classes, codes } = encodeClasses(y);
    const isEnough = (rows: Int32Array) => rows.some((row) => codes[row] !== codes[rows[0]!]);
    const bag = yield* fitBag<ClassificationModel>(this.params, [X, y], options, isEnough);
    const score = this.params.oobScore ? outOfBagScore(bag, X, codes, classes) : undefined;
    return new BaggingClassifierModel(classes, bag.members, bag.width, score);
  }
}

/** Accuracy over the rows that some member has not drawn. */
function outOfBagScore(
  bag: Bag<ClassificationModel>,
  X: Features,
  codes: Int32Array,
  classes: Classes,
): number {
  const k = classes.length;
  const sums = new Float64Array(codes.length * k);
  outOfBag(bag, X, (model, judged, rows) => {
    const { data } = votesOf(model, judged, classes);
    for (const [index, row] of rows.entries())
      for (let code = 0; code < k; code++) sums[row * k + code]! += data[index * k + code]!;
  });
  let [right, all] = [0, 0];
  for (const [row, code] of codes.entries()) {
    const own = sums.subarray(row * k, (row + 1) * k);
    const best = Math.max(...own);
    if (best === 0) continue;
    all += 1;
    right += Number(own.indexOf(best) === code);
  }
  return right / all;
}
