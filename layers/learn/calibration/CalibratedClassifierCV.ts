import { weightsOf } from '../checkData.ts';
import { fitPart, isEstimatorOf } from '../compose/part.ts';
import { faultOfWhole } from '../ensemble/BagMember.ts';
import { checkPartition } from '../ensemble/folds.ts';
import { InvalidInput } from '../errors.ts';
import type {
  Classes,
  ClassificationModel,
  Classifier,
  FitOptions,
  ProbabilisticClassifier,
} from '../estimator.ts';
import { checkRows } from '../featureRows.ts';
import { type EncodedLabels, encodeClasses, type LabelsLike } from '../labels.ts';
import { LinearSVC } from '../linear/LinearSVC.ts';
import type { Features } from '../matrix.ts';
import { Folded, type Folds, foldsCheck, labelsAt, rowsAt } from '../modelSelection/folds.ts';
import type { Split } from '../modelSelection/split.ts';
import { checkParameters, flag, oneOf } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { CalibratedClassifierModel, type CalibratedMember } from './CalibratedClassifierModel.ts';
import type { Calibrator } from './calibrators.ts';
import { fitTemperature } from './fitTemperature.ts';
import { IsotonicRegression } from './IsotonicRegression.ts';
import { fitSigmoid } from './sigmoidCalibration.ts';
import { logitsOf } from './temperature.ts';
import { type ClassScores, uncalibratedScores } from './uncalibratedScores.ts';

export interface CalibratedClassifierOptions {
  /** A classifier whose models have decisionFunction or predictProba. @default new LinearSVC() */
  readonly estimator?: Classifier;
  /** Isotonic is the more flexible, and for a thousand rows or more; temperature is one number for all classes. @default 'sigmoid' */
  readonly method?: 'sigmoid' | 'isotonic' | 'temperature';
  /** Stratified folds, or how rows are split, or the splits themselves. @default 5 */
  readonly cv?: Folds;
  /**
   * A model and its calibration for each fold, of which the mean is taken; or one model of all rows, calibrated by what models of the
   * folds say of the rows that they have not seen. True is what scikit-learn's 'auto' comes to for estimators.
   *
   * @default true
   */
  readonly ensemble?: boolean;
}

/**
 * Probabilities from the scores of a classifier, by a function that is fitted to rows that it has not learned from: Platt's sigmoid, or
 * an isotonic one (Zadrozny and Elkan, 2002, "Transforming classifier scores into accurate multiclass probability estimates"), each
 * class against the rest; or a temperature of them all.
 *
 * @example new CalibratedClassifierCV({ estimator: new LinearSVC(), method: 'isotonic' }).fit(X, y).predictProba(X)
 */
export class CalibratedClassifierCV implements ProbabilisticClassifier {
  static readonly parameters = {
    estimator: (value: unknown) => (isEstimatorOf('classifier')(value) ? undefined : 'must be a classifier'),
    method: oneOf('sigmoid', 'isotonic', 'temperature'),
    cv: foldsCheck,
    ensemble: flag,
  };
  readonly kind = 'calibrated-classifier-cv';
  readonly type = 'classifier';
  readonly params: Readonly<Required<CalibratedClassifierOptions>>;

  constructor({ estimator = new LinearSVC(), ...options }: CalibratedClassifierOptions = {}) {
    this.params = { method: 'sigmoid', cv: 5, ensemble: true, ...options, estimator };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): CalibratedClassifierModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: LabelsLike, options: FitOptions = {}): Steps<CalibratedClassifierModel> {
    checkParameters(this.kind, this.params, CalibratedClassifierCV.parameters);
    checkRows(X, y.length);
    const labels = encodeClasses(y);
    const { cv, ensemble } = this.params;
    if (typeof cv === 'number') checkClassSizes(labels, cv);
    const { splits } = new Folded('classifier', X, y, { cv });
    checkSplits(splits, y.length);
    const weights = weightsOf(options.sampleWeight, y.length);
    const { pool } = options;
    const data = { X, y, ...labels, weights, splits, ...(pool && { pool }) };
    try {
      const members = yield* ensemble ? oneEach(this.params, data) : oneOfAll(this.params, data);
      return new CalibratedClassifierModel(labels.classes, members);
    } catch (fault) {
      throw faultOfWhole(X, fault);
    }
  }
}

type Params = CalibratedClassifierCV['params'];

interface Data extends EncodedLabels, Pick<FitOptions, 'pool'> {
  readonly X: Features;
  readonly y: LabelsLike;
  readonly weights: Float64Array | undefined;
  readonly splits: readonly Split[];
}

/** @throws InvalidInput unless each fold can have a row of each class */
function checkClassSizes({ classes, codes }: EncodedLabels, folds: number): void {
  const counts = new Int32Array(classes.length);
  for (const code of codes) counts[code]! += 1;
  const rare = counts.findIndex((count) => count < folds);
  if (rare !== -1)
    throw new InvalidInput(
      `there are ${counts[rare]} rows of class ${JSON.stringify(classes[rare])}, fewer than the ${folds} folds: use fewer, or give the splits as cv`,
    );
}

/** @throws InvalidInput unless each learns from some of n rows, and holds out some */
function checkSplits(splits: readonly Split[], n: number): void {
  for (const [fold, { train, test }] of splits.entries())
    for (const rows of [train, test]) {
      if (rows.length === 0) throw new InvalidInput(`fold ${fold} learns from no rows, or holds out none`);
      const odd = rows.find((row) => !(row >= 0 && row < n));
      if (odd !== undefined) throw new InvalidInput(`fold ${fold} has row ${odd}, of ${n} rows`);
    }
}

/** A model for each fold, calibrated by the rows held out from it. */
function* oneEach({ estimator, method }: Params, data: Data): Steps<CalibratedMember[]> {
  const members: CalibratedMember[] = [];
  for (const [fold, { train, test }] of data.splits.entries()) {
    const model = yield* fitFold(estimator, data, train, { done: fold, total: data.splits.length });
    if (method === 'temperature') checkKnown(model, data.classes, fold);
    const scores = uncalibratedScores(model, rowsAt(data.X, test), data.classes);
    members.push({ model, calibrators: fitCalibrators(method, { model, scores, rows: test }, data) });
  }
  return members;
}

/** A model of all rows, calibrated by what models of the folds say of rows held out from them. */
function* oneOfAll({ estimator, method }: Params, data: Data): Steps<CalibratedMember[]> {
  const { X, y, classes, splits, weights } = data;
  checkPartition(splits, y.length);
  const total = splits.length + 1;
  const every = Int32Array.from({ length: y.length }, (_, row) => row);
  const all: ClassScores[] = [];
  for (const [fold, { train, test }] of splits.entries()) {
    const model = yield* fitFold(estimator, data, train, { done: fold, total });
    checkKnown(model, classes, fold);
    for (const [index, { code, scores }] of uncalibratedScores(model, rowsAt(X, test), classes).entries()) {
      all[index] ??= { code, scores: new Float64Array(y.length) };
      for (const [place, row] of test.entries()) all[index].scores[row] = scores[place]!;
    }
  }
  const options = { ...(weights && { sampleWeight: weights }), ...(data.pool && { pool: data.pool }) };
  const model = yield* fitPart(['estimator', estimator], [X, y], options, { done: total - 1, total });
  return [{ model, calibrators: fitCalibrators(method, { model, scores: all, rows: every }, data) }];
}

function fitFold(
  estimator: Classifier,
  { X, y, weights, pool }: Data,
  rows: Int32Array,
  progress: { readonly done: number; readonly total: number },
): Steps<ClassificationModel> {
  const sampleWeight = weights && Float64Array.from(rows, (row) => weights[row]!);
  const options = { ...(sampleWeight && { sampleWeight }), ...(pool && { pool }) };
  return fitPart(['estimator', estimator], [rowsAt(X, rows), labelsAt(y, rows)], options, progress);
}

function checkKnown(model: ClassificationModel, classes: Classes, fold: number): void {
  const missing = classes.length - model.classes.length;
  if (missing > 0)
    throw new InvalidInput(
      `fold ${fold} learns from no row of ${missing} of the ${classes.length} classes: use other folds, or ensemble: true and no temperature`,
    );
}

/** What models say of rows that they have not seen. */
interface Held {
  readonly model: ClassificationModel;
  readonly scores: readonly ClassScores[];
  readonly rows: Int32Array;
}

function fitCalibrators(
  method: Params['method'],
  { model, scores: all, rows }: Held,
  { classes, codes, weights }: Data,
): Calibrator[] {
  const own =
    weights &&
    weightsOf(
      Float64Array.from(rows, (row) => weights[row]!),
      rows.length,
    );
  const ofRows = rows.map((row) => codes[row]!);
  if (method === 'temperature') return [fitTemperature(logitsOf(model, all, classes.length), ofRows, own)];
  return all.map(({ code, scores }) => calibratorOf[method](scores, (place) => ofRows[place] === code, own));
}

type FitCalibrator = (
  scores: Float64Array,
  isPositive: (row: number) => boolean,
  weights: Float64Array | undefined,
) => Calibrator;

const calibratorOf: Readonly<Record<Exclude<Params['method'], 'temperature'>, FitCalibrator>> = {
  sigmoid: fitSigmoid,
  isotonic: (scores, isPositive, weights) =>
    new IsotonicRegression({ outOfBounds: 'clip' }).fit(
      { rows: scores.length, columns: 1, data: scores },
      scores.map((_, row) => Number(isPositive(row))),
      weights && { sampleWeight: weights },
    ),
};
