import type {
  Classes,
  ClassificationModel,
  LoadModel,
  ModelDocument,
  ProbabilisticModel,
} from '../estimator.ts';
import type { Labels } from '../labels.ts';
import { likeliestLabels } from '../likeliest.ts';
import type { Dense, Features } from '../matrix.ts';
import { predictedCodes } from './classScores.ts';

/** Classifiers that each make up for the mistakes of those before, by weighted votes. */
export class AdaBoostClassifierModel implements ProbabilisticModel {
  readonly kind = 'ada-boost-classifier';
  readonly classes: Classes;
  readonly estimators: readonly ClassificationModel[];
  readonly estimatorWeights: readonly number[];
  /** The weighted share of rows that each has wrong. */
  readonly estimatorErrors: readonly number[];

  constructor(
    classes: Classes,
    estimators: readonly ClassificationModel[],
    estimatorWeights: readonly number[],
    estimatorErrors: readonly number[],
  ) {
    this.classes = classes;
    this.estimators = estimators;
    this.estimatorWeights = estimatorWeights;
    this.estimatorErrors = estimatorErrors;
  }

  predict(X: Features): Labels {
    return likeliestLabels(this.predictProba(X), this.classes);
  }

  /** The mean vote: n × 1 for two classes, above 0 for the second, n × k for more. */
  decisionFunction(X: Features): Dense {
    const votes = this.#votes(X);
    if (this.classes.length > 2) return votes;
    const data = new Float64Array(votes.rows);
    for (let row = 0; row < votes.rows; row++) data[row] = votes.data[2 * row + 1]! - votes.data[2 * row]!;
    return { rows: votes.rows, columns: 1, data };
  }

  /** Of the votes divided by k - 1, a softmax (Zhu et al., equation 15). */
  predictProba(X: Features): Dense {
    const { rows, columns, data } = this.#votes(X);
    const share = data.map((vote) => Math.exp(vote / (columns - 1)));
    for (let row = 0; row < rows; row++) {
      const own = share.subarray(row * columns, (row + 1) * columns);
      const sum = own.reduce((total, value) => total + value, 0);
      for (let code = 0; code < columns; code++) own[code]! /= sum;
    }
    return { rows, columns, data: share };
  }

  /** n × k: 1 for the class that a member predicts, -1 / (k - 1) for others, weighted and divided by all weights. */
  #votes(X: Features): Dense {
    const k = this.classes.length;
    const total = this.estimatorWeights.reduce((sum, weight) => sum + weight, 0);
    let [rows, data] = [0, new Float64Array()];
    for (const [index, model] of this.estimators.entries()) {
      const codes = predictedCodes(model, X, this.classes);
      if (index === 0) [rows, data] = [codes.length, new Float64Array(codes.length * k)];
      const weight = this.estimatorWeights[index]! / total;
      for (let row = 0; row < rows; row++)
        for (let code = 0; code < k; code++)
          data[row * k + code]! += codes[row] === code ? weight : -weight / (k - 1);
    }
    return { rows, columns: k, data };
  }

  toJSON(): ModelDocument {
    const { kind, classes, estimators, estimatorWeights, estimatorErrors } = this;
    const documents = estimators.map((model) => model.toJSON());
    return { kind, classes, estimators: documents, estimatorWeights, estimatorErrors };
  }

  static fromJSON(document: ModelDocument, load: LoadModel): AdaBoostClassifierModel {
    const { classes, estimators, estimatorWeights, estimatorErrors } = document as unknown as {
      classes: Classes;
      estimators: ModelDocument[];
      estimatorWeights: number[];
      estimatorErrors: number[];
    };
    const models = estimators.map((model) => load<ClassificationModel>(model));
    return new AdaBoostClassifierModel(classes, models, estimatorWeights, estimatorErrors);
  }
}
