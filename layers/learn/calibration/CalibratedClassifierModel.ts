import { bestClasses } from '../ensemble/classScores.ts';
import type {
  Classes,
  ClassificationModel,
  LoadModel,
  ModelDocument,
  ProbabilisticModel,
} from '../estimator.ts';
import { countRows } from '../featureRows.ts';
import type { Labels } from '../labels.ts';
import type { Dense, Features } from '../matrix.ts';
import { type Calibrator, calibrate, loadCalibrator } from './calibrators.ts';
import type { IsotonicModel } from './IsotonicModel.ts';
import { logitsOf, soften } from './temperature.ts';
import { uncalibratedScores } from './uncalibratedScores.ts';

/** A classifier, and what makes a probability of each of its scores. */
export interface CalibratedMember {
  readonly model: ClassificationModel;
  /** A temperature; or in the order of the scores one for two classes, else one for each that the model knows. */
  readonly calibrators: readonly Calibrator[];
}

/** The mean probabilities of calibrated classifiers. */
export class CalibratedClassifierModel implements ProbabilisticModel {
  readonly kind = 'calibrated-classifier-cv';
  readonly classes: Classes;
  readonly calibratedClassifiers: readonly CalibratedMember[];

  constructor(classes: Classes, calibratedClassifiers: readonly CalibratedMember[]) {
    this.classes = classes;
    this.calibratedClassifiers = calibratedClassifiers;
  }

  predict(X: Features): Labels {
    return bestClasses(this.predictProba(X), this.classes);
  }

  predictProba(X: Features): Dense {
    const members = this.calibratedClassifiers;
    const [rows, columns] = [countRows(X), this.classes.length];
    const data = new Float64Array(rows * columns);
    for (const member of members) {
      const own = probabilitiesOf(member, X, this.classes);
      for (let index = 0; index < data.length; index++) data[index]! += own[index]! / members.length;
    }
    return { rows, columns, data: data.map((probability) => Math.min(1, probability)) };
  }

  toJSON(): ModelDocument {
    const { kind, classes, calibratedClassifiers } = this;
    return {
      kind,
      classes,
      calibratedClassifiers: calibratedClassifiers.map(({ model, calibrators }) => ({
        model: model.toJSON(),
        calibrators: calibrators.map((one) => ('toJSON' in one ? one.toJSON() : one)),
      })),
    };
  }

  static fromJSON(
    { classes, calibratedClassifiers }: ModelDocument,
    load: LoadModel,
  ): CalibratedClassifierModel {
    const members = (calibratedClassifiers as MemberDocument[]).map(({ model, calibrators }) => ({
      model: load<ClassificationModel>(model),
      calibrators: calibrators.map((one) => loadCalibrator(one, load)),
    }));
    return new CalibratedClassifierModel(classes as Classes, members);
  }
}

interface MemberDocument {
  readonly model: ModelDocument;
  readonly calibrators: readonly (Exclude<Calibrator, IsotonicModel> | ModelDocument)[];
}

/** n × k; but by a temperature, of more than two classes each is told from the rest, and the probabilities are divided by their sum. */
function probabilitiesOf(
  { model, calibrators }: CalibratedMember,
  X: Features,
  classes: Classes,
): Float64Array {
  const k = classes.length;
  const all = uncalibratedScores(model, X, classes);
  const data = new Float64Array(countRows(X) * k);
  for (const [index, { code, scores }] of all.entries()) {
    const calibrator = calibrators[index]!;
    if ('beta' in calibrator) return soften(logitsOf(model, all, k), calibrator);
    for (const [row, probability] of calibrate(calibrator, scores).entries())
      data[row * k + code] = probability;
  }
  for (let start = 0; start < data.length; start += k) {
    const own = data.subarray(start, start + k);
    if (k === 2) {
      own[0] = 1 - own[1]!;
      continue;
    }
    const sum = own.reduce((total, probability) => total + probability, 0);
    // None is likely: then all are alike.
    for (let code = 0; code < k; code++) own[code] = sum > 0 ? own[code]! / sum : 1 / k;
  }
  return data;
}
