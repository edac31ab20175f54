import { bestClasses } from '../ensemble/classScores.ts';
import type {
  Classes,
  ClassificationModel,
  LoadModel,
  ModelDocument,
  ProbabilisticModel,
} from '../estimator.ts';
import type { Labels } from '../labels.ts';
import type { Dense, Features } from '../matrix.ts';
import {
  type Calibrator,
  type CalibratorDocument,
  calibrate,
  calibratorFromJSON,
  calibratorToJSON,
} from './Calibrator.ts';
import { responsesOf } from './responses.ts';

/** A classifier, and what makes its responses probabilities. */
export interface CalibratedClassifier {
  readonly estimator: ClassificationModel;
  readonly calibrator: Calibrator;
}

/** The mean of the probabilities of calibrated classifiers. */
export class CalibratedClassifierModel implements ProbabilisticModel {
  readonly kind = 'calibrated-classifier-cv';
  readonly classes: Classes;
  readonly calibratedClassifiers: readonly CalibratedClassifier[];

  constructor(classes: Classes, calibratedClassifiers: readonly CalibratedClassifier[]) {
    this.classes = classes;
    this.calibratedClassifiers = calibratedClassifiers;
  }

  predict(X: Features): Labels {
    return bestClasses(this.predictProba(X), this.classes);
  }

  predictProba(X: Features): Dense {
    const k = this.classes.length;
    const each = this.calibratedClassifiers.map(({ estimator, calibrator }) =>
      calibrate(calibrator, responsesOf(estimator, X), k),
    );
    const [{ rows, columns, data }] = each as [Dense];
    const means = data.map((_, place) => each.reduce((sum, one) => sum + one.data[place]!, 0) / each.length);
    return { rows, columns, data: means };
  }

  toJSON(): ModelDocument {
    const { kind, classes, calibratedClassifiers } = this;
    return {
      kind,
      classes,
      calibratedClassifiers: calibratedClassifiers.map(({ estimator, calibrator }) => ({
        estimator: estimator.toJSON(),
        calibrator: calibratorToJSON(calibrator),
      })),
    };
  }

  static fromJSON(document: ModelDocument, load: LoadModel): CalibratedClassifierModel {
    const { classes, calibratedClassifiers } = document as unknown as {
      classes: Classes;
      calibratedClassifiers: { estimator: ModelDocument; calibrator: CalibratorDocument }[];
    };
    return new CalibratedClassifierModel(
      classes,
      calibratedClassifiers.map(({ estimator, calibrator }) => ({
        estimator: load<ClassificationModel>(estimator),
        calibrator: calibratorFromJSON(calibrator),
      })),
    );
  }
}
