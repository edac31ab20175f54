import { checkFinite, weightsOf } from '../checkData.ts';
import { isEstimatorOf } from '../compose/part.ts';
import { InvalidInput } from '../errors.ts';
import type { ClassificationModel, Classifier, FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import { checkRows } from '../featureRows.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { type Features, isSparse, isTable, toDense } from '../matrix.ts';
import { Folded, type Folds, rowsAt } from '../modelSelection/folds.ts';
import { anyOf, atLeast, type Check, checkParameters, flag, oneOf } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type CalibratedClassifier, CalibratedClassifierModel } from './CalibratedClassifierModel.ts';
import { type CalibrationMethod, fitCalibrator } from './fitCalibrator.ts';
import { joinResponses, type Responses, responsesOf } from './responses.ts';

export interface CalibratedClassifierOptions {
  /** A classifier with a decision function or probabilities; or a model of one, which is calibrated by all rows, so that they must be new to it. */
  readonly estimator: Classifier | ClassificationModel;
  /** A sigmoid (Platt), a monotonic curve, which wants a thousand rows or more, or one temperature for all classes. @default 'sigmoid' */
  readonly method?: CalibrationMethod;
  /** Folds that are held out; a number is of StratifiedKFold. @default 5 */
  readonly cv?: Folds;
  /**
   * Whether each fold's classifier is kept with its own calibration, and their probabilities averaged; else one classifier learns
   * from all rows, and its calibration from all that was held out. 'auto' is true, but for a model. @default 'auto'
   */
  readonly ensemble?: boolean | 'auto';
}

const folds: Check = (value) =>
  Array.isArray(value) || (typeof value === 'object' && value !== null && 'split' in value)
    ? undefined
    : 'must be a splitter or a list of splits';

/**
 * Makes the probabilities of a classifier honest, as scikit-learn's CalibratedClassifierCV: those of 0.8 come true in 80 of 100
 * cases. The classifier must be given, where scikit-learn takes its LinearSVC: none is loaded that is not used.
 *
 * @example new CalibratedClassifierCV({ estimator: new SVC(), method: 'isotonic', cv: 3 }).fit(X, y).predictProba(X)
 */
export class CalibratedClassifierCV implements ProbabilisticClassifier {
  static readonly parameters = {
    estimator: (value: unknown) =>
      isEstimatorOf('classifier')(value) || isModel(value)
        ? undefined
        : 'must be a classifier, or a model of one',
    method: oneOf('sigmoid', 'isotonic', 'temperature'),
    cv: anyOf(atLeast(2), folds),
    ensemble: anyOf(flag, oneOf('auto')),
  };
  readonly kind = 'calibrated-classifier-cv';
  readonly type = 'classifier';
  readonly params: Readonly<Required<CalibratedClassifierOptions>>;

  constructor(options: CalibratedClassifierOptions) {
    this.params = { method: 'sigmoid', cv: 5, ensemble: 'auto', ...options };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): CalibratedClassifierModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: LabelsLike, { sampleWeight }: FitOptions = {}): Steps<CalibratedClassifierModel> {
    checkParameters(this.kind, this.params, CalibratedClassifierCV.parameters);
    const { estimator, method, cv, ensemble } = this.params;
    checkRows(X, y.length);
    const { classes, codes } = encodeClasses(y);
    const weights = weightsOf(sampleWeight, y.length);
    const all = Int32Array.from(codes.keys());
    const calibrated = (model: ClassificationModel, responses: Responses, rows: Int32Array) => ({
      estimator: model,
      calibrator: fitCalibrator(
        method,
        responses,
        rows.map((row) => codes[row]!),
        weights && Float64Array.from(rows, (row) => weights[row]!),
      ),
    });
    if (isModel(estimator)) {
      checkClasses(estimator, classes);
      const only = calibrated(estimator, responsesOf(estimator, X), all);
      return new CalibratedClassifierModel(classes, [only]);
    }
    if (typeof cv === 'number') checkFrequencies(codes, classes, cv);
    const data = new Folded('classifier', X, y, { cv, ...(weights && { sampleWeight: weights }) });
    const { splits } = data;
    const isEnsemble = ensemble === 'auto' || ensemble;
    const parts: CalibratedClassifier[] = [];
    const held: { readonly rows: Int32Array; readonly responses: Responses }[] = [];
    for (const [fold, { train, test }] of splits.entries()) {
      const { model, responses } = inFold(fold, data.X, () => {
        const fitted = data.fit(estimator, train) as ClassificationModel;
        checkClasses(fitted, classes);
        return { model: fitted, responses: responsesOf(fitted, rowsAt(data.X, test)) };
      });
      if (isEnsemble) parts.push(calibrated(model, responses, test));
      else held.push({ rows: test, responses });
      yield { done: fold + 1, total: splits.length + Number(!isEnsemble) };
    }
    if (!isEnsemble) {
      const model = data.fit(estimator, all) as ClassificationModel;
      parts.push(calibrated(model, joinResponses(held, y.length), all));
    }
    return new CalibratedClassifierModel(classes, parts);
  }
}

function isModel(value: unknown): value is ClassificationModel {
  return typeof value === 'object' && value !== null && 'classes' in value && 'predict' in value;
}

/** Each fold needs rows of every class. */
function checkFrequencies(codes: Int32Array, classes: readonly unknown[], cv: number): void {
  const counts = new Int32Array(classes.length);
  for (const code of codes) counts[code]! += 1;
  const rare = counts.findIndex((count) => count < cv);
  if (rare !== -1)
    throw new InvalidInput(
      `class ${JSON.stringify(classes[rare])} has ${counts[rare]} rows, too few for ${cv} folds: set cv to fewer, or leave it out`,
    );
}

function checkClasses(model: ClassificationModel, classes: readonly unknown[]): void {
  const own: readonly unknown[] = model.classes;
  if (own.length === classes.length && own.every((label, code) => label === classes[code])) return;
  throw new InvalidInput(
    `the classifier knows the classes ${own.join(', ')}, the target has ${classes.join(', ')}: give each fold rows of all of them`,
  );
}

/** A fault says of which fold it is; that of a value in which row, of all. */
function inFold<Result>(fold: number, X: Features, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const isOfValue = /^feature \d+ of row/.test(error.message);
    if (isOfValue && !isTable(X) && !isSparse(X)) checkFinite(toDense(X));
    throw new InvalidInput(`fold ${fold}: ${error.message}`, error.details.faults);
  }
}
