import { checkLength, weightsOf } from '../../checkData.ts';
import { InvalidInput } from '../../errors.ts';
import type { Classes, FitOptions, ProbabilisticClassifier } from '../../estimator.ts';
import { encodeClasses, type LabelsLike } from '../../labels.ts';
import type { Features } from '../../matrix.ts';
import { checkParameters, oneOf } from '../../parameters.ts';
import { runSteps, type Steps } from '../../steps.ts';
import { boost } from './boost.ts';
import { HistGradientBoostingClassificationModel } from './HistGradientBoostingClassificationModel.ts';
import { logLoss, multinomialLogLoss } from './losses.ts';
import {
  type BoostingOptions,
  type BoostingParams,
  boostingDefaults,
  boostingParameters,
} from './parameters.ts';

export interface HistGradientBoostingClassifierOptions extends BoostingOptions {
  /** @default 'log_loss' */
  readonly loss?: 'log_loss';
}

/**
 * Gradient-boosted trees on binned features, as scikit-learn's HistGradientBoostingClassifier and LightGBM: leaf-wise growth, missing
 * values and categories as they are, early stopping, monotonic and interaction constraints. For more than two classes an iteration
 * grows a tree for each.
 *
 * @example new HistGradientBoostingClassifier({ maxIter: 200, learningRate: 0.05 }).fit(table, y, { pool }).predictProba(table)
 */
export class HistGradientBoostingClassifier implements ProbabilisticClassifier {
  static readonly parameters = { ...boostingParameters, loss: oneOf('log_loss') };
  readonly kind = 'hist-gradient-boosting-classifier';
  readonly type = 'classifier';
  readonly params: BoostingParams & Readonly<Required<HistGradientBoostingClassifierOptions>>;

  constructor(options: HistGradientBoostingClassifierOptions = {}) {
    this.params = { ...boostingDefaults, loss: 'log_loss', ...options };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): HistGradientBoostingClassificationModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(
    X: Features,
    labels: LabelsLike,
    options: FitOptions = {},
  ): Steps<HistGradientBoostingClassificationModel> {
    checkParameters(this.kind, this.params, HistGradientBoostingClassifier.parameters);
    // Before the classes, of which no rows have none.
    checkRows(X, labels.length, options.sampleWeight);
    const { classes, codes } = encodeClasses(labels);
    checkWeights(classes, codes, options.sampleWeight);
    const loss = classes.length === 2 ? logLoss : multinomialLogLoss(classes.length);
    const y = Float64Array.from(codes);
    const { encoder, trees, featureImportances, nIter } = yield* boost(
      X,
      y,
      loss,
      this.params,
      options,
      true,
    );
    return new HistGradientBoostingClassificationModel(classes, encoder, trees, featureImportances, nIter);
  }
}

function checkRows(X: Features, targets: number, sampleWeight: FitOptions['sampleWeight']): void {
  const rows = 'length' in X ? X.length : X.rows;
  if (rows === 0) throw new InvalidInput('there are no rows to fit');
  checkLength({ rows }, targets);
  weightsOf(sampleWeight, rows);
}

/** A class without weight would be infinitely unlikely. */
function checkWeights(classes: Classes, codes: Int32Array, weights: FitOptions['sampleWeight']): void {
  if (!weights) return;
  const sums = new Float64Array(classes.length);
  for (const [row, code] of codes.entries()) sums[code]! += weights[row]!;
  const odd = sums.indexOf(0);
  if (odd !== -1)
    throw new InvalidInput(
      `every row of class ${JSON.stringify(classes[odd])} has a sample weight of 0: leave these rows out`,
    );
}
