import { bestClasses } from '../ensemble/classScores.ts';
import { InvalidInput } from '../errors.ts';
import type { Classes, ModelDocument, ProbabilisticModel } from '../estimator.ts';
import type { Labels } from '../labels.ts';
import { softmax } from '../linear/softmax.ts';
import type { Dense, Features } from '../matrix.ts';

/** What is common to models that know how likely a row is in each class. */
export abstract class NaiveBayesModel implements ProbabilisticModel {
  abstract readonly kind: string;
  readonly classes: Classes;

  constructor(classes: Classes) {
    this.classes = classes;
  }

  /** ln P(x, class), but for a constant of the row: n × k. */
  abstract jointLogLikelihood(X: Features): Dense;
  abstract toJSON(): ModelDocument;

  predict(X: Features): Labels {
    return bestClasses(this.predictProba(X), this.classes);
  }

  predictProba(X: Features): Dense {
    const joint = this.jointLogLikelihood(X);
    for (let row = 0; row < joint.rows; row++) {
      const own = joint.data.subarray(row * joint.columns, (row + 1) * joint.columns);
      softmax(own);
      if (Number.isNaN(own[0]!))
        throw new InvalidInput(`row ${row} is impossible in every class: look for values of another size`);
    }
    return joint;
  }
}
